using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A convolution of bytes as a tiled product: a run is a tap's channels, or, where there is one channel, a row of taps. 1x1 kernels of
/// stride 1 (pointwise) walk all pixels of a picture as one row, where all operands lie so.
/// </summary>
sealed class ConvIntegerPanelKernel : ConvIntegerKernel
{
    readonly PackedBytes _packed;

    /// <summary>Of a single channel, the taps of a row are neighbours.</summary>
    readonly bool _rowRuns;

    /// <param name="shape">The convolution.</param>
    /// <param name="x">The activations.</param>
    /// <param name="zero">Their zero point.</param>
    /// <param name="y">The sums.</param>
    /// <param name="weight">A weight less its zero point, by its place in the row-major tensor of weights.</param>
    public ConvIntegerPanelKernel(ConvShape shape, Value x, ActivationZero zero, Value y, Func<int, int> weight) : base(shape, x, zero, y)
    {
        var last = shape.SpatialAxes - 1;
        _rowRuns = shape.InputChannels == 1 && shape.Dilations[last] == 1;
        int run = _rowRuns ? shape.Kernel[last] : shape.GroupInputs, runs = shape.Taps * shape.GroupInputs / run;
        _packed = PackedBytes.Pack(shape.Groups, runs, run, shape.GroupOutputs, (group, tap, place, channel) =>
        {
            var (c, r) = _rowRuns ? (0, tap * run + place) : (place, tap);
            return weight(((group * shape.GroupOutputs + channel) * shape.GroupInputs + c) * shape.Taps + r);
        });
        Starts = new(zero, _packed.Sums, _packed.Panels.Channels, _packed.Panels.PaddedChannels);
    }

    public override string Name =>
        $"{Element}-conv-{Convolution}-{(Convolution.IsPointwise ? "pointwise" : "direct")}{(_packed.Rows is null ? "" : "-sparse")}";

    protected override SumStarts Starts { get; }
    public override IReadOnlyList<Tensor> Weights => _packed.With(Starts);
    public override long MultiplyAdds => _packed.Stored(base.MultiplyAdds);
    public override ProductForms Forms => _packed.Proof.Shares;

    public override int UnitAxisOf(Value input) => input != X ? -1 : _rowRuns ? X.Shape.Rank - 1 : 1;

    protected override int ColumnsOverrun => _rowRuns ? _packed.Panels.Overrun
        : (_packed.Panels.Overrun + Convolution.InputChannels - 1) / Convolution.InputChannels;

    public override int ScratchBytesWith(Func<Value, Layout> layoutOf) => ScratchBytes + PlanesIn(layoutOf(X).Strides).Bytes;

    ActivationPlanes PlanesIn(IReadOnlyList<int> strides)
    {
        int last = Convolution.SpatialAxes - 1, column = last > 0 && Convolution.Output[last] == 1 ? last - 1 : last;
        var reach = (Convolution.Groups - 1) * Convolution.GroupInputs * strides[1] + _packed.Panels.QuadsOfRun * BytePanels.Quad
            + Enumerable.Range(0, last + 1).Sum(axis => (Convolution.Kernel[axis] - 1) * Convolution.Dilations[axis] * strides[axis + 2]);
        var picture = reach + Enumerable.Range(0, last + 1).Sum(axis => (Convolution.Output[axis] - 1) * Step(axis));
        return ActivationPlanes.For(X.Element == ElementType.Int8, !_packed.Proof.HasWide, picture, reach + (ByteTile.PixelsEver - 1) * Step(column));

        int Step(int axis) => Convolution.Strides[axis] * strides[axis + 2];
    }

    public override void Emit(KernelWriter writer) => new ByteProductWriter(writer, Product(writer)).Write(Name);

    ByteProduct Product(KernelWriter writer)
    {
        Operand input = writer[X], output = writer[Results[0]];
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
            Depth = ByteProduct.Quads(_packed.Panels, _rowRuns ? walk.Taps.Take(walk.Taps.Count - 1) : walk.Taps),
            Origin = walk.Origin,
            GroupStep = walk.GroupStep,
            Panels = _packed.Panels,
            Rows = _packed.Rows,
            PlaceOfQuad = quad => PlaceOfQuad(quad, strides),
            Weights = writer.Weight(0),
            Starts = Starts,
            Proof = _packed.Proof,
            ProofOfQuads = _packed.Proof.OfQuads is null ? null : writer.Weight(2),
            Planes = PlanesIn(strides),
            Epilogue = Epilogue,
        };
    }

    /// <summary>Both passes of weights of nine bits read the same activations.</summary>
    int PlaceOfQuad(int quad, IReadOnlyList<int> strides)
    {
        var (run, inRun) = (quad / _packed.Panels.QuadsOfRun % _packed.Panels.Runs, quad % _packed.Panels.QuadsOfRun * BytePanels.Quad);
        return Convolution.TapPlace(_rowRuns ? run * _packed.Panels.Run : run, strides) + inRun;
    }
}
