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
/// <param name="Coarse">Whether numbers with an error were quantised on the way, so that a result may be a step of the quantisation off.</param>
sealed record Expected(Tensor Value, Tensor[] Moved, bool Exact, bool Coarse = false)
{
    const double Margin = 16, CoarseMargin = 4;

    public static Expected Of(Tensor value) => new(value, [value, value], Exact: true);

    /// <summary>
    /// How far rounding may move a number, as a part of it: what code in 32 bits does in a few operations, or the format's own step.
    /// </summary>
    static double RoundingOf(ElementType type) => type switch
    {
        ElementType.Float16 => 1.0 / 2048,
        ElementType.BFloat16 => 1.0 / 256,
        _ => 4e-7,
    };

    /// <summary>How far each element may be from the expected one.</summary>
    public double[] Allowed()
    {
        var allowed = new double[Value.Count];
        if (Exact) return allowed;
        if (!Value.Element.IsFloat())
        {
            for (var i = 0; i < allowed.Length; i++) allowed[i] = Moved.Max(moved => Math.Abs(moved.GetDouble(i) - Value.GetDouble(i)));
            return [.. allowed.Select(_ => allowed.Max())];
        }
        double largest = 0, square = 0;
        for (var i = 0; i < allowed.Length; i++)
        {
            if (double.IsFinite(Value.GetDouble(i))) largest = Math.Max(largest, Math.Abs(Value.GetDouble(i)));
            allowed[i] = Moved.Max(moved => Math.Abs(moved.GetDouble(i) - Value.GetDouble(i)));
            if (double.IsFinite(allowed[i])) square += allowed[i] * allowed[i] / allowed.Length;
        }
        var rounding = RoundingOf(Value.Element);
        for (var i = 0; i < allowed.Length; i++)
            allowed[i] = 1e-5 + Math.Max(1e-5, rounding) * largest + Math.Max(1e-4, 2 * rounding) * Math.Abs(Value.GetDouble(i))
                + (Coarse ? CoarseMargin : Margin) * (allowed[i] + Math.Sqrt(square));
        return allowed;
    }

    /// <summary>Whether the numbers are good to compute on with: finite, of moderate size, and not at the mercy of rounding.</summary>
    public bool IsTame()
    {
        var error = Coarse ? 0.25 : Math.Max(1e-3, 8 * RoundingOf(Value.Element));
        for (var i = 0; i < Value.Count; i++)
        {
            var value = Value.GetDouble(i);
            if (!(Math.Abs(value) <= 3e4) || Moved.Any(moved => !(Math.Abs(moved.GetDouble(i) - value) <= error * (1 + Math.Abs(value))))) return false;
        }
        return true;
    }

    /// <summary>Evaluates one node of a model alone.</summary>
    /// <exception cref="RefusedException">The importer refused it.</exception>
    public static IReadOnlyList<Expected> Evaluate(int opset, NodeProto node, IReadOnlyList<(string Name, Expected Data, bool IsConstant)> inputs)
    {
        var graph = Import(opset, node, inputs);
        var runtime = inputs.DistinctBy(input => input.Name).Where(input => !input.IsConstant).Select(input => input.Data).ToArray();
        var exact = Exactness.Of(node.OpType, [.. inputs.Select(input => input.Data.Value.Element)]) && inputs.All(input => input.Data.Exact);
        var values = Interpreter.Run(graph, [.. runtime.Select(data => data.Value)]).Cast<Tensor>().ToArray();
        var steps = Exactness.Quantises(node.OpType);
        var moved = Enumerable.Range(0, 2).Select(version => exact ? values
            : Interpreter.Run(graph, [.. runtime.Select(data => data.Moved[version])]).Cast<Tensor>()
                .Select((tensor, i) => Move(tensor, steps, i + 7 * version)).ToArray()).ToArray();
        return [.. values.Select((value, i) => new Expected(value, [.. moved.Select(version => version[i])],
            exact || (!value.Element.IsFloat() && !steps && inputs.All(input => input.Data.Exact)), !exact
                && (steps || inputs.Any(input => input.Data.Coarse))))];
    }

    /// <summary>The node as a graph, in which constants are as constant as in the model.</summary>
    public static Graph Import(int opset, NodeProto node, IReadOnlyList<(string Name, Expected Data, bool IsConstant)> inputs)
    {
        var model = new ModelBuilder(opset).Opset("com.microsoft", 1);
        foreach (var (name, data, isConstant) in inputs.DistinctBy(input => input.Name))
            if (isConstant) model.Initialiser(name, data.Value);
            else model.Input(name, data.Value.Element, [.. data.Value.Shape.Sizes.Cast<object?>()]);
        model.Graph.Node.Add(node);
        foreach (var output in node.Output) model.Output(output);
        var (imported, diagnostics) = model.Import();
        return imported?.Graph ?? throw new RefusedException(string.Join("; ", diagnostics.Select(diagnostic => diagnostic.Message)));
    }

    /// <summary>Moves each float by its rounding, and where numbers are quantised each integer by a step.</summary>
    static Tensor Move(Tensor tensor, bool steps, int seed)
    {
        var (moved, draw, rounding) = (new Tensor(tensor.Element, tensor.Shape), new Draw(seed), RoundingOf(tensor.Element));
        if (tensor.Element.IsFloat())
            for (var i = 0; i < moved.Count; i++) moved.SetDouble(i, tensor.GetDouble(i) * (1 + draw.Real(-rounding, rounding)));
        else if (steps)
            for (var i = 0; i < moved.Count; i++) moved.SetInt64(i, Bounded(tensor.GetInt64(i) + (draw.Chance(0.5) ? 1 : -1)));
        else return tensor;
        return moved;

        long Bounded(long number) => tensor.Element == ElementType.UInt8 ? Math.Clamp(number, byte.MinValue, byte.MaxValue)
            : Math.Clamp(number, sbyte.MinValue, sbyte.MaxValue);
    }
}

/// <summary>A node that should be accepted was not.</summary>
sealed class RefusedException(string message) : Exception(message);

/// <summary>Which operators give the same bits however they are computed.</summary>
static class Exactness
{
    static readonly HashSet<string> moving =
    [
        "Abs", "Neg", "Relu", "Max", "Min", "Clip", "Ceil", "Floor", "Round", "Sign", "Identity", "Not", "And", "Or", "Xor", "Where", "Cast", "IsNaN",
            "IsInf",
        "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Slice", "Concat",
            "Split", "Gather",
        "GatherElements", "GatherND", "Pad", "Expand", "Tile", "Trilu", "DepthToSpace", "SpaceToDepth", "ReverseSequence", "CenterCropPad",
            "Compress", "EyeLike",
        "MaxPool", "GlobalMaxPool", "ReduceMax", "ReduceMin", "ArgMax", "ArgMin", "TopK", "Hardmax", "OneHot", "Shape", "Size", "Dropout",
        "MaxUnpool", "Range", "QuantizeLinear", "DequantizeLinear",
    ];

    /// <summary>Whether an operator makes integers of real numbers, which are a step off where the numbers have an error or are sums.</summary>
    public static bool Quantises(string op) => op == "QuantizeLinear" || (op.StartsWith("QLinear", StringComparison.Ordinal));

    public static bool Of(string op, IReadOnlyList<ElementType> inputs) => moving.Contains(op) || inputs.All(input => !input.IsFloat());
}
