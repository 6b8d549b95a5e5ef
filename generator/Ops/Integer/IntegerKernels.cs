using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// The choice among the kernels for products of bytes: constant weights with constant zero points, and activations that share one. Null: none
/// fits, and the loop nest that says the same is compiled instead.
/// </summary>
static class IntegerKernels
{
    public static Kernel? ForConv(Node node)
    {
        var (x, w) = (node.Input(0), node.Input(1));
        if (ActivationZero.Of(node, 2) is not { } zero || Weights(node, 3, w.Shape.Count / Math.Max(1, w.Shape[0])) is not { } weight) return null;
        if (x.IsConstant || node.Output.Shape.Count == 0 || x.Shape.Count == 0 || w.Shape.Count == 0) return null;
        return ForConv(ConvShape.Of(node), x, zero, node.Output, weight);
    }

    public static Kernel ForConv(ConvShape shape, Value x, ActivationZero zero, Value y, Func<int, int> weight) =>
        ConvIntegerDepthwiseKernel.Fits(shape, weight) ? new ConvIntegerDepthwiseKernel(shape, x, zero, y, weight)
            : new ConvIntegerPanelKernel(shape, x, zero, y, weight);

    public static Kernel? ForMatMul(Node node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        var shape = MatMulShape.Of(node);
        if (ActivationZero.Of(node, 2) is not { } zero || b.Shape.Rank != 2 || Weights(node, 3, 0) is not { } weight) return null;
        if (a.IsConstant || shape.TransposeA || shape.Output.Count == 0 || shape.K == 0) return null;
        var unrolled = zero.Known is not { } known ? null : MatMulUnrolledKernel.For(shape, a, node.Output, known,
            (k, n) => weight(shape.TransposeB ? n * shape.K + k : k * shape.N + n), isa => MatMulIntegerKernel.CyclesOfRow(isa, shape));
        return (Kernel?)unrolled ?? new MatMulIntegerKernel(shape, a, zero, node.Output, weight);
    }

    /// <summary>The constant weights less their zero points.</summary>
    /// <param name="node">The product; its second operand are the weights.</param>
    /// <param name="zeros">The place of their zero points among its inputs.</param>
    /// <param name="filter">How many weights in a row share a zero point; 0: as a row of zero points is broadcast to a matrix.</param>
    static Func<int, int>? Weights(Node node, int zeros, int filter)
    {
        if (node.Input(1).Constant is not { } w || (node.Has(zeros) && !node.Input(zeros).IsConstant)) return null;
        if (!node.Has(zeros)) return i => (int)w.GetInt64(i);
        var zero = node.Input(zeros).Constant!;
        if (zero.Count == 1) return i => (int)(w.GetInt64(i) - zero.GetInt64(0));
        if (filter > 0) return i => (int)(w.GetInt64(i) - zero.GetInt64(i / filter));
        var offsets = Broadcasting.Offsets(zero.Shape, w.Shape);
        return i => (int)(w.GetInt64(i) - zero.GetInt64(offsets is null ? i : offsets[i]));
    }
}
