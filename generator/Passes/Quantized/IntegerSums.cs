using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Sums and averages of dequantised tensors over axes or windows become exact sums in int32; an average is a smaller scale.</summary>
static class IntegerSums
{
    public static Value? Reduced(GraphRewriter rewriter, Node node)
    {
        if ((node.Op != Reduce.Sum && node.Op != Reduce.Mean) || Small(node.Input(0)) is not { } x) return null;
        var count = x.Integers.Shape.Count / Math.Max(1, node.Output.Shape.Count);
        if (count == 0 || !Fits(x, count)) return null;
        var sum = rewriter.Insert(node, Reduce.Sum, node.Attributes, Wide(rewriter, node, x)).Output;
        return LowerDequantize.Real(rewriter, node, sum, Share(x, node.Op == Reduce.Mean ? count : 1), zero: Total(rewriter, node, x, count));
    }

    public static Value? Pooled(GraphRewriter rewriter, Node node)
    {
        if (node.Op != Pool.Average || Small(node.Input(0)) is not { } x) return null;
        var pool = node.AttributesAs<PoolAttributes>();
        int[] counts = pool.Counts(x.Integers.Shape), inside = (pool with { CountsPads = false }).Counts(x.Integers.Shape);
        if (counts.Length == 0 || counts[0] == 0 || counts.Any(count => count != counts[0]) || !Fits(x, counts[0])) return null;
        if (inside.Any(count => count != counts[0]))
            return LowerDequantize.Real(rewriter, node, PaddedSum(rewriter, node, x, pool), Share(x, counts[0]));
        var sum = rewriter.Insert(node, Pool.Sum, pool with { CountsPads = false }, x.Integers).Output;
        return LowerDequantize.Real(rewriter, node, sum, Share(x, counts[0]), zero: Total(rewriter, node, x, counts[0]));
    }

    /// <summary>The quantised average where border windows are divided by less, so that each place has its scale.</summary>
    public static Value? Bordered(GraphRewriter rewriter, Quantizer q)
    {
        if (q.Real.MadeBy(Pool.Average) is not { } node || Small(node.Input(0)) is not { } x) return null;
        var pool = node.AttributesAs<PoolAttributes>();
        var counts = pool.Counts(x.Integers.Shape);
        if (counts.Any(count => count == 0 || !Fits(x, count))) return null;
        var scales = Tensor.Floats(new Shape(node.Output.Shape.Sizes.Skip(2)), [.. counts.Select(count => (float)((float)(x.Scale / count) / q.Scale))]);
        return rewriter.Insert(q.Node, Requantize.Op, OpAttributes.None, PaddedSum(rewriter, q.Node, x, pool),
            rewriter.Constant(node.Name + ".scale", scales), rewriter.Constant(node.Name + ".zero", q.Zero)).Output;
    }

    /// <summary>Padding adds nothing to a sum, so the zero point goes first.</summary>
    static Value PaddedSum(GraphRewriter rewriter, Node site, Dequantized x, PoolAttributes pool)
    {
        var centred = x.HasZero
            ? rewriter.Insert(site, Arithmetic.Sub, OpAttributes.None, Wide(rewriter, site, x), Number(rewriter, site, x.Zero)).Output
            : x.Integers;
        return rewriter.Insert(site, Pool.Sum, pool with { CountsPads = false }, centred).Output;
    }

    static Dequantized? Small(Value value) => Dequantized.Of(value) is { IsPerTensor: true } x && x.Element.Size() < 4 ? x : null;

    static bool Fits(Dequantized x, int count) => (long)count << (8 * x.Element.Size()) <= int.MaxValue;

    static Value Wide(GraphRewriter rewriter, Node node, Dequantized x) =>
        rewriter.Insert(node, Cast.Op, new CastAttributes(ElementType.Int32), x.Integers).Output;

    static Tensor Share(Dequantized x, int count) => Tensor.Floats(Shape.Scalar, x.Scale / count);

    static Value? Total(GraphRewriter rewriter, Node node, Dequantized x, int count) => x.HasZero ? Number(rewriter, node, count * x.Zero) : null;

    static Value Number(GraphRewriter rewriter, Node node, long number) =>
        rewriter.Constant(node.Name + ".zero", Tensor.Of(ElementType.Int32, Shape.Scalar, (int)number));
}
