using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes a product of bytes as loops over blocks of pixels, whose activations are made ready in scratch, over panels of weights, which stay in
/// the nearest cache, and over the tiles of the block. The loop over each kind of tile is a method of its own, which keeps the JIT's work on
/// one set of sums small.
/// </summary>
sealed class ByteProductWriter(KernelWriter writer, ByteProduct product)
{
    readonly CodeWriter _code = writer.Code;
    readonly BytePanels _panels = product.Panels;

    readonly ActivationPlanes _planes = product.Planes;

    public void Write(string name)
    {
        _code.Line($"// {name}-{writer.Isa.Name.ToLowerInvariant()}");
        _code.Line("ref var sums = ref Unsafe.As<byte, int>(ref scratch);");
        product.Starts.Write(writer);
        var planesAt = ByteKernel.SumsBytes + product.Starts.ScratchBytes;
        if (_planes.IsShifted) _code.Line($"ref var bytes = ref RefMath.Add(ref scratch, {Number(planesAt)});");
        if (_planes.IsWidened) _code.Line($"ref var wide = ref Unsafe.As<byte, short>(ref RefMath.Add(ref scratch, {Number(planesAt + _planes.WideAt)}));");
        DotLanes.Choose(writer, widest => WriteOuter(0, widest));
        foreach (var widest in DotLanes.Of(writer.Isa))
            foreach (var panels in PanelCuts())
                foreach (var columns in ColumnsOf(panels, widest))
                    WriteWalk(panels, columns, widest);
    }

    /// <summary>The loops outside of blocks; that over the groups is inside.</summary>
    IEnumerable<(string Name, Cut Cut)> Outer => product.Loops(groups: 1);

    Cut Groups => Cut.Whole(_panels.Groups);
    Cut Rows => Cut.Whole(product.Row.Extent);
    string Group => Groups.Index("group");
    string Row => Rows.Index("row");

    /// <summary>Activations from the first that a pixel reads to the last.</summary>
    int Reach => product.Depth.Sum(loop => (loop.Extent - 1) * loop.InputStep) + BytePanels.Quad + (_panels.Groups - 1) * product.GroupStep;

    int PictureBytes => Reach + (product.Row.Extent - 1) * product.Row.InputStep + (product.Column.Extent - 1) * product.Column.InputStep;

    /// <summary>Whether the pixels are walked in blocks, from <c>from</c> to before <c>to</c> in a row; else a picture is one block.</summary>
    bool HasBlocks => _planes.Exist && PictureBytes > _planes.Room;

    void WriteOuter(int depth, int widest)
    {
        var outer = Outer.Skip(depth).FirstOrDefault();
        if (outer.Name is not null)
        {
            using var _ = _code.Loop(outer.Name, outer.Cut);
            WriteOuter(depth + 1, widest);
        }
        else if (HasBlocks) WriteBlocks(widest);
        else
        {
            if (_planes.Exist) WritePlanes("0", "0", Number(PictureBytes), widest);
            WriteWalks(panels => ColumnsOf(panels, widest), widest);
        }
    }

    /// <summary>Tiles of the same kinds of columns in all panels, as many as the planes have room for.</summary>
    void WriteBlocks(int widest)
    {
        using var rows = _code.Loop("row", Rows);
        foreach (var columns in ColumnCuts(_panels.WidthOf(0), widest))
        {
            var most = 1 + (_planes.Room - Reach) / Math.Max(1, product.Column.InputStep);
            var step = Math.Max(1, most / columns.Step) * columns.Step;
            using var blocks = _code.Braces($"for (int from = {Number(columns.From)}; from < {Number(columns.To)}; from += {Number(step)})");
            _code.Line($"int to = int.Min(from + {Number(step)}, {Number(columns.To)});");
            WritePlanes(Row, "from", Sum([("(to - from)", product.Column.InputStep)], Reach - product.Column.InputStep), widest);
            WriteWalks(_ => [columns], widest);
        }
    }

    void WritePlanes(string row, string column, string count, int widest)
    {
        var first = Operand.At(product.Input.Name, product.InputAddress("0", row, column));
        if (_planes.IsShifted) _code.Line($"{Isa.DotClass(4)}.Prepare(ref {first}, ref bytes, {count});");
        // The narrowest panel's lanes: what is exact in eight need not be so in four.
        var narrowest = Isa.DotClass(Math.Min(widest, PanelCuts().Min(panels => panels.Width)));
        if (_planes.IsWidened) _code.Line($"if (!{narrowest}.IsExact) {Isa.DotClass(4)}.Widen(ref {(_planes.IsShifted ? "bytes" : first)}, ref wide, {count});");
    }

    void WriteWalks(Func<PanelCut, IReadOnlyList<Cut>> columnsBeside, int widest)
    {
        using var groups = _code.Loop("group", Groups);
        foreach (var panels in PanelCuts())
            using (_code.Loop("panel", panels.Cut))
                foreach (var columns in columnsBeside(panels))
                    _code.Call(WalkName(panels, columns, widest), References, Passed(panels));
    }

    /// <summary>The full panels, and the last one if it is narrower or not all of its channels are stored.</summary>
    IEnumerable<PanelCut> PanelCuts()
    {
        var full = _panels.Channels / BytePanels.Width;
        if (full > 0) yield return new(Cut.Whole(full), BytePanels.Width, BytePanels.Width);
        if (full < _panels.PanelsOfGroup) yield return new(new(full, 1, 1), _panels.WidthOf(full), _panels.Channels - full * BytePanels.Width);
    }

    IReadOnlyList<Cut> ColumnCuts(int width, int widest) => Cut.Evenly(product.Column.Extent, ByteTile.PixelsAtMost(widest, width));

    /// <summary>Those of a panel; all panels of a block have those of the first.</summary>
    IReadOnlyList<Cut> ColumnsOf(PanelCut panels, int widest) =>
        ColumnCuts(HasBlocks ? _panels.WidthOf(0) : panels.Width, widest);

    static string WalkName(PanelCut panels, Cut columns, int widest) =>
        $"Panel{Number(panels.Cut.From)}Columns{Number(columns.From)}By{Number(widest)}";

    /// <summary>The loop variables outside of a walk that are no constants.</summary>
    IEnumerable<string> Passed(PanelCut panels) =>
        product.Loops(_panels.Groups).Append(("panel", panels.Cut)).Concat(HasBlocks ? [("row", Rows)] : [])
        .Where(loop => loop.Item2.Count > 1).Select(loop => loop.Item1).Concat(HasBlocks ? ["from", "to"] : []);

    IEnumerable<(string Type, string Name)> References => KernelText
        .References(writer, _planes.IsShifted ? null : product.Input, [], product.Output, product.Epilogue)
        .Concat([("sbyte", product.Weights), ("int", product.Starts.Name(writer)), ("int", "sums")])
        .Concat(product.ProofOfQuads is { } proof ? [("byte", proof)] : [])
        .Concat(_planes.IsShifted ? [("byte", "bytes")] : [])
        .Concat(_planes.IsWidened ? [("short", "wide")] : []);

    void WriteWalk(PanelCut panels, Cut columns, int widest)
    {
        using var _ = _code.Function(WalkName(panels, columns, widest), References, Passed(panels));
        using var rows = HasBlocks ? null : _code.Loop("row", Rows);
        using var walk = HasBlocks ? _code.Braces($"for (int column = from; column < to; column += {Number(columns.Step)})")
            : _code.Loop("column", columns);
        WriteTile(panels, columns, widest);
    }

    void WriteTile(PanelCut panels, Cut columns, int widest)
    {
        string panel = panels.Cut.Index("panel"), column = HasBlocks ? "column" : columns.Index("column");
        var tile = new ByteTile(writer, product, columns.Step, panels.Width, widest);
        var first = product.Rows is { } rows ? tile.Refer(rows, panel) : null;
        tile.Write(
            input: product.InputAddress(Group, Row, column),
            plane: Sum([(Group, product.GroupStep), .. HasBlocks
                ? new[] { ("(column - from)", product.Column.InputStep) }
                : [(Row, product.Row.InputStep), (column, product.Column.InputStep)]]),
            weights: first is null ? Scaled((Group, _panels.GroupSize), (panel, _panels.PanelSize))
                : Scaled((first, BytePanels.Width * BytePanels.Quad)),
            channel: DotLanes.Start(writer.Isa, Scaled((Group, _panels.PaddedChannels), (panel, BytePanels.Width)),
                _panels.Groups * _panels.PaddedChannels),
            proof: first ?? Scaled((Group, _panels.PanelsOfGroup * _panels.Depth), (panel, _panels.Depth)));

        var channel = Scaled((Group, _panels.Channels), (panel, BytePanels.Width));
        if (!IndexCode.IsName(channel)) _code.Line($"var channel = {channel};");
        var axes = product.OutputIndices(Row, column, IndexCode.IsName(channel) ? channel : "channel");
        new SumsStore(writer, product.Output, product.ChannelAxis, product.Column.Axis, widest, product.Epilogue)
            .Write(axes, columns.Step, panels.Width, panels.Stored);
    }

    /// <summary>A sum of names or numbers times their factors; constants are folded.</summary>
    static string Scaled(params (string Index, int Factor)[] terms)
    {
        var known = terms.Where(term => char.IsDigit(term.Index[0]))
            .Sum(term => int.Parse(term.Index, System.Globalization.CultureInfo.InvariantCulture) * term.Factor);
        return Sum(terms.Where(term => !char.IsDigit(term.Index[0])), known);
    }

    /// <summary>Panels of one width, of which so many channels are stored.</summary>
    sealed record PanelCut(Cut Cut, int Width, int Stored);
}
