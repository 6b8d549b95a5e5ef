using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A product of two matrices that are known only at run time: b is read in place, so the elements of its rows must be neighbours.</summary>
sealed class MatMulRowsKernel(MatMulShape shape, Value a, Value b, Value y) : MatMulKernel(shape, a, y)
{
    public override string Name => "f32-matmul-rows";
    public override IReadOnlyList<Value> Inputs => [A, b];
    public override Value? Right => Product.TransposeA || Product.VectorA ? null : b;
    public override int UnitAxisOf(Value input) => input == b ? b.Shape.Rank - 1 : -1;

    public override ProductKernel OfRows(Value left, Value right, Value output) =>
        new MatMulRowsKernel(new(MatMulShape.BatchOf(left.Shape), MatMulShape.BatchOf(right.Shape), left.Shape[left.Shape.Rank - 2], Product.K,
            Product.N,
            TransposeA: false, TransposeB: false, VectorA: false, VectorB: false), left, right, output);

    protected override ProductWeights Weigh(KernelWriter writer)
    {
        var operand = writer[b];
        var batches = Enumerable.Range(0, Product.Batch.Rank).Select(axis => Product.StepOf(operand.Layout, Product.BatchB, axis)).ToList();
        return new MatrixWeights(operand.Name, Product.K, Product.N, operand.Layout.Strides[b.Shape.Rank - 2], batches);
    }

    protected override bool SameForAllBatches => Product.BatchB.Count == 1;
}
