using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <param name="Scales">Which scale belongs to an element.</param>
/// <param name="To">The type of the result.</param>
/// <param name="Saturate">As for Cast, where the result is a float of 8 bits or fewer.</param>
/// <param name="Precision">The float type that the quotient is rounded to; float32 unless the model says otherwise.</param>
sealed record QuantizeAttributes(ScaleAxes Scales, ElementType To, bool Saturate = true, ElementType Precision = ElementType.Float32) : OpAttributes;

/// <summary>
/// round(x / scale) + zero point, within what the type holds. The division is float32's and comes before everything else.
/// ONNX: QuantizeLinear.
/// </summary>
static class QuantizeLinear
{
    public static readonly Op Op = new("QuantizeLinear")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context)],
        Lower = node => [LoopNest.Over(node.Output, axes => Body(node, axes))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("QuantizeLinear", 10, node => Import(node, 0, 0)),
        new("QuantizeLinear", 13, node => Import(node, node.Int("axis", 1), 0)),
        new("QuantizeLinear", 19, node => Import(node, node.Int("axis", 1), 0, saturates: true)),
        new("QuantizeLinear", 21, node => Import(node, node.Int("axis", 1), node.Int("block_size", 0), saturates: true, node.Int("output_dtype", 0))),
        new("QuantizeLinear", 23, node => Import(node, node.Int("axis", 1), node.Int("block_size", 0), saturates: true, node.Int("output_dtype", 0),
            node.Int("precision", 0))),
    ];

    public static Value Import(OnnxNode node, long axis, long block, bool saturates = false, long to = 0, long precision = 0)
    {
        var zero = node.InputOrNull(2);
        var element = to != 0 ? (ElementType)to : zero?.Element ?? ElementType.UInt8;
        return node.Add(Op, new QuantizeAttributes(ScaleAxes.Import(node, axis, block), element, !saturates || node.Int("saturate", 1) != 0,
            precision == 0 ? ElementType.Float32 : (ElementType)precision), node.Input(0), node.Input(1), zero);
    }

    /// <summary>Adds the quantisation of a whole tensor with one scale and zero point, whose type is the result's.</summary>
    public static Value Add(OnnxNode node, Value x, Value scale, Value zero) =>
        node.Add(Op, new QuantizeAttributes(new(0, 0), zero.Element), x, scale, zero);

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, scale, attributes) = (context.Type(0), context.Type(1), context.Attributes<QuantizeAttributes>());
        if (!x.Element.IsFloat() && x.Element != ElementType.Int32) throw new ModelException($"QuantizeLinear of {x.Element.Text()} is not defined");
        if (!scale.Element.IsFloat() || scale.Element.Size() is 1 or 8) throw new ModelException($"a scale of {scale.Element.Text()} is not defined");
        if (attributes.Precision is not (ElementType.Float32 or ElementType.Float16 or ElementType.BFloat16))
            throw new ModelException($"attribute 'precision' is {attributes.Precision.Text()}", "float32, float16 and bfloat16 are known");
        if (context.Node.Has(2) && (context.Type(2).Element != attributes.To || !ScaleAxes.Match(context.Shape(2), scale.Shape)))
            throw new ModelException($"the zero point is {context.Type(2)} for a result of {attributes.To.Text()} and scale {scale}");
        if (!IsSmallFloat(attributes.To)) IntegerRange.Of(attributes.To);
        attributes.Scales.Check(x, scale);
        return [new TensorType(attributes.To, x.Shape)];
    }

    static bool IsSmallFloat(ElementType type) => type.IsFloat() && type.Size() == 1 && type != ElementType.Float8E8M0;

    static Tensor Evaluate(EvaluateContext context)
    {
        var (x, scale, zero) = (context.Tensor(0), context.Tensor(1), context.TensorOrNull(2));
        var attributes = context.Attributes<QuantizeAttributes>();
        var quotients = new Tensor(attributes.Precision, x.Shape);
        var at = attributes.Scales.Map(x.Shape, scale.Shape);
        for (var i = 0; i < x.Count; i++) quotients.SetDouble(i, (float)x.GetDouble(i) / (float)scale.GetDouble(at(i)));
        if (IsSmallFloat(attributes.To)) return Cast.Convert(quotients, new(attributes.To, attributes.Saturate));
        var output = new Tensor(attributes.To, x.Shape);
        for (var i = 0; i < x.Count; i++)
            output.SetInt64(i, IntegerRange.Round((float)quotients.GetDouble(i), zero?.GetInt64(at(i)) ?? 0, attributes.To));
        return output;
    }

    static Expr Body(Node node, Expr[] axes)
    {
        var attributes = node.AttributesAs<QuantizeAttributes>();
        var x = Expr.Cast(Expr.Element(node.Input(0), axes), ElementType.Float32);
        var quotient = x / Expr.Cast(attributes.Scales.At(node.Input(1), axes), ElementType.Float32);
        if (attributes.Precision != ElementType.Float32) quotient = Expr.Cast(Expr.Cast(quotient, attributes.Precision), ElementType.Float32);
        if (IsSmallFloat(attributes.To)) return Cast.Converted(quotient, new(attributes.To, attributes.Saturate));
        return IntegerRange.Round(quotient, node.Has(2) ? attributes.Scales.At(node.Input(2), axes) : Expr.Of(0, attributes.To));
    }
}
