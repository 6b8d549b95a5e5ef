using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// QuantizeLinear to uint8 with the scale and zero point that fit the data, made of other operators: the range from the least to the
/// greatest element, stretched to hold 0. Where all elements are 0, the scale is 1. ONNX: DynamicQuantizeLinear.
/// </summary>
static class DynamicQuantizeLinear
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("DynamicQuantizeLinear", 11, node =>
        {
            var (y, scale, zero) = Of(node, node.Input(0));
            return [y, scale, zero];
        }),
    ];

    public static (Value Quantized, Value Scale, Value Zero) Of(OnnxNode node, Value x)
    {
        var none = Number(0);
        var all = new ReduceAttributes(Enumerable.Range(0, x.Shape.Rank).ToArray(), KeepDimensions: false);
        var lowest = node.Add(Arithmetic.Min, node.Add(Reduce.Min, all, x), none);
        var range = node.Add(Arithmetic.Sub, node.Add(Arithmetic.Max, node.Add(Reduce.Max, all, x), none), lowest);
        var scale = node.Add(Where.Op, node.Add(Equal.Op, range, none), Number(1), node.Add(Arithmetic.Div, range, Number(255)));
        var zero = node.Add(Arithmetic.Sub, none, node.Add(Arithmetic.Div, lowest, scale));
        var cut = node.Add(Arithmetic.Min, node.Add(Arithmetic.Max, zero, none), Number(255));
        var rounded = node.Add(Cast.Op, new CastAttributes(ElementType.UInt8), node.Add(UnaryMaths.Round, cut));
        return (QuantizeLinear.Add(node, x, scale, rounded), scale, rounded);

        Value Number(float number) => node.Scalar(ElementType.Float32, number);
    }
}
