using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes a product of bytes as loops over panels of weights, which stay in the nearest cache, and over the tiles of all pixels. The loop over
/// each kind of tile is a local function, which keeps the JIT's work on one set of sums small.
/// </summary>
sealed class ByteProductWriter(KernelWriter writer, ByteProduct product)
{
    readonly CodeWriter _code = writer.Code;
    readonly BytePanels _panels = product.Panels;

    /// <summary>Bytes of scratch that any tile of any rung needs: its sums.</summary>
    public const int ScratchBytes = 16 * 16 * sizeof(int);

    public void Write(string name)
    {
        _code.Line($"// {name}-{writer.Isa.Name.ToLowerInvariant()}");
        _code.Line("ref var sums = ref Unsafe.As<byte, int>(ref scratch);");
        DotLanes.Choose(writer, widest => WriteOuter(0, widest));
        foreach (var widest in DotLanes.Of(writer.Isa))
            foreach (var panels in PanelCuts())
                foreach (var columns in ColumnCuts(panels, widest))
                    WriteWalk(panels, columns, widest);
    }

    IEnumerable<(string Name, Cut Cut)> Outer => product.Loops(_panels.Groups);

    string Group => Cut.Whole(_panels.Groups).Index("group");

    void WriteOuter(int depth, int widest)
    {
        var outer = Outer.Skip(depth).FirstOrDefault();
        if (outer.Name is not null)
        {
            using var _ = _code.Loop(outer.Name, outer.Cut);
            WriteOuter(depth + 1, widest);
            return;
        }
        foreach (var panels in PanelCuts())
            using (_code.Loop("panel", panels.Cut))
                foreach (var columns in ColumnCuts(panels, widest))
                    _code.Call(WalkName(panels, columns, widest), References, Passed(panels));
    }

    /// <summary>The full panels, and the last one if it is narrower or not all of its channels are stored.</summary>
    IEnumerable<PanelCut> PanelCuts()
    {
        var full = _panels.Channels / BytePanels.Width;
        if (full > 0) yield return new(Cut.Whole(full), BytePanels.Width, BytePanels.Width);
        if (full < _panels.PanelsOfGroup) yield return new(new(full, 1, 1), _panels.WidthOf(full), _panels.Channels - full * BytePanels.Width);
    }

    IReadOnlyList<Cut> ColumnCuts(PanelCut panels, int widest) => Cut.Evenly(product.Column.Extent, ByteTile.PixelsAtMost(widest, panels.Width));

    static string WalkName(PanelCut panels, Cut columns, int widest) => $"Panel{Number(panels.Cut.From)}Columns{Number(columns.From)}By{Number(widest)}";

    /// <summary>The loop variables outside of a walk that are no constants.</summary>
    IEnumerable<string> Passed(PanelCut panels) => Outer.Append(("panel", panels.Cut)).Where(loop => loop.Item2.Count > 1).Select(loop => loop.Item1);

    IEnumerable<(string Type, string Name)> References => KernelText
        .References(writer, product.Input, [], product.Output, product.Epilogue)
        .Concat([("sbyte", product.Weights), ("int", product.Starts), ("int", "sums")])
        .Concat(product.Proof is null ? [] : [("byte", product.Proof)]);

    void WriteWalk(PanelCut panels, Cut columns, int widest)
    {
        using var _ = _code.Function(WalkName(panels, columns, widest), References, Passed(panels));
        using var rows = _code.Loop("row", Cut.Whole(product.Row.Extent));
        using var walk = _code.Loop("column", columns);
        WriteTile(panels, columns, widest);
    }

    void WriteTile(PanelCut panels, Cut columns, int widest)
    {
        string panel = panels.Cut.Index("panel"), row = Cut.Whole(product.Row.Extent).Index("row"), column = columns.Index("column");
        var tile = new ByteTile(writer, product, columns.Step, panels.Width, widest);
        var first = product.Rows is { } rows ? tile.Refer(rows, panel) : null;
        tile.Write(product.InputAddress(Group, row, column),
            weights: first is null ? Scaled((Group, _panels.GroupSize), (panel, _panels.PanelSize)) : Scaled((first, BytePanels.Width * BytePanels.Quad)),
            channel: DotLanes.Start(writer.Isa, Scaled((Group, _panels.PaddedChannels), (panel, BytePanels.Width)), _panels.Groups * _panels.PaddedChannels),
            proof: first ?? Scaled((Group, _panels.PanelsOfGroup * _panels.Depth), (panel, _panels.Depth)));

        var channel = Scaled((Group, _panels.Channels), (panel, BytePanels.Width));
        if (!IndexCode.IsName(channel)) _code.Line($"var channel = {channel};");
        var axes = product.OutputIndices(row, column, IndexCode.IsName(channel) ? channel : "channel");
        new SumsStore(writer, product.Output, product.ChannelAxis, product.Column.Axis, product.Epilogue).Write(axes, columns.Step, panels.Width, panels.Stored);
    }

    /// <summary>A sum of names or numbers times their factors; constants are folded.</summary>
    static string Scaled(params (string Index, int Factor)[] terms)
    {
        var known = terms.Where(term => char.IsDigit(term.Index[0])).Sum(term => int.Parse(term.Index, System.Globalization.CultureInfo.InvariantCulture) * term.Factor);
        return Sum(terms.Where(term => !char.IsDigit(term.Index[0])), known);
    }

    /// <summary>Panels of one width, of which so many channels are stored.</summary>
    sealed record PanelCut(Cut Cut, int Width, int Stored);
}
