using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes a depthwise convolution of bytes: for each row, tiles of some columns; for each of those, vectors of channels. Each quad of taps is
/// gathered once, as two pairs of int16 or as four bytes for machines that multiply those exactly, and multiplied into every column that it
/// touches. Sixteen lanes of pairs are quicker than eight of bytes: it is gathering that takes the time.
/// </summary>
sealed class ByteDepthwiseWriter(KernelWriter writer, ConvShape shape, DepthwiseQuads quads, Operand input, Operand output,
    SumStarts starts, int paddedChannels, Epilogue? epilogue)
{
    /// <summary>Quads of weights that stay in registers.</summary>
    const int QuadsKept = 4;

    readonly CodeWriter _code = writer.Code;
    readonly string _batch = Cut.Whole(shape.Batch).Index("batch");

    // A one-dimensional convolution has a single row.
    bool HasRows => shape.SpatialAxes == 2;
    int Columns => shape.Output[shape.SpatialAxes - 1];
    int ColumnStride => shape.Strides[shape.SpatialAxes - 1];
    int InputRow => HasRows ? input.Layout.Strides[2] : 0;
    int InputColumn => input.Layout.Strides[shape.SpatialAxes + 1];
    Cut Rows => Cut.Whole(HasRows ? shape.Output[0] : 1);
    string Row => Rows.Index("row");
    IReadOnlyList<Cut> ColumnCuts => Cut.Evenly(Columns, writer.Isa.Lanes switch { 16 => 14, 8 => 8, _ => 6 });

    public void Write(string name)
    {
        _code.Line($"// {name}-{writer.Isa.Name.ToLowerInvariant()}");
        _code.Line("ref var sums = ref Unsafe.As<byte, int>(ref scratch);");
        starts.Write(writer);
        WriteRows();
        foreach (var columns in ColumnCuts)
            foreach (var channels in ChannelCuts)
                WriteWalk(columns, channels);
    }

    void WriteRows()
    {
        using var batches = _code.Loop("batch", Cut.Whole(shape.Batch));
        using var rows = _code.Loop("row", Rows);
        foreach (var columns in ColumnCuts)
            foreach (var channels in ChannelCuts)
                _code.Call(WalkName(columns, channels), References, Passed);
    }

    /// <summary>Channels in the widest vectors, then what is left in narrower ones; the last four may not all be there.</summary>
    IEnumerable<Cut> ChannelCuts
    {
        get
        {
            int from = 0, full = shape.OutputChannels / BytePanels.Quad * BytePanels.Quad;
            foreach (var lanes in writer.Isa.LaneCounts.Where(lanes => lanes > 1))
            {
                var count = (full - from) / lanes;
                if (count > 0) yield return new(from, lanes, count);
                from += count * lanes;
            }
            if (full < shape.OutputChannels) yield return new(full, BytePanels.Quad, 1);
        }
    }

    static string WalkName(Cut columns, Cut channels) => $"Columns{Number(columns.From)}Channels{Number(channels.From)}";

    IEnumerable<string> Passed => new[] { _batch, Row }.Where(index => !char.IsDigit(index[0]));

    IEnumerable<(string Type, string Name)> References => KernelText.References(writer, input, [], output, epilogue)
        .Concat([("sbyte", writer.Weight(0)), ("int", starts.Name(writer)), ("int", "sums")]);

    void WriteWalk(Cut columns, Cut channels)
    {
        string column = columns.Index("column"), channel = channels.Index("channel");
        using var function = _code.Function(WalkName(columns, channels), References, Passed);
        using var columnLoop = _code.Loop("column", columns);
        using var channelLoop = _code.Loop("channel", channels);
        WriteTile(columns.Step, channels.Step, column, channel);
        string[] axes = HasRows ? [_batch, channel, Row, column] : [_batch, channel, column];
        var stored = Math.Min(channels.Step, shape.OutputChannels - channels.From);
        new SumsStore(writer, output, 1, axes.Length - 1, channels.Step, epilogue).Write(axes, columns.Step, channels.Step, stored);
    }

    void WriteTile(int columns, int lanes, string column, string channel)
    {
        var micro = new MicroKernel(writer);
        var name = Isa.DotClass(lanes);
        var origin = -(HasRows ? shape.Pads[0] * InputRow : 0) - shape.Pads[shape.SpatialAxes - 1] * InputColumn;
        var place = Sum([(_batch, input.Layout.Strides[0]), (Row, HasRows ? shape.Strides[0] * InputRow : 0), (column, ColumnStride * InputColumn),
            (channel, 1)], origin);
        micro.Reference(input.Value.Element.CSharpName(), "x", Operand.At(input.Name, place));
        micro.Reference("sbyte", "w", Operand.At(writer.Weight(0), Sum([(channel, BytePanels.Quad)])));
        micro.Reference("int", "start", Operand.At(starts.Name(writer), Sum([(channel, 1), (Signed(name), paddedChannels)])));
        micro.Reference("int", "sums", "sums");

        for (var c = 0; c < columns; c++) micro.Declare("var", $"a{Number(c)} = {name}.Load(ref start, 0)");
        var keep = quads.Count <= QuadsKept;
        var gathered = 0;
        if (keep)
            for (var quad = 0; quad < quads.Count; quad++) micro.Declare("var", $"w{Number(quad)} = {Weights(quad)}");
        var uses = Enumerable.Range(0, columns).SelectMany(c => Enumerable.Range(0, quads.Count).Select(quad => (Column: c, Quad: quad, Gather: string.Join(", ", Places(micro, c, quad)))));
        foreach (var gather in uses.GroupBy(use => use.Gather).OrderBy(group => group.First().Column))
        {
            var (first, last) = ("x" + Number(gathered), "y" + Number(gathered++));
            var (column1, quad1, _) = gather.First();
            var places = Places(micro, column1, quad1);
            micro.Declare("var", $"{first} = {name}.FirstTaps(ref x, {gather.Key})");
            micro.Declare("var", $"{last} = {name}.{(quads.TapsOf(quad1).Count() < BytePanels.Quad ? $"LastTap(ref x, {places[2]})" : $"LastTaps(ref x, {places[2]}, {places[3]})")}");
            foreach (var (c, quad, _) in gather)
                micro.Code.Line($"a{Number(c)} = {name}.DotTaps(a{Number(c)}, {first}, {last}, {(keep ? "w" + Number(quad) : Weights(quad))});");
        }
        for (var c = 0; c < columns; c++) micro.Code.Line($"{name}.Store(a{Number(c)}, ref sums, {Number(c * lanes)});");
        micro.Call($"Depthwise{Number(quads.Rows)}x{Number(quads.Columns)}By{Number(lanes)}", mayBeCalled: true);

        // Whether sums start as those of signed activations.
        string Signed(string dot) => input.Value.Element == ElementType.Int8 ? dot + ".SignedTaps" : lanes == 4 ? dot + ".Signed" : "0";

        string Weights(int quad) => $"{name}.Weights(ref w, {micro.Sum([("wQuad", paddedChannels * BytePanels.Quad, Number(quad))])})";
    }

    /// <summary>Where the taps of a quad lie for a column of the tile.</summary>
    string[] Places(MicroKernel micro, int column, int quad)
    {
        var taps = quads.TapsOf(quad).ToList();
        while (taps.Count < BytePanels.Quad) taps.Add(taps[0]);
        return [.. taps.Select(tap => micro.Sum([
            ("xRow", HasRows ? InputRow * shape.Dilations[0] : 0, Number(tap.Row)),
            ("xColumn", InputColumn, Number(column * ColumnStride + tap.Column * shape.Dilations[shape.SpatialAxes - 1]))]))];
    }
}
