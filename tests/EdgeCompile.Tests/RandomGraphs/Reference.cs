using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>
/// What a value should be by the interpreter, and how far code that rounds otherwise may be from it: two more results of the same graph whose
/// floats were moved, after each node, by as much as rounding may move them. A graph that multiplies such an error says so by itself.
/// </summary>
/// <param name="Exact">Whether any order of rounding gives these bits, so that a step function may read them.</param>
sealed record Expected(Tensor Value, Tensor[] Moved, bool Exact)
{
    const double Rounding = 4e-7, Margin = 16;

    public static Expected Of(Tensor value) => new(value, [value, value], Exact: true);

    /// <summary>How far each element may be from the expected one.</summary>
    public double[] Allowed()
    {
        var allowed = new double[Value.Count];
        double largest = 0, square = 0;
        for (var i = 0; i < allowed.Length; i++)
        {
            if (double.IsFinite(Value.GetDouble(i))) largest = Math.Max(largest, Math.Abs(Value.GetDouble(i)));
            allowed[i] = Moved.Max(moved => Math.Abs(moved.GetDouble(i) - Value.GetDouble(i)));
            if (double.IsFinite(allowed[i])) square += allowed[i] * allowed[i] / allowed.Length;
        }
        for (var i = 0; i < allowed.Length; i++)
            allowed[i] = 1e-5 + 1e-5 * largest + 1e-4 * Math.Abs(Value.GetDouble(i)) + Margin * (allowed[i] + Math.Sqrt(square));
        return allowed;
    }

    /// <summary>Whether the numbers are good to compute on with: finite, of moderate size, and not at the mercy of rounding.</summary>
    public bool IsTame()
    {
        for (var i = 0; i < Value.Count; i++)
        {
            var value = Value.GetDouble(i);
            if (!(Math.Abs(value) <= 3e4) || Moved.Any(moved => !(Math.Abs(moved.GetDouble(i) - value) <= 1e-3 * (1 + Math.Abs(value))))) return false;
        }
        return true;
    }

    /// <summary>Evaluates one node of a model alone.</summary>
    /// <exception cref="RefusedException">The importer refused it.</exception>
    public static IReadOnlyList<Expected> Evaluate(NodeProto node, IReadOnlyList<(string Name, Expected Data, bool IsConstant)> inputs)
    {
        var graph = Import(node, inputs);
        var runtime = inputs.DistinctBy(input => input.Name).Where(input => !input.IsConstant).Select(input => input.Data).ToArray();
        var exact = Exactness.Of(node.OpType, [.. inputs.Select(input => input.Data.Value.Element)]) && inputs.All(input => input.Data.Exact);
        var values = Interpreter.Run(graph, [.. runtime.Select(data => data.Value)]).Cast<Tensor>().ToArray();
        var moved = Enumerable.Range(0, 2).Select(version =>
            exact ? values : Interpreter.Run(graph, [.. runtime.Select(data => data.Moved[version])]).Cast<Tensor>().Select((tensor, i) => Move(tensor, i + 7 * version)).ToArray()).ToArray();
        return [.. values.Select((value, i) => new Expected(value, [.. moved.Select(version => version[i])], exact || !value.Element.IsFloat() && inputs.All(input => input.Data.Exact)))];
    }

    /// <summary>The node as a graph, in which constants are as constant as in the model.</summary>
    public static Graph Import(NodeProto node, IReadOnlyList<(string Name, Expected Data, bool IsConstant)> inputs)
    {
        var model = new ModelBuilder(RandomGraph.Opset).Opset("com.microsoft", 1);
        foreach (var (name, data, isConstant) in inputs.DistinctBy(input => input.Name))
            if (isConstant) model.Initialiser(name, data.Value);
            else model.Input(name, data.Value.Element, [.. data.Value.Shape.Sizes.Cast<object?>()]);
        model.Graph.Node.Add(node);
        foreach (var output in node.Output) model.Output(output);
        var (imported, diagnostics) = model.Import();
        return imported?.Graph ?? throw new RefusedException(string.Join("; ", diagnostics.Select(diagnostic => diagnostic.Message)));
    }

    static Tensor Move(Tensor tensor, int seed)
    {
        if (!tensor.Element.IsFloat()) return tensor;
        var moved = new Tensor(tensor.Element, tensor.Shape);
        var draw = new Draw(seed);
        for (var i = 0; i < moved.Count; i++) moved.SetDouble(i, tensor.GetDouble(i) * (1 + draw.Real(-Rounding, Rounding)));
        return moved;
    }
}

/// <summary>A node that should be accepted was not.</summary>
sealed class RefusedException(string message) : Exception(message);

/// <summary>Which operators give the same bits however they are computed.</summary>
static class Exactness
{
    static readonly HashSet<string> moving =
    [
        "Abs", "Neg", "Relu", "Max", "Min", "Clip", "Ceil", "Floor", "Round", "Sign", "Identity", "Not", "And", "Or", "Xor", "Where", "Cast", "IsNaN", "IsInf",
        "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Slice", "Concat", "Split", "Gather",
        "GatherElements", "GatherND", "Pad", "Expand", "Tile", "Trilu", "DepthToSpace", "SpaceToDepth", "ReverseSequence", "CenterCropPad", "Compress", "EyeLike",
        "MaxPool", "GlobalMaxPool", "ReduceMax", "ReduceMin", "ArgMax", "ArgMin", "TopK", "Hardmax", "OneHot", "Shape", "Size", "Dropout",
    ];

    public static bool Of(string op, IReadOnlyList<ElementType> inputs) => moving.Contains(op) || inputs.All(input => !input.IsFloat());
}
