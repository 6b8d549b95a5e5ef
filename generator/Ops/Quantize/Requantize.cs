using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// An exact int32 sum times a scale (input 1, broadcast to it), as an integer of the zero point's type (input 2): what stands behind every
/// integer product. The sum is rounded to float32, then the product; it is cut to the type's range before it is rounded half to even.
/// </summary>
static class Requantize
{
    public static readonly Op Op = new("Requantize")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1), context.Tensor(2))],
        Lower = node => [LoopNest.Over(node.Output, axes => IntegerRange.Round(
            Expr.Cast(Expr.Element(node.Input(0), axes), ElementType.Float32) * Broadcasting.Load(node.Input(1), axes),
                ZeroPoints.At(node.Input(2), axes)))],
    };

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (sum, scale, zero) = (context.Type(0), context.Type(1), context.Type(2));
        if (sum.Element != ElementType.Int32 || scale.Element != ElementType.Float32) throw new ModelException($"{sum} cannot be scaled by {scale}");
        if (!Shape.Broadcast(sum.Shape, scale.Shape).Equals(sum.Shape) || zero.Shape.Count != 1)
            throw new ModelException($"a scale of {scale.Shape} and a zero point of {zero.Shape} do not fit {sum.Shape}");
        IntegerRange.Of(zero.Element);
        return [new TensorType(zero.Element, sum.Shape)];
    }

    static Tensor Evaluate(Tensor sum, Tensor scale, Tensor zero)
    {
        var output = new Tensor(zero.Element, sum.Shape);
        var (offsets, scales, z) = (Broadcasting.Offsets(scale.Shape, sum.Shape), scale.ToFloats(), zero.GetInt64(0));
        for (var i = 0; i < sum.Count; i++)
            output.SetInt64(i, IntegerRange.Round((float)sum.GetInt64(i) * scales[offsets?[i] ?? i], z, zero.Element));
        return output;
    }
}
