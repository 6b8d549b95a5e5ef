using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A QuantizeLinear behind DequantizeLinear becomes a change of scale; one behind the sum or product of two of them, or behind the average of
/// one, a step from integers to integers that needs no tensor of floats.
/// </summary>
static class FuseQuantize
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (Quantizer.Of(node) is not { } q) continue;
            if (Dequantized.Of(q.Real) is { } x) Rescale(rewriter, q, x);
            else if (q.Real.Producer is { Inputs.Count: 2 } maker && Dequantized.Of(maker.Inputs[0]) is { } a && Dequantized.Of(maker.Inputs[1]) is { } b)
                Combine(rewriter, q, maker, a, b);
            else if (q.Real.MadeBy(Pool.Average) is { } pool && Dequantized.Of(pool.Input(0)) is { IsPerTensor: true, IsSmall: true } averaged)
                Average(rewriter, q, pool, averaged);
        }
    }

    static void Rescale(GraphRewriter rewriter, Quantizer q, Dequantized x)
    {
        if (x.IsPerTensor && x.Element == q.Element && x.Scale == q.Scale && x.Zero == q.Zero.GetInt64(0)) rewriter.Bypass(q.Node, x.Integers);
        else if (x.Element == ElementType.Int32)
        {
            if (!x.IsPerTensor && x.HasZero) return;
            var sum = x.Integers;
            if (x.HasZero) sum = rewriter.Insert(q.Node, Arithmetic.Sub, OpAttributes.None, sum, rewriter.Constant(q.Node.Name + ".zero", x.Zeros!.Reshape(Shape.Scalar))).Output;
            rewriter.Substitute(q.Node, Requantize.Op, OpAttributes.None, sum, rewriter.Constant(q.Node.Name + ".scale", Quotients(x, q)), Zero(rewriter, q));
        }
    }

    /// <summary>The scales over the result's, along their axis.</summary>
    static Tensor Quotients(Dequantized x, Quantizer q)
    {
        var shape = x.IsPerTensor ? Shape.Scalar : new Shape([x.Scales.Count, .. Enumerable.Repeat(1, x.Integers.Shape.Rank - 1 - x.Axis)]);
        return Tensor.Floats(shape, [.. x.Scales.ToFloats().Select(scale => (float)(scale / q.Scale))]);
    }

    static void Combine(GraphRewriter rewriter, Quantizer q, Node maker, Dequantized a, Dequantized b)
    {
        if (!a.IsPerTensor || !b.IsPerTensor) return;
        var op = maker.Op == Arithmetic.Add ? QuantizedArithmetic.Sum
            : maker.Op == Arithmetic.Sub ? QuantizedArithmetic.Difference
            : maker.Op == Arithmetic.Mul ? QuantizedArithmetic.Product
            : null;
        if (op is null) return;
        rewriter.Substitute(q.Node, op, OpAttributes.None,
            a.Integers, Scale(rewriter, q, a.Scale), Zero(rewriter, q, a), b.Integers, Scale(rewriter, q, b.Scale), Zero(rewriter, q, b),
            Scale(rewriter, q, q.Scale), Zero(rewriter, q));
    }

    static void Average(GraphRewriter rewriter, Quantizer q, Node pool, Dequantized x)
    {
        var attributes = pool.AttributesAs<PoolAttributes>();
        if (attributes.Counts(x.Integers.Shape).Contains(0)) return;
        rewriter.Substitute(q.Node, QuantizedAverage.Op, attributes,
            x.Integers, Scale(rewriter, q, x.Scale), Zero(rewriter, q, x), Scale(rewriter, q, q.Scale), Zero(rewriter, q));
    }

    static Value Scale(GraphRewriter rewriter, Quantizer q, float number) =>
        rewriter.Constant(q.Node.Name + ".scale", Tensor.Floats(Shape.Scalar, number));

    static Value Zero(GraphRewriter rewriter, Quantizer q, Dequantized x)
    {
        var zero = new Tensor(x.Element, Shape.Scalar);
        zero.SetInt64(0, x.Zero);
        return rewriter.Constant(q.Node.Name + ".zero", zero);
    }

    static Value Zero(GraphRewriter rewriter, Quantizer q) => rewriter.Constant(q.Node.Name + ".zero", q.Zero);
}
