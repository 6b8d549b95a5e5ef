using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A product with a constant matrix, in panels of 16 columns; with one row of a it is bound by the reading of those.</summary>
sealed class MatMulPanelKernel : MatMulKernel
{
    readonly Panels _panels;
    readonly PanelRows? _rows;

    public MatMulPanelKernel(MatMulShape shape, Value a, Tensor b, Value y) : base(shape, a, y)
    {
        _panels = new(1, shape.K, shape.N);
        var numbers = b.ToFloats();
        _rows = RowChoice.For(_panels, Weight, 1, y.Shape.Count / shape.N);
        var packed = _rows is null ? _panels.Pack((_, k, n) => Weight(k, n)) : _panels.Pack(_rows, Weight);
        var hasDots = _rows is null && !shape.TransposeA && DotTiles.Pay(_panels, 1, y.Shape.Count / shape.N, shape.K);
        Weights = hasDots ? [packed, _panels.PackOutputs(Weight)] : [packed];

        float Weight(int k, int n) => numbers[shape.TransposeB ? n * shape.K + k : k * shape.N + n];
    }

    public override string Name =>
        (Product.M == 1 && Product.Batch.Count == 1 ? "f32-matmul-vector" : "f32-matmul-panels") + (_rows is null ? "" : "-sparse");

    public override long MultiplyAdds => _panels.Stored(base.MultiplyAdds, _rows);

    public override IReadOnlyList<Tensor> Weights { get; }

    protected override ProductWeights Weigh(KernelWriter writer) => PanelWeights.Of(_panels, _rows, writer.Weight(0));
    protected override string? Dots(KernelWriter writer) => Weights.Count > 1 ? writer.Weight(1) : null;
    protected override bool SameForAllBatches => true;
}
