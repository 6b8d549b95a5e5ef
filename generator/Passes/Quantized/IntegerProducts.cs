using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Convolutions and matrix products of dequantised 8-bit tensors become the exact product of the integers, which stands for real numbers by
/// the product of the scales; so does a bias in the same units.
/// </summary>
static class IntegerProducts
{
    /// <summary>A bias whose scale is the product of the others but for the rounding of whoever wrote it.</summary>
    const double SameScale = 1e-6;

    public static Value? Conv(GraphRewriter rewriter, Node node)
    {
        if (node.Op != Ops.Conv.Op || Dequantized.Of(node.Input(0)) is not { IsByte: true, IsPerTensor: true } x) return null;
        if (Dequantized.Of(node.Input(1)) is not { IsByte: true } w || !(w.IsPerTensor || w.Axis == 0)) return null;
        var sum = rewriter.Insert(node, ConvInteger.Op, node.Attributes, x.Integers, w.Integers, Zero(rewriter, x, null),
            Zero(rewriter, w, null)).Output;
        var y = LowerDequantize.Real(rewriter, node, sum, Scales(x, w), w.IsPerTensor ? 0 : 1);
        if (!node.Has(2)) return y;
        // A bias along the channels, then as wide as the sum.
        int[] wide = [node.Input(2).Shape.Count, .. Enumerable.Repeat(1, node.Output.Shape.Rank - 2)];
        var shape = new ReshapeAttributes(wide);
        var added = Dequantized.Of(node.Input(2)) is { Element: ElementType.Int32, HasZero: false } bias && Units(bias, Scales(x, w))
            ? rewriter.Insert(node, Arithmetic.Add, OpAttributes.None, sum, rewriter.Insert(node, Reshape.Op, shape, bias.Integers).Output).Output
            : null;
        if (added is null) return rewriter.Insert(node, Arithmetic.Add, OpAttributes.None, y,
            rewriter.Insert(node, Reshape.Op, shape, node.Input(2)).Output).Output;
        rewriter.Remove(y.Producer!);
        return LowerDequantize.Real(rewriter, node, added, Scales(x, w), w.IsPerTensor ? 0 : 1);
    }

    public static Value? MatMul(GraphRewriter rewriter, Node node)
    {
        if (node.Op != Ops.MatMul.Op || Dequantized.Of(node.Input(0)) is not { IsByte: true } a
            || Dequantized.Of(node.Input(1)) is not { IsByte: true } b) return null;
        var (attributes, rank) = (node.AttributesAs<MatMulAttributes>(), node.Output.Shape.Rank);
        if (a.Integers.Shape.Rank < 2 || b.Integers.Shape.Rank < 2) return null;
        int rows = a.Integers.Shape.Rank - (attributes.TransposeA ? 1 : 2), columns = b.Integers.Shape.Rank - (attributes.TransposeB ? 2 : 1);
        if (!(a.IsPerTensor || (b.IsPerTensor && a.Axis == rows)) || !(b.IsPerTensor || b.Axis == columns)) return null;
        var sum = rewriter.Insert(node, MatMulInteger.Op, attributes, a.Integers, b.Integers,
            Zero(rewriter, a, attributes.TransposeA ? null : a.Integers.Shape),
                Zero(rewriter, b, attributes.TransposeB ? b.Integers.Shape : null)).Output;
        return LowerDequantize.Real(rewriter, node, sum, Scales(a, b), !a.IsPerTensor ? rank - 2 : !b.IsPerTensor ? rank - 1 : 0);
    }

    /// <summary>The sum of an integer product and of a constant in the same units.</summary>
    public static Value? Bias(GraphRewriter rewriter, Node node)
    {
        if (node.Op != Arithmetic.Add || node.Inputs.Count != 2) return null;
        return Sum(node.Input(0), node.Input(1)) ?? Sum(node.Input(1), node.Input(0));

        Value? Sum(Value product, Value constant)
        {
            if (Dequantized.Of(product) is not { Element: ElementType.Int32, HasZero: false } y
                || !product.Shape.Equals(node.Output.Shape)) return null;
            if (Dequantized.Of(constant) is not { Element: ElementType.Int32, HasZero: false, Integers.IsConstant: true } bias
                || !Units(bias, y.Scales)) return null;
            // Scales along an axis must be those of the bias along the same.
            if (!y.IsPerTensor && (bias.IsPerTensor || bias.Axis - constant.Shape.Rank != y.Axis - product.Shape.Rank)) return null;
            var sum = rewriter.Insert(node, Arithmetic.Add, OpAttributes.None, y.Integers, bias.Integers).Output;
            return LowerDequantize.Real(rewriter, node, sum, y.Scales, y.Axis);
        }
    }

    /// <summary>Zero points beside the product; those along an axis that is not an operand's last get axes of size 1 behind them.</summary>
    static Value? Zero(GraphRewriter rewriter, Dequantized operand, Shape? shape)
    {
        if (!operand.HasZero) return null;
        var zeros = operand.Zeros!;
        if (shape is not null && zeros.Count > 1) zeros = zeros.Reshape(new Shape([zeros.Count,
            .. Enumerable.Repeat(1, shape.Rank - 1 - operand.Axis)]));
        return rewriter.Constant(operand.Node.Name + ".zero", zeros);
    }

    /// <summary>The products of the scales in float32; at most one of the two has several.</summary>
    static Tensor Scales(Dequantized a, Dequantized b)
    {
        var (many, one) = a.IsPerTensor ? (b, a.Scale) : (a, b.Scale);
        var products = new Tensor(ElementType.Float32, many.IsPerTensor ? Shape.Scalar : new Shape(many.Scales.Count));
        for (var i = 0; i < products.Count; i++) products.Span<float>()[i] = (float)(many.Scales.Span<float>()[i] * one);
        return products;
    }

    static bool Units(Dequantized bias, Tensor scales)
    {
        if (!bias.IsPerTensor && bias.Scales.Count != scales.Count && scales.Count != 1) return false;
        for (var i = 0; i < Math.Max(bias.Scales.Count, scales.Count); i++)
        {
            double own = bias.Scales.GetDouble(bias.IsPerTensor ? 0 : i), wanted = scales.GetDouble(scales.Count == 1 ? 0 : i);
            if (Math.Abs(own - wanted) > SameScale * wanted) return false;
        }
        return true;
    }
}
