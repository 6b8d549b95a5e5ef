using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The choice among the kernels for products of matrices. Null: none fits, and the loop nest is compiled instead.</summary>
static class MatMulKernels
{
    public static MatMulKernel? For(Node node)
    {
        var (a, b, shape) = (node.Input(0), node.Input(1), MatMulShape.Of(node));
        if (a.Element != ElementType.Float32 || a.IsConstant || shape.VectorB || shape.Output.Count == 0 || shape.K == 0) return null;
        if (b.IsConstant) return b.Shape.Rank == 2 ? new MatMulPanelKernel(shape, a, b.Constant!, node.Output) : null;
        // Columns that are not neighbours would be gathered one by one.
        return a == b || shape.TransposeB ? null : new MatMulRowsKernel(shape, a, b, node.Output);
    }
}
