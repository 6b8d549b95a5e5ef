using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>The sizes of a product: (BatchA) M x K times (BatchB) K x N; a vector operand's missing axis is left out of the output.</summary>
sealed record MatMulShape(Shape BatchA, Shape BatchB, int M, int K, int N, bool TransposeA, bool TransposeB, bool VectorA, bool VectorB)
{
    public Shape Batch { get; } = Shape.Broadcast(BatchA, BatchB);

    public Shape Output => new(Batch.Dimensions.Concat(VectorA ? [] : [(Dimension)M]).Concat(VectorB ? [] : [(Dimension)N]).ToEquatableArray());

    public static MatMulShape Of(Node node)
    {
        Shape a = node.Input(0).Shape, b = node.Input(1).Shape;
        var attributes = node.AttributesAs<MatMulAttributes>();
        if (a.Rank == 0 || b.Rank == 0) throw new ModelException($"shapes {a} and {b} are no matrices");
        bool vectorA = a.Rank == 1, vectorB = b.Rank == 1;
        bool transposeA = attributes.TransposeA && !vectorA, transposeB = attributes.TransposeB && !vectorB;
        var (m, k) = vectorA ? (1, a[0]) : (a[a.Rank - 2], a[a.Rank - 1]);
        var (inner, n) = vectorB ? (b[0], 1) : (b[b.Rank - 2], b[b.Rank - 1]);
        if (transposeA) (m, k) = (k, m);
        if (transposeB) (inner, n) = (n, inner);
        if (k != inner) throw new ModelException($"shapes {a} and {b} do not multiply: {k} columns meet {inner} rows");
        return new(BatchOf(a), BatchOf(b), m, k, n, transposeA, transposeB, vectorA, vectorB);
    }

    public static Shape BatchOf(Shape shape) => new(shape.Dimensions.Take(Math.Max(0, shape.Rank - 2)).ToEquatableArray());
}
