using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A product with a constant matrix, in panels of 16 columns; with one row of a it is bound by the reading of those.</summary>
sealed class MatMulPanelKernel : MatMulKernel
{
    readonly Panels _panels;

    public MatMulPanelKernel(MatMulShape shape, Value a, Tensor b, Value y) : base(shape, a, y)
    {
        _panels = new(1, shape.K, shape.N);
        var numbers = b.ToFloats();
        Weights = [_panels.Pack((_, k, n) => numbers[shape.TransposeB ? n * shape.K + k : k * shape.N + n])];
    }

    public override string Name => Product.M == 1 && Product.Batch.Count == 1 ? "f32-matmul-vector" : "f32-matmul-panels";

    public override IReadOnlyList<Tensor> Weights { get; }

    protected override ProductWeights Weigh(KernelWriter writer) => new PanelWeights(_panels, writer.Weight(0));
    protected override bool SameForAllBatches => true;
}
