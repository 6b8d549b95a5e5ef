using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Operators with quantised inputs and outputs are imported as what they are defined by: DequantizeLinear, the operator on real numbers,
/// QuantizeLinear. The passes make integers of that, and of the same three nodes in a model, in one place.
/// </summary>
static class QuantizedIsland
{
    /// <summary>The real numbers of three inputs: integers, scale, zero point.</summary>
    public static Value Real(OnnxNode node, int first, int axis = 0) =>
        Real(node, node.Input(first), node.Input(first + 1), node.InputOrNull(first + 2), axis);

    public static Value Real(OnnxNode node, Value x, Value scale, Value? zero, int axis = 0) =>
        DequantizeLinear.Add(node, x, Single(node, scale), zero, ScaleAxes.IsOne(scale.Shape) ? 0 : axis);

    /// <summary>The integers of a result, from the inputs that are its scale and zero point; without the latter, 0 of a type.</summary>
    public static Value Quantized(OnnxNode node, Value y, int scale, ElementType type) =>
        QuantizeLinear.Add(node, y, Single(node, node.Input(scale)), node.InputOrNull(scale + 1)
            ?? node.Constant(new Tensor(type, node.Input(scale).Shape)));

    /// <summary>Scales of 16 bits are exact in float32, in which everything is computed.</summary>
    public static Value Single(OnnxNode node, Value scale) =>
        scale.Element == ElementType.Float32 ? scale : node.Add(Cast.Op, new CastAttributes(ElementType.Float32), scale);
}
