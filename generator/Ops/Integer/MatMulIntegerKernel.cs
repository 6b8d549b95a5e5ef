using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A product of bytes with a constant matrix: the rows of a are the pixels, a run is a row.</summary>
sealed class MatMulIntegerKernel : ByteKernel
{
    readonly MatMulShape _shape;
    readonly PackedBytes _packed;

    /// <param name="shape">The product; a's rows are neighbours.</param>
    /// <param name="a">The activations.</param>
    /// <param name="zero">Their zero point.</param>
    /// <param name="y">The sums.</param>
    /// <param name="weight">A weight less its zero point, by its place in the row-major matrix.</param>
    public MatMulIntegerKernel(MatMulShape shape, Value a, ActivationZero zero, Value y, Func<int, int> weight) : base(a, zero, y)
    {
        _shape = shape;
        _packed = PackedBytes.Pack(1, 1, shape.K, shape.N, (_, _, k, n) => weight(shape.TransposeB ? n * shape.K + k : k * shape.N + n));
        Starts = new(zero, _packed.Sums, _packed.Panels.Channels, _packed.Panels.PaddedChannels);
    }

    public override string Name =>
        $"{Element}-matmul-{(_shape.M == 1 && _shape.Batch.Count == 1 ? "vector" : "panels")}{(_packed.Rows is null ? "" : "-sparse")}";

    protected override SumStarts Starts { get; }
    public override IReadOnlyList<Tensor> Weights => _packed.With(Starts);
    public override ProductForms Forms => _packed.Proof.Shares;
    public override long MultiplyAdds => _packed.Stored((long)Y.Shape.Count * _shape.K);
    public override int UnitAxisOf(Value input) => input == X ? X.Shape.Rank - 1 : -1;
    public override int OutputUnitAxis => Y.Shape.Rank - 1;
    public override IReadOnlyList<int> PreferredOrder => [.. Enumerable.Range(0, Y.Shape.Rank)];

    /// <summary>The last quad of the last row may reach behind it.</summary>
    public override Halo? HaloOf(Value input)
    {
        if (input != X || _packed.Panels.Overrun == 0) return null;
        int[] none = new int[X.Shape.Rank], after = new int[X.Shape.Rank];
        if (X.Shape.Rank == 1) after[0] = _packed.Panels.Overrun;
        else after[X.Shape.Rank - 2] = (_packed.Panels.Overrun + _shape.K - 1) / _shape.K;
        return new(none, after, Zero.Fill);
    }

    /// <summary>
    /// An estimate for a single row: for each quad and vector a load, a broadcast and three instructions; then the sums are stored and read again.
    /// </summary>
    public static double CyclesOfRow(Isa isa, MatMulShape shape)
    {
        var panels = new BytePanels(1, 1, shape.K, shape.N, 1);
        return 20 + 2.0 * panels.Depth * ((panels.PaddedChannels + isa.Lanes - 1) / isa.Lanes);
    }

    public override int ScratchBytesWith(Func<Value, Layout> layoutOf) => ScratchBytes + PlanesIn(layoutOf(X)).Bytes;

    ActivationPlanes PlanesIn(Layout layout)
    {
        var pixels = Pixels(layout);
        var run = _packed.Panels.QuadsOfRun * BytePanels.Quad;
        return ActivationPlanes.For(X.Element == ElementType.Int8, !_packed.Proof.HasWide,
            run + pixels.Sum(loop => (loop.Extent - 1) * loop.InputStep),
            run + (ByteTile.PixelsEver - 1) * pixels.Select(loop => loop.InputStep).LastOrDefault());
    }

    List<PixelLoop> Pixels(Layout layout)
    {
        var pixels = _shape.Batch.Dimensions.Select((_, axis) => new PixelLoop(axis, _shape.Batch[axis], _shape.StepOf(layout, _shape.BatchA, axis)))
            .ToList();
        if (!_shape.VectorA) pixels.Add(new(pixels.Count, _shape.M, layout.Strides[layout.Strides.Count - 2]));
        return pixels;
    }

    public override void Emit(KernelWriter writer)
    {
        Operand input = writer[X], output = writer[Results[0]];
        var none = new PixelLoop(-1, 1, 0);
        var pixels = Pixels(input.Layout);
        MatMulWalk.MergeRows(pixels, writer, output, Epilogue);
        while (pixels.Count < 2) pixels.Insert(0, none);
        new ByteProductWriter(writer, new()
        {
            Input = input,
            Output = output,
            ChannelAxis = output.Shape.Rank - 1,
            Outer = [.. pixels.Take(pixels.Count - 2)],
            Row = pixels[pixels.Count - 2],
            Column = pixels[pixels.Count - 1],
            Depth = ByteProduct.Quads(_packed.Panels, []),
            Panels = _packed.Panels,
            Rows = _packed.Rows,
            PlaceOfQuad = quad => quad % _packed.Panels.QuadsOfRun * BytePanels.Quad,
            Weights = writer.Weight(0),
            Starts = Starts,
            Proof = _packed.Proof,
            ProofOfQuads = _packed.Proof.OfQuads is null ? null : writer.Weight(2),
            Planes = PlanesIn(input.Layout),
            Epilogue = Epilogue,
        }).Write(Name);
    }
}
