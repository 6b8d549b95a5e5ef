using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A convolution as a tiled product: inputs are broadcast, so that they may lie in any order; weights are panels of 16 output channels.
/// 1x1 kernels of stride 1 (pointwise) walk all pixels of a picture as one row, where all operands lie so.
/// </summary>
sealed class ConvPanelKernel : ConvKernel
{
    readonly Panels _panels;
    readonly PanelRows? _rows;
    readonly bool _hasBias, _hasDots;

    public ConvPanelKernel(ConvShape shape, Value x, Value y, Tensor weights, Tensor? bias) : base(shape, x, y)
    {
        _panels = new(shape.Groups, shape.Taps * shape.GroupInputs, shape.GroupOutputs);
        var w = weights.ToFloats();
        var columns = shape.IsPointwise ? shape.Output.Aggregate(1, (a, b) => a * b) : shape.Output[shape.SpatialAxes - 1];
        _rows = RowChoice.For(_panels, (k, channel) => Weight(0, k, channel), y.Shape.Count / shape.OutputChannels / columns, columns);
        var packed = _rows is null ? _panels.Pack(Weight) : _panels.Pack(_rows, (k, channel) => Weight(0, k, channel));
        _hasDots = _rows is null && DotTiles.Pay(_panels, y.Shape.Count / shape.OutputChannels / columns, columns, shape.GroupInputs);
        _hasBias = bias is not null;
        List<Tensor> all = [packed];
        if (_hasBias) all.Add(_panels.PackBias(bias!.ToFloats()));
        if (_hasDots) all.Add(_panels.PackOutputs((k, channel) => Weight(0, k, channel)));
        Weights = all;

        float Weight(int group, int k, int channel) =>
            w[((group * shape.GroupOutputs + channel) * shape.GroupInputs + k % shape.GroupInputs) * shape.Taps + k / shape.GroupInputs];
    }

    public override string Name => $"f32-conv-{Convolution}-{(Convolution.IsPointwise ? "pointwise" : "direct")}{(_rows is null ? "" : "-sparse")}";

    public override long MultiplyAdds => _panels.Stored(base.MultiplyAdds, _rows);

    public override IReadOnlyList<Tensor> Weights { get; }

    public override bool ReadsBare(Value input, Layout layout) => input == X && _rows is null && EdgeWindows.Pay(Convolution, layout);

    public override void Emit(KernelWriter writer)
    {
        var input = writer[X];
        var product = Product(writer, input);
        if (input.IsBare)
            product = product with { Edges = new(Convolution, input, window => Product(writer, window) with { Origin = 0 }) };
        product.Write(writer, Name);
    }

    TiledProduct Product(KernelWriter writer, Operand input)
    {
        var output = writer[Results[0]];
        var strides = input.Layout.Strides;
        var walk = new ConvWalk(Convolution, writer, input, output, Epilogue);
        return new()
        {
            Input = input,
            Output = output,
            ChannelAxis = 1,
            Outer = walk.Outer,
            Row = walk.Row,
            Column = walk.Column,
            Depth = TiledProduct.Merge([.. walk.Taps, new(Convolution.GroupInputs, strides[1])]),
            Origin = walk.Origin,
            GroupStep = walk.GroupStep,
            PlaceOfDepth = k => Convolution.TapPlace(k / Convolution.GroupInputs, strides) + k % Convolution.GroupInputs * strides[1],
            Weights = PanelWeights.Of(_panels, _rows, writer.Weight(0)),
            Dots = _hasDots ? writer.Weight(Weights.Count - 1) : null,
            Bias = _hasBias ? writer.Weight(1) : null,
            Epilogue = Epilogue,
        };
    }
}
