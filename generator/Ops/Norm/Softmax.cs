using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// exp(x - max) over its sum, and the logarithm of it. Below opset 13 over all axes from 'axis' on (the input counts as a matrix),
/// from 13 on over that axis alone. ONNX: Softmax, LogSoftmax.
/// </summary>
static class Softmax
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Softmax", 1, node => Of(node, node.Input(0), From(node))), new("Softmax", 13, node => Of(node, node.Input(0), Along(node))),
        new("LogSoftmax", 1, node => LogOf(node, From(node))), new("LogSoftmax", 13, node => LogOf(node, Along(node))),
    ];

    static ReduceAttributes From(OnnxNode node)
    {
        var shape = node.Input(0).Shape;
        var first = shape.Axis(node.Int("axis", 1));
        return new(Enumerable.Range(first, shape.Rank - first).ToArray());
    }

    static ReduceAttributes Along(OnnxNode node) => new([node.Input(0).Shape.Axis(node.Int("axis", -1))]);

    public static Value Of(OnnxNode node, Value x, ReduceAttributes axes)
    {
        var exp = node.Add(UnaryMaths.Exp, Shifted(node, x, axes));
        return node.Add(Arithmetic.Mul, exp, node.Add(UnaryMaths.Reciprocal, node.Add(Reduce.Sum, axes, exp)));
    }

    static Value LogOf(OnnxNode node, ReduceAttributes axes)
    {
        var shifted = Shifted(node, node.Input(0), axes);
        return node.Add(Arithmetic.Sub, shifted, node.Add(UnaryMaths.Log, node.Add(Reduce.Sum, axes, node.Add(UnaryMaths.Exp, shifted))));
    }

    static Value Shifted(OnnxNode node, Value x, ReduceAttributes axes) => node.Add(Arithmetic.Sub, x, node.Add(Reduce.Max, axes, x));
}
