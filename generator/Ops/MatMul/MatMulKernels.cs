using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The choice among the kernels for products of matrices. Null: none fits, and the loop nest is compiled instead.</summary>
static class MatMulKernels
{
    public static Kernel? For(Node node)
    {
        var (a, b, shape) = (node.Input(0), node.Input(1), MatMulShape.Of(node));
        if (a.Element != ElementType.Float32 || a.IsConstant || shape.VectorB || shape.Output.Count == 0 || shape.K == 0) return null;
        if (b.Constant is { } constant)
        {
            if (b.Shape.Rank != 2) return null;
            var weights = Subnormal.ToZero(constant);
            return (Kernel?)Unrolled(shape, a, weights, node.Output) ?? new MatMulPanelKernel(shape, a, weights, node.Output);
        }
        // Columns that are not neighbours would be gathered one by one.
        return a == b || shape.TransposeB ? null : new MatMulRowsKernel(shape, a, b, node.Output);
    }

    static MatMulUnrolledKernel? Unrolled(MatMulShape shape, Value a, Tensor b, Value y)
    {
        var numbers = b.ToFloats();
        var panels = new PanelWeights(new(1, shape.K, shape.N), "");
        return MatMulUnrolledKernel.For(shape, a, y, 0, (k, n) => numbers[shape.TransposeB ? n * shape.K + k : k * shape.N + n],
            isa => Tiles.LeastCycles(isa, panels, 1, 1));
    }
}
