using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Ops;

/// <summary>Imports and evaluates a single ONNX node, as the importer would find it in a model.</summary>
static class OneNode
{
    /// <summary>The first output. Inputs are run-time values where <paramref name="constants"/> does not name them.</summary>
    public static Tensor Run(string op, int opset, Tensor?[] inputs, object? attributes = null, params int[] constants) =>
        (Tensor)RunAll(op, opset, inputs, 1, attributes, constants)[0];

    public static IReadOnlyList<Datum> RunAll(string op, int opset, Tensor?[] inputs, int outputs, object? attributes = null, params int[] constants)
    {
        var graph = Import(op, opset, inputs, outputs, attributes, constants);
        GraphVerifier.Verify(graph, op);
        var runtime = inputs.Where((input, i) => input is not null && !constants.Contains(i)).Select(input => (Datum)input!).ToArray();
        return Interpreter.Run(graph, runtime);
    }

    public static Graph Import(string op, int opset, Tensor?[] inputs, int outputs, object? attributes = null, params int[] constants)
    {
        var graph = new Graph(op);
        var values = inputs.Select((input, i) => input is null ? null
            : constants.Contains(i) ? graph.Constant("c" + i, input)
            : graph.AddInput("x" + i, input.Type)).ToArray();
        var named = attributes?.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(attributes)!) ?? [];
        // "com.microsoft/Gelu" names another domain.
        var (domain, name) = op.IndexOf('/') is var slash and > 0 ? (op[..slash], op[(slash + 1)..]) : ("", op);
        var node = new OnnxNode(graph, domain, name, "n", 0, opset, values, [.. Enumerable.Range(0, outputs).Select(i => "y" + i)], named);
        var row = OpTable.Find(domain, name, opset) ?? throw new InvalidOperationException($"{op} of opset {opset} is unknown");
        var made = row.Import(node);
        Assert.Empty(node.Unasked);
        for (var i = 0; i < outputs; i++) graph.AddOutput("y" + i, made[i]!);
        return graph;
    }

    public static Tensor F(params float[] items) => Tensor.Floats(new Shape(items.Length), items);
    public static Tensor F(Shape shape, params float[] items) => Tensor.Floats(shape, items);
    public static Tensor I32(params int[] items) => Tensor.Of(ElementType.Int32, new Shape(items.Length), items);
    public static Tensor U8(params byte[] items) => Tensor.Of(ElementType.UInt8, new Shape(items.Length), items);
    public static Tensor U8(Shape shape, params byte[] items) => Tensor.Of(ElementType.UInt8, shape, items);
    public static Tensor I8(Shape shape, params sbyte[] items) => Tensor.Of(ElementType.Int8, shape, items);
    public static Tensor U64(params ulong[] items) => Tensor.Of(ElementType.UInt64, new Shape(items.Length), items);
    public static Tensor B(params bool[] items) => Tensor.Of(ElementType.Bool, new Shape(items.Length), items);
    public static Tensor Text(params string[] items) => new(new Shape(items.Length), items);
    /// <summary>1, 2, 3 … in a shape.</summary>
    public static Tensor Count(params int[] sizes)
    {
        var shape = new Shape(sizes);
        return Tensor.Floats(shape, [.. Enumerable.Range(1, shape.Count).Select(i => (float)i)]);
    }

    public static void Near(float[] expected, Tensor actual, double tolerance = 1e-6)
    {
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual.GetDouble(i)) <= tolerance * (1 + Math.Abs(expected[i])) || expected[i].Equals((float)actual.GetDouble(i)),
                $"element {i}: {expected[i]} expected, {actual.GetDouble(i)} found");
    }
}
