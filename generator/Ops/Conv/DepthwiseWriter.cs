using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes a depthwise convolution: for each row, tiles of some columns; for each of those, vectors of channels by a micro-kernel, which has
/// the taps of a row written out and loops over rows.
/// </summary>
sealed class DepthwiseWriter(KernelWriter writer, ConvShape shape, Operand input, Operand output, int paddedChannels,
    string weights, string? bias, Epilogue? epilogue)
{
    readonly CodeWriter _code = writer.Code;
    readonly string _batch = Cut.Whole(shape.Batch).Index("batch");

    // A one-dimensional convolution has a single row.
    bool HasRows => shape.SpatialAxes == 2;
    int Columns => shape.Output[shape.SpatialAxes - 1];
    int KernelRows => HasRows ? shape.Kernel[0] : 1;
    int KernelColumns => shape.Kernel[shape.SpatialAxes - 1];
    int ColumnStride => shape.Strides[shape.SpatialAxes - 1];
    int ColumnDilation => shape.Dilations[shape.SpatialAxes - 1];
    int InputRow => HasRows ? input.Layout.Strides[2] : 0;
    int TapRow => HasRows ? InputRow * shape.Dilations[0] : 0;
    int InputColumn => input.Layout.Strides[shape.SpatialAxes + 1];
    int OutputColumn => output.Layout.Strides[shape.SpatialAxes + 1];
    Cut Rows => Cut.Whole(HasRows ? shape.Output[0] : 1);
    string Row => Rows.Index("row");

    /// <summary>Registers hold a sum for each column, a row of weights, an input and, where sums are not fused, a product.</summary>
    int ColumnsAtMost =>
        Math.Max(1, Math.Min(writer.Isa.Registers - 2 - (KernelColumns <= 5 ? KernelColumns : 1), writer.Isa.Registers == 32 ? 14 : 8));

    public void Write(string name)
    {
        var columns = Cut.Covering(Columns, ColumnsAtMost);
        var channels = ChannelCuts().ToList();
        _code.Line($"// {name}-{Number(columns.Step)}x1-{writer.Isa.Name.ToLowerInvariant()}");
        using (_code.Loop("batch", Cut.Whole(shape.Batch)))
        using (writer.Split(Rows.Count, Enumerable.Range(1, Rows.Count).Select(row => row * Columns)) ? writer.SharedLoop("row", Rows, 0) : _code.Loop("row", Rows))
            if (channels.Count == 1) Walk(columns, channels[0]);
            else foreach (var channel in channels) _code.Call(WalkName(channel), References, Passed);
        if (channels.Count == 1) return;
        foreach (var channel in channels)
            using (_code.Function(WalkName(channel), References, Passed))
                Walk(columns, channel);
    }

    /// <summary>
    /// Channels in the widest vectors. For what is left over the last vector begins earlier and computes some channels again, so that there is one
    /// kind of code; where the epilogue reads tensors, which results may lie over, it is taken in narrower vectors.
    /// </summary>
    IEnumerable<Cut> ChannelCuts()
    {
        if (epilogue is null || epilogue.Expression.Loads().All(load => load.Source.IsConstant))
        {
            var lanes = writer.Isa.LaneCounts.First(lanes => lanes <= shape.OutputChannels);
            var vectors = (shape.OutputChannels + lanes - 1) / lanes;
            return [new(0, lanes, vectors, vectors * lanes - shape.OutputChannels)];
        }
        var cuts = new List<Cut>();
        var from = 0;
        foreach (var lanes in writer.Isa.LaneCounts)
        {
            var count = (shape.OutputChannels - from) / lanes;
            if (count > 0) cuts.Add(new(from, lanes, count));
            from += count * lanes;
        }
        return cuts;
    }

    static string WalkName(Cut channels) => "Channels" + Number(channels.From);

    IEnumerable<string> Passed => new[] { _batch, Row }.Where(index => !char.IsDigit(index[0]));

    IEnumerable<(string Type, string Name)> References => KernelText.References(writer, input, [weights, bias], output, epilogue);

    void Walk(Cut columns, Cut channels)
    {
        var tiles = new OverlappingTile(columns);
        using var columnLoop = _code.Loop("column", columns);
        tiles.Declare(writer);
        using var channelLoop = _code.Loop("channel", channels);
        var channel = channels.Over > 0 ? "firstChannel" : channels.Index("channel");
        if (channels.Over > 0) _code.Line($"int {channel} = int.Min(channel, {Number(channels.To - channels.Step)});");

        var rowStride = HasRows ? shape.Strides[0] : 1;
        var origin = -(HasRows ? shape.Pads[0] * InputRow : 0) - shape.Pads[shape.SpatialAxes - 1] * InputColumn;
        var micro = new MicroKernel(writer);
        Refer("x", input.Name, Sum([(_batch, input.Layout.Strides[0]), (Row, rowStride * InputRow), (tiles.First, ColumnStride * InputColumn), (channel, 1)], origin));
        Refer("w", weights, channel);
        if (bias is not null) Refer("b", bias, channel);
        Refer("y", output.Name, Place(tiles.First));
        WriteSums(micro, channels.Step, columns.Step);
        var tile = new StoredTile((1, 0), (columns.Step, OutputColumn), 1, channels.Step, channels.Step);
        new TileStore(micro, tile, tiles, epilogue is { IsCostly: false } ? Applied(micro, epilogue, tiles.First) : null)
            .Write((c, _) => "a" + Number(c));
        micro.Call($"Depthwise{shape}Columns{Number(columns.Step)}");
        if (epilogue is { IsCostly: true })
            new TilePass(writer, tile, tiles, Operand.At(output.Name, Place(tiles.FirstStored)))
                .Write(pass => Applied(pass, epilogue, tiles.FirstStored));

        void Refer(string name, string operand, string offset) => micro.Reference("float", name, Operand.At(operand, offset));

        string Place(string column) =>
            Sum([(_batch, output.Layout.Strides[0]), (Row, HasRows ? output.Layout.Strides[2] : 0), (column, OutputColumn), (channel, 1)]);

        TileEpilogue Applied(MicroKernel micro, Epilogue epilogue, string column) => HasRows
            ? new(writer, micro, epilogue, [_batch, channel, Row, column], new(-1, 3, 1))
            : new(writer, micro, epilogue, [_batch, channel, column], new(-1, 2, 1));
    }

    void WriteSums(MicroKernel micro, int width, int columns)
    {
        var lanes = Isa.LaneClass(width);
        var code = micro.Code;
        // Few locals: MicroKernel.LocalsAtMost.
        micro.Declare("var", $"a0 = {(bias is null ? lanes + ".Zero" : $"{lanes}.Load(ref b, 0)")}");
        for (var c = 1; c < columns; c++) micro.Declare("var", $"a{Number(c)} = a0");
        var shared = Uses(columns).GroupBy(use => use.At).Any(at => at.Count() > SumGroups.Most) ? ["value"] : Array.Empty<string>();
        var locals = TapLocals(columns).Concat(shared).ToArray();
        micro.Declare(Isa.VectorType(width), locals);
        micro.Locals.Offer(Isa.VectorType(width), locals);
        using (KernelRows > 1 ? micro.Loop(0, Number(KernelRows)) : null)
        {
            WriteTapRow(micro, width, columns);
            if (KernelRows == 1) return;
            code.Line($"x = ref RefMath.Add(ref x, {micro.Number("xRow", TapRow)});");
            code.Line($"w = ref RefMath.Add(ref w, {micro.Number("wTap", paddedChannels)} * {Number(KernelColumns)});");
        }
    }

    /// <summary>Each input column of the row once, multiplied into every output column that it touches.</summary>
    void WriteTapRow(MicroKernel micro, int width, int columns)
    {
        var lanes = Isa.LaneClass(width);
        var taps = Enumerable.Range(0, KernelColumns).Select(tap => $"{lanes}.Load(ref w, {micro.Sum([("wTap", paddedChannels, Number(tap))])})")
            .ToArray();
        foreach (var (local, kx) in TapLocals(columns).Select((local, kx) => (local, kx)))
        {
            micro.Code.Line($"{local} = {taps[kx]};");
            taps[kx] = local;
        }
        foreach (var at in Uses(columns).GroupBy(use => use.At).OrderBy(group => group.Key))
            new SumGroups(micro.Code, width).MultiplyLoaded("x", micro.Sum([("xColumn", InputColumn, Number(at.Key))]), "value",
                [.. at.Select(use => (taps[use.Tap], "a" + Number(use.Column)))]);
    }

    /// <summary>A local for each tap of a row, if there may be so many.</summary>
    IEnumerable<string> TapLocals(int columns) => columns + KernelColumns + 2 > MicroKernel.LocalsAtMost ? []
        : Enumerable.Range(0, KernelColumns).Select(kx => "tap" + Number(kx));

    /// <summary>Which input column, from the tile's first, meets which output column and tap of a row.</summary>
    IEnumerable<(int At, int Column, int Tap)> Uses(int columns) => Enumerable.Range(0, columns).SelectMany(c => Enumerable.Range(0, KernelColumns)
        .Select(kx => (c * ColumnStride + kx * ColumnDilation, c, kx)));
}
