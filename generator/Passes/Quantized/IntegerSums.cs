using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Sums and means of dequantised tensors over axes become exact sums in int32; a mean is a smaller scale.</summary>
static class IntegerSums
{
    public static Value? Reduced(GraphRewriter rewriter, Node node)
    {
        if ((node.Op != Reduce.Sum && node.Op != Reduce.Mean)
            || Dequantized.Of(node.Input(0)) is not { IsPerTensor: true, IsSmall: true } x) return null;
        var count = x.Integers.Shape.Count / Math.Max(1, node.Output.Shape.Count);
        if (count == 0 || (long)count << (8 * x.Element.Size()) > int.MaxValue) return null;
        var wide = rewriter.Insert(node, Cast.Op, new CastAttributes(ElementType.Int32), x.Integers).Output;
        var sum = rewriter.Insert(node, Reduce.Sum, node.Attributes, wide).Output;
        var scale = Tensor.Floats(Shape.Scalar, node.Op == Reduce.Mean ? x.Scale / count : x.Scale);
        var zero = x.HasZero ? rewriter.Constant(node.Name + ".zero", Tensor.Of(ElementType.Int32, Shape.Scalar, (int)(count * x.Zero))) : null;
        return LowerDequantize.Real(rewriter, node, sum, scale, zero: zero);
    }
}
