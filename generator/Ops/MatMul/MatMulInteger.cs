using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// MatMul of 8-bit integers, exact in int32: (a - a's zero point) times (b - b's zero point). A zero point is broadcast to its operand as it
/// stands (before it is transposed), so one for each row of a has the shape M x 1. ONNX: MatMulInteger.
/// </summary>
static class MatMulInteger
{
    public static readonly Op Op = new("MatMulInteger")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context, MatMulShape.Of(context.Node))],
        Lower = node => [IntegerKernels.ForMatMul(node) is { } kernel ? new KernelNode(kernel) : Nest(node)],
        MultiplyAdds = MatMul.Op.MultiplyAdds,
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("MatMulInteger", 10, node => Add(node, node.Input(0), RowVector(node, node.InputOrNull(2)), node.Input(1), node.InputOrNull(3))),
    ];

    public static Value Add(OnnxNode node, Value a, Value? aZero, Value b, Value? bZero, MatMulAttributes? attributes = null) =>
        node.Add(Op, attributes ?? new(), a, b, ZeroPoints.OrNone(aZero), ZeroPoints.OrNone(bZero));

    /// <summary>ONNX gives the zero points of a matrix's rows as a vector.</summary>
    static Value? RowVector(OnnxNode node, Value? zero) => zero is { Shape: { Rank: 1, Count: > 1 } } ? Broadcasting.Append(node, zero, 1) : zero;

    static Ir.ValueType[] Infer(InferContext context)
    {
        for (var operand = 0; operand < 2; operand++)
        {
            var shape = context.Shape(operand);
            ZeroPoints.Check(context, operand, 2 + operand, zero => zero.Count == 1 || Shape.Broadcast(zero, shape).Equals(shape));
        }
        return [new TensorType(ElementType.Int32, MatMulShape.Of(context.Node).Output)];
    }

    static Tensor Evaluate(EvaluateContext context, MatMulShape shape)
    {
        double[] xs = Operand(0), ys = Operand(1);
        return MatMul.Sum(xs, ys, shape, context.NewOutput());

        double[] Operand(int input)
        {
            var (tensor, zero) = (context.Tensor(input), context.TensorOrNull(2 + input));
            var offsets = zero is null or { Count: 1 } ? null : Broadcasting.Offsets(zero.Shape, tensor.Shape);
            return ZeroPoints.Subtract(tensor, zero, i => offsets is null ? i : offsets[i]);
        }
    }

    public static LoopNest Nest(Node node) => MatMul.Nest(node, (operand, at) =>
        ZeroPoints.Difference(Expr.Element(node.Input(operand), at), node.Has(2 + operand)
            ? ZeroPoints.At(node.Input(2 + operand), at)
            : Expr.Of(0, node.Input(operand).Element)));
}
