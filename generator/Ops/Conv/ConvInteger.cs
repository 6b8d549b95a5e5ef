using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Conv of 8-bit integers, exact in int32: (x - x's zero point) with (w - w's zero point), the first a scalar, the second a scalar or one for
/// each output channel. Padding counts as x's zero point, so that it adds nothing. ONNX: ConvInteger.
/// </summary>
static class ConvInteger
{
    public static readonly Op Op = new("ConvInteger")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context)],
        Lower = node => [IntegerKernels.ForConv(node) is { } kernel ? new KernelNode(kernel) : Nest(node)],
        MultiplyAdds = Conv.Op.MultiplyAdds,
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("ConvInteger", 10, node => Add(node, node.Input(0), node.InputOrNull(2), node.Input(1), node.InputOrNull(3))),
    ];

    /// <summary>Adds the product of the node's attributes, which are Conv's.</summary>
    public static Value Add(OnnxNode node, Value x, Value? xZero, Value w, Value? wZero) =>
        node.Add(Op, Conv.Attributes(node, x.Shape, w.Shape), x, w, ZeroPoints.OrNone(xZero), ZeroPoints.OrNone(wZero));

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, w) = (context.Type(0), context.Type(1));
        ZeroPoints.Check(context, 0, 2, zero => zero.Count == 1);
        ZeroPoints.Check(context, 1, 3, zero => zero.Count == 1 || (zero.Rank == 1 && zero[0] == w.Shape[0]));
        return [new TensorType(ElementType.Int32, Conv.Output(x.Shape, w.Shape, context.Attributes<ConvAttributes>()))];
    }

    static Tensor Evaluate(EvaluateContext context)
    {
        Tensor x = context.Tensor(0), w = context.Tensor(1);
        var filter = w.Count / Math.Max(1, w.Shape[0]);
        return Conv.Sum(ZeroPoints.Subtract(x, context.TensorOrNull(2), _ => 0), x.Shape,
            ZeroPoints.Subtract(w, context.TensorOrNull(3), i => i / filter), w.Shape, new double[w.Shape[0]],
            context.Attributes<ConvAttributes>(), context.NewOutput());
    }

    public static LoopNest Nest(Node node)
    {
        var (x, w, attributes) = (node.Input(0), node.Input(1), node.AttributesAs<ConvAttributes>());
        var (at, weight) = Conv.Indices(w.Shape, attributes);
        var xZero = ActivationZero.Of(node, 2)!.Point;
        var outside = attributes.Window.LeavesInput(x.Shape) ? xZero : null;
        var left = ZeroPoints.Difference(new Expr.Load(x, at, outside), xZero);
        var right = ZeroPoints.Difference(Expr.Element(w, weight), node.Has(3) ? ZeroPoints.At(node.Input(3), weight[0]) : Expr.Of(0, w.Element));
        return new(node.Output, node.Output.Shape.Sizes, left * right, Conv.Reduction(w.Shape), new Expr.Accumulator(ElementType.Int32));
    }
}
