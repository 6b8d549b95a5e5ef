using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A QuantizeLinear behind DequantizeLinear becomes a change of scale; one behind the sum or product of two of them, or behind the average or
/// the blend of one, a step from integers to integers that needs no tensor of floats.
/// </summary>
static class FuseQuantize
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (Quantizer.Of(node) is not { } q) continue;
            if (Dequantized.Of(q.Real) is { } x) Rescale(rewriter, q, x);
            else if (q.Real.Producer is { Inputs.Count: 2 } maker && (Combined(rewriter, q, maker) || WithReals(rewriter, q, maker))) continue;
            else if (q.Real.MadeBy(Pool.Average) is { } pool && Dequantized.Of(pool.Input(0)) is { IsPerTensor: true, IsSmall: true } averaged)
                Average(rewriter, q, pool, averaged);
            else if (q.Real.MadeBy(Resize.Op) is { } resize && Dequantized.Of(resize.Input(0)) is { IsPerTensor: true, IsSmall: true } resized)
                Resized(rewriter, q, resize.AttributesAs<ResizeAttributes>(), resized);
        }
    }

    static void Rescale(GraphRewriter rewriter, Quantizer q, Dequantized x)
    {
        if (x.IsPerTensor && x.Element == q.Element && x.Scale == q.Scale && x.Zero == q.Zero.GetInt64(0)) rewriter.Bypass(q.Node, x.Integers);
        else if (x.Element == ElementType.Int32)
        {
            if (!x.IsPerTensor && x.HasZero) return;
            var sum = x.Integers;
            if (x.HasZero)
            {
                var zero = rewriter.Constant(q.Node.Name + ".zero", x.Zeros!.Reshape(Shape.Scalar));
                sum = rewriter.Insert(q.Node, Arithmetic.Sub, OpAttributes.None, sum, zero).Output;
            }
            rewriter.Substitute(q.Node, Requantize.Op, OpAttributes.None, sum, rewriter.Constant(q.Node.Name + ".scale", Quotients(x, q)),
                Zero(rewriter, q));
        }
    }

    /// <summary>The scales over the result's, along their axis.</summary>
    static Tensor Quotients(Dequantized x, Quantizer q) =>
        AlongAxis(x, Tensor.Floats(x.Scales.Shape, [.. x.Scales.ToFloats().Select(scale => (float)(scale / q.Scale))]));

    /// <summary>What belongs to the positions along the axis of the scales, to be broadcast.</summary>
    static Tensor AlongAxis(Dequantized x, Tensor scales) => scales.Reshape(x.IsPerTensor
        ? Shape.Scalar
        : new Shape([scales.Count, .. Enumerable.Repeat(1, x.Integers.Shape.Rank - 1 - x.Axis)]));

    static bool Combined(GraphRewriter rewriter, Quantizer q, Node maker)
    {
        if (Dequantized.Of(maker.Inputs[0]) is not { IsPerTensor: true } a) return false;
        if (Dequantized.Of(maker.Inputs[1]) is not { IsPerTensor: true } b) return false;
        var op = maker.Op == Arithmetic.Add ? QuantizedArithmetic.Sum
            : maker.Op == Arithmetic.Sub ? QuantizedArithmetic.Difference
            : maker.Op == Arithmetic.Mul ? QuantizedArithmetic.Product
            : null;
        if (op is null) return false;
        rewriter.Substitute(q.Node, op, OpAttributes.None,
            a.Integers, Scale(rewriter, q, a.Scale), Zero(rewriter, q, a), b.Integers, Scale(rewriter, q, b.Scale), Zero(rewriter, q, b),
            Scale(rewriter, q, q.Scale), Zero(rewriter, q));
        return true;
    }

    /// <summary>A dequantised tensor with slopes, summands or factors that are known; what follows from one byte alone becomes a table.</summary>
    static bool WithReals(GraphRewriter rewriter, Quantizer q, Node maker)
    {
        var op = maker.Op == Arithmetic.Add ? QuantizedByReals.Sum
            : maker.Op == Arithmetic.Sub ? QuantizedByReals.Difference
            : maker.Op == Arithmetic.Mul ? QuantizedByReals.Product
            : maker.Op == Arithmetic.PRelu ? QuantizedByReals.PRelu
            : null;
        if (op is null) return false;
        var turned = op != QuantizedByReals.PRelu && op != QuantizedByReals.Difference
            && Dequantized.Of(maker.Inputs[1]) is { Integers.IsConstant: false };
        var (first, second) = turned ? (maker.Input(1), maker.Input(0)) : (maker.Input(0), maker.Input(1));
        if (Dequantized.Of(first) is not { } x || !(x.IsSmall || x.Element == ElementType.Int32) || (!x.IsPerTensor && x.HasZero)) return false;
        if (ConstantEvaluator.TryEvaluate(second) is not { Element: ElementType.Float32 } reals || (x.IsByte && reals.Count == 1)) return false;
        rewriter.Substitute(q.Node, op, OpAttributes.None,
            x.Integers, rewriter.Constant(q.Node.Name + ".scale", AlongAxis(x, x.Scales)), Zero(rewriter, q, x),
            rewriter.Constant(q.Node.Name + ".reals", reals), Scale(rewriter, q, q.Scale), Zero(rewriter, q));
        return true;
    }

    static void Average(GraphRewriter rewriter, Quantizer q, Node pool, Dequantized x)
    {
        var attributes = pool.AttributesAs<PoolAttributes>();
        if (attributes.Counts(x.Integers.Shape).Contains(0)) return;
        rewriter.Substitute(q.Node, QuantizedAverage.Op, attributes,
            x.Integers, Scale(rewriter, q, x.Scale), Zero(rewriter, q, x), Scale(rewriter, q, q.Scale), Zero(rewriter, q));
    }

    static void Resized(GraphRewriter rewriter, Quantizer q, ResizeAttributes attributes, Dequantized x)
    {
        if (!QuantizedResize.Fits(attributes, x.Integers.Shape)) return;
        rewriter.Substitute(q.Node, QuantizedResize.Op, attributes,
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
