using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Which scale belongs to an element, and the type of the result.</summary>
sealed record DequantizeAttributes(ScaleAxes Scales, ElementType To) : OpAttributes;

/// <summary>(x - zero point) * scale: the difference is exact, the product is rounded to the result's type. ONNX: DequantizeLinear.</summary>
static class DequantizeLinear
{
    public static readonly Op Op = new("DequantizeLinear")
    {
        Infer = Infer,
        Evaluate = context =>
            [Evaluate(context.Tensor(0), context.Tensor(1), context.TensorOrNull(2), context.Attributes<DequantizeAttributes>())],
        Lower = node => [LoopNest.Over(node.Output, axes => Body(node, axes))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("DequantizeLinear", 10, node => Import(node, 0, 0)),
        new("DequantizeLinear", 13, node => Import(node, node.Int("axis", 1), 0)),
        new("DequantizeLinear", 21, node => Import(node, node.Int("axis", 1), node.Int("block_size", 0))),
        new("DequantizeLinear", 23, node => Import(node, node.Int("axis", 1), node.Int("block_size", 0), node.Int("output_dtype", 0))),
    ];

    public static Value Import(OnnxNode node, long axis, long block, long to = 0) =>
        node.Add(Op, new DequantizeAttributes(ScaleAxes.Import(node, axis, block), to == 0 ? node.Input(1).Element : (ElementType)to),
            node.Input(0), node.Input(1), node.InputOrNull(2));

    /// <summary>Adds what the integers of a whole tensor, or of the positions along an axis, stand for.</summary>
    public static Value Add(OnnxNode node, Value x, Value scale, Value? zero, int axis = 0) =>
        node.Add(Op, new DequantizeAttributes(new(axis, 0), scale.Element), x, scale, zero);

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, scale, attributes) = (context.Type(0), context.Type(1), context.Attributes<DequantizeAttributes>());
        if (!x.Element.IsInteger() && x.Element.Size() != 1) throw new ModelException($"DequantizeLinear of {x.Element.Text()} is not defined");
        if (!scale.Element.IsFloat() || !attributes.To.IsFloat()) throw new ModelException($"a scale of {scale.Element.Text()} is not defined");
        if (context.Node.Has(2) && (context.Type(2).Element != x.Element || !ScaleAxes.Match(context.Shape(2), scale.Shape)))
            throw new ModelException($"the zero point is {context.Type(2)} for x {x} and scale {scale}");
        attributes.Scales.Check(x, scale);
        return [new TensorType(attributes.To, x.Shape)];
    }

    static Tensor Evaluate(Tensor x, Tensor scale, Tensor? zero, DequantizeAttributes attributes)
    {
        var output = new Tensor(attributes.To, x.Shape);
        var map = attributes.Scales.Map(x.Shape, scale.Shape);
        for (var i = 0; i < x.Count; i++)
        {
            var at = map(i);
            var difference = x.Element.IsFloat()
                ? x.GetDouble(i) - (zero?.GetDouble(at) ?? 0)
                : x.GetInt64(i) - (zero?.GetInt64(at) ?? 0);
            // float32 arithmetic: the difference is rounded before it is multiplied.
            output.SetDouble(i, scale.Element == ElementType.Float64 ? difference * scale.GetDouble(at) : (float)difference * (float)scale.GetDouble(at));
        }
        return output;
    }

    static Expr Body(Node node, Expr[] axes)
    {
        var (x, scale, attributes) = (node.Input(0), node.Input(1), node.AttributesAs<DequantizeAttributes>());
        if (x.Element is ElementType.UInt32 or ElementType.UInt64 or ElementType.Int64)
            throw new ModelException($"DequantizeLinear of {x.Element.Text()} computed from data is not compiled");
        var zero = node.Has(2) ? attributes.Scales.At(node.Input(2), axes) : Expr.Of(0, x.Element);
        var difference = x.Element.IsFloat()
            ? Expr.Cast(Expr.Element(x, axes), ElementType.Float32) - Expr.Cast(zero, ElementType.Float32)
            : ZeroPoints.Difference(Expr.Element(x, axes), zero);
        var factor = Elementwise.Computed(attributes.Scales.At(scale, axes));
        return Expr.Cast(Expr.Cast(difference, factor.Type) * factor, attributes.To);
    }
}
