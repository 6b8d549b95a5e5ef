using EdgeCompile.Ir;
using EdgeCompile.Ops;
using EdgeCompile.Passes;

namespace EdgeCompile.Tests.Passes;

/// <summary>Small graphs in ONNX's terms, what passes make of them, and whether they still compute the same.</summary>
sealed class PassTest(int opset = 13)
{
    readonly Graph _graph = new("g");
    int _nodes;

    public Value Input(string name, params int[] sizes) => Input(name, ElementType.Float32, sizes);

    public Value Input(string name, ElementType type, params int[] sizes) => _graph.AddInput(name, new TensorType(type, new Shape(sizes)));

    public Value Constant(Tensor tensor) => _graph.Constant("c", tensor);
    public Value Ints(params long[] items) => Constant(Tensor.Longs(items));
    public Value Scalar(float item) => Constant(Tensor.Floats(Shape.Scalar, item));

    /// <summary>A constant of numbers that repeat nothing and are exact in float32.</summary>
    public Value Weights(params int[] sizes)
    {
        var shape = new Shape(sizes);
        return Constant(Tensor.Floats(shape, [.. Enumerable.Range(0, shape.Count).Select(i => (i * 37 % 64 - 31) / 32f)]));
    }

    public Value Add(string op, Value?[] inputs, object? attributes = null) => AddAll(op, inputs, 1, attributes)[0];

    public Value[] AddAll(string op, Value?[] inputs, int outputs, object? attributes = null)
    {
        var name = "n" + _nodes++;
        var named = attributes?.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(attributes)!) ?? [];
        var node = new OnnxNode(_graph, "", op, name, _nodes, opset, inputs, [.. Enumerable.Range(0, outputs).Select(i => $"{name}.{i}")], named);
        return [.. OpTable.Find("", op, opset)!.Import(node).Select(value => value!)];
    }

    /// <summary>The graph after the named passes (or all), printed, having checked that random inputs give the same results as before.</summary>
    public string After(IReadOnlyList<string> passes, params Value[] outputs)
    {
        foreach (var output in outputs) _graph.AddOutput(output.Name, output);
        GraphVerifier.Verify(_graph, "building");
        Equivalence.Check(_graph, graph =>
            PassPipeline.Run(graph, passes.Count == 0 ? [] : [.. PassPipeline.Passes.Concat(PassPipeline.Last).Select(pass => pass.Name).Except(passes)]));
        return GraphPrinter.Print(_graph);
    }
}

/// <summary>interpreter(before) == interpreter(after).</summary>
static class Equivalence
{
    public static void Check(Graph graph, Action<Graph> change, int seed = 1, double tolerance = 1e-5)
    {
        var random = new Random(seed);
        Tensor[] inputs = [.. graph.Inputs.Select(input => Random(input.Tensor, random))];
        var before = Interpreter.Run(graph, inputs);
        change(graph);
        var after = Interpreter.Run(graph, inputs);
        for (var i = 0; i < before.Count; i++) Near((Tensor)before[i], (Tensor)after[i], graph.OutputNames[i], tolerance);
    }

    static Tensor Random(TensorType type, Random random)
    {
        var tensor = new Tensor(type.Element, type.Shape);
        for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, type.Element.IsFloat() ? random.NextDouble() * 2 - 1 : random.Next(2));
        return tensor;
    }

    static void Near(Tensor before, Tensor after, string name, double tolerance)
    {
        Assert.Equal(before.Type, after.Type);
        var largest = Enumerable.Range(0, before.Count).Select(i => Math.Abs(before.GetDouble(i))).Where(double.IsFinite).DefaultIfEmpty().Max();
        for (var i = 0; i < before.Count; i++)
        {
            var (was, now) = (before.GetDouble(i), after.GetDouble(i));
            Assert.True(was.Equals(now) || Math.Abs(was - now) <= tolerance * Math.Max(largest, 1e-6),
                $"{name}[{i}] was {was} and is {now}, where the largest is {largest}");
        }
    }
}
