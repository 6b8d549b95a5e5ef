using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Self-attention of several heads whose projection is a product of 8-bit integers: queries, keys and values are
/// (x - zero) * (w - zero) * scales + bias, and what follows is in float32. com.microsoft: QAttention, whose masks are those of its Attention.
/// </summary>
static class QAttention
{
    // x: B x S x I, weights: I x 3H, bias: 3H, their scales, mask, zero points, past: 2 x B x heads x P x H/heads
    const int X = 0, Weights = 1, Bias = 2, XScale = 3, WeightScale = 4, Mask = 5, XZero = 6, WeightZero = 7, Past = 8;

    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("com.microsoft", "QAttention", 1, Import)];

    static Value?[] Import(OnnxNode node)
    {
        var heads = Window.Narrow([node.Int("num_heads")])[0];
        foreach (var flag in (string[])["do_rotary", "past_present_share_buffer"])
            if (node.Int(flag, 0) != 0) throw new ModelException($"attribute '{flag}' is {node.Int(flag)}", "0 is known");
        var (x, hidden) = (node.Input(X).Shape, node.Input(Bias).Shape.Count / 3);
        if (x.Rank != 3 || heads < 1 || hidden % heads != 0 || !node.Input(Weights).Shape.Equals(new Shape(x[2], 3 * hidden)))
            throw new ModelException($"x of {x}, weights of {node.Input(Weights).Shape}, {3 * hidden} biases and {heads} heads do not fit together");
        int batch = x[0], queries = x[1], depth = hidden / heads;

        // B x S x 3H -> 3 x B x heads x S x depth
        var parts = Transpose.To(node, Reshape.To(node, Projected(node), batch, queries, 3, heads, depth), 2, 0, 3, 1, 4);
        Value q = Part(parts, 0), k = Part(parts, 1), v = Part(parts, 2);
        if (node.Has(Past))
        {
            k = node.Add(Concat.Op, new ConcatAttributes(2), Part(node.Input(Past), 0), k);
            v = node.Add(Concat.Op, new ConcatAttributes(2), Part(node.Input(Past), 1), v);
        }

        var scale = node.Float("scale", 0) is not 0 and var given ? given : (float)(1 / Math.Sqrt(depth));
        var scores = node.Add(MatMul.Op, new MatMulAttributes(TransposeB: true), q, k);
        scores = node.Add(Arithmetic.Mul, scores, node.Scalar(ElementType.Float32, scale));
        foreach (var penalty in Penalties(node, queries, k.Shape[2])) scores = node.Add(Arithmetic.Add, scores, penalty);
        var y = node.Add(MatMul.Op, new MatMulAttributes(), Softmax.Of(node, scores, new([3])), v);
        y = Reshape.To(node, Transpose.To(node, y, 0, 2, 1, 3), batch, queries, hidden);
        return node.WantsOutput(1) ? [y, node.Add(Concat.Op, new ConcatAttributes(0), Stacked(k), Stacked(v))] : [y];

        Value Part(Value all, int part) => Reshape.To(node,
            node.Add(Slice.Op, SliceAttributes.Whole(all.Shape).Along(0, part, 1, 1), all), [.. all.Shape.Sizes.Skip(1)]);

        Value Stacked(Value part) => Reshape.To(node, part, [1, .. part.Shape.Sizes]);
    }

    static Value Projected(OnnxNode node)
    {
        var sum = MatMulInteger.Add(node, node.Input(X), node.InputOrNull(XZero), node.Input(Weights), node.InputOrNull(WeightZero));
        var scales = node.Add(Arithmetic.Mul, node.Input(XScale), node.Input(WeightScale));
        var product = node.Add(Arithmetic.Mul, node.Add(Cast.Op, new CastAttributes(ElementType.Float32), sum), scales);
        return node.Add(Arithmetic.Add, product, node.Input(Bias));
    }

    /// <summary>What is added to the scores of keys that do not count, each as B x 1 x S x T or broadcast to it.</summary>
    static IEnumerable<Value> Penalties(OnnxNode node, int queries, int keys)
    {
        var filter = node.Scalar(ElementType.Float32, node.Float("mask_filter_value", -10000));
        var none = node.Scalar(ElementType.Float32, 0);
        if (node.Has(Mask)) yield return node.Add(Where.Op, Counts(node, node.Input(Mask), queries, keys), none, filter);
        if (node.Int("unidirectional", 0) == 0) yield break;
        var later = new Tensor(ElementType.Bool, new Shape(queries, keys));
        for (var i = 0; i < later.Count; i++) later.SetInt64(i, i % keys - (keys - queries) <= i / keys ? 1 : 0);
        yield return node.Add(Where.Op, node.Constant(later), none, filter);
    }

    /// <summary>
    /// Which keys count, as B x 1 x S x T or broadcast to it. Masks of T keys: whether each counts (B x T), whether it does for a query
    /// (B x S x T, or of a square of M x M the last S queries and first T keys: B x 1 x M x M), how many do (B), which stretch does (2B: all
    /// ends, then all starts), or, of batches packed into a row, how many do (3B + 2: lengths, then where queries and keys begin).
    /// </summary>
    static Value Counts(OnnxNode node, Value mask, int queries, int keys)
    {
        var batch = node.Input(X).Shape[0];
        var shape = mask.Shape;
        if (shape.Equals(new Shape(batch, keys))) return Truth(mask, batch, 1, 1, keys);
        if (shape.Equals(new Shape(batch, queries, keys))) return Truth(mask, batch, 1, queries, keys);
        if (shape.Rank == 4 && shape.Equals(new Shape(batch, 1, shape[3], shape[3])) && shape[3] >= keys)
            return Truth(node.Add(Slice.Op, SliceAttributes.Whole(shape).Along(2, keys - queries, 1, queries).Along(3, 0, 1, keys), mask), batch, 1,
                queries, keys);
        if (shape.Equals(new Shape(batch)) || shape.Equals(new Shape(3 * batch + 2))) return Before(0);
        if (shape.Equals(new Shape(2 * batch)))
            return node.Add(Logic.And, Before(0), node.Add(Logic.Not, Before(batch)));
        throw new ModelException($"a mask of {shape} is none of those of {batch} batches with {queries} queries and {keys} keys",
            $"masks of {batch}, {2 * batch}, {3 * batch + 2}, {batch} x {keys}, {batch} x {queries} x {keys} and {batch} x 1 x M x M are known");

        // Keys before the place that the mask has for each batch.
        Value Before(int from)
        {
            var ends = shape.Count == batch ? mask : node.Add(Slice.Op, SliceAttributes.Whole(shape).Along(0, from, 1, batch), mask);
            var positions = node.Constant(Tensor.Of(ElementType.Int32, new Shape(keys), [.. Enumerable.Range(0, keys)]));
            return node.Add(Logic.Less, positions, Reshape.To(node, ends, batch, 1, 1, 1));
        }

        Value Truth(Value numbers, params int[] sizes) => Reshape.To(node, node.Add(Cast.Op, new CastAttributes(ElementType.Bool), numbers), sizes);
    }
}
