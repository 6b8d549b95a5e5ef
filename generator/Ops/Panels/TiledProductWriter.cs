using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes a product as loops over tiles. Where there are several kinds of tiles, the innermost loop over each is a local function with the
/// micro-kernel inlined, which keeps the JIT's work on one set of accumulators small and lets a call pay for many tiles.
/// </summary>
sealed class TiledProductWriter(KernelWriter writer, TiledProduct product)
{
    readonly CodeWriter _code = writer.Code;
    readonly TilePlan _plan = Tiles.Choose(writer.Isa, product.Weights, product.Row.Extent, product.Column.Extent, product.Depth.Count);
    /// <summary>What threads take some of each: pixels, which they find where they have made them, unless there are too few.</summary>
    bool _sharesChannels, _sharesPixels;

    public void Write(string name)
    {
        int channels = _plan.Channels.Sum(block => block.Channels.Count), pixels = PixelsOfUnits().Count();
        _sharesChannels = pixels < EnoughUnits && channels > pixels && writer.Split(channels);
        _sharesPixels = !_sharesChannels && writer.Split(pixels, product.Outer.All(loop => loop.Extent == 1) ? PixelsOfUnits() : null);
        _code.Line($"// {name}-{_plan}-{writer.Isa.Name.ToLowerInvariant()}");
        product.Edges?.Declare(_code, _plan.Pixels);
        WriteOuter(0);
        if (IsUniform) return;
        foreach (var block in _plan.Channels)
            foreach (var pixelBlock in _plan.Pixels)
                WriteFunction(pixelBlock, block);
    }

    /// <summary>Whether all tiles are of one kind.</summary>
    bool IsUniform => _plan.Channels.Count * _plan.Pixels.Count == 1;

    /// <summary>Units that a few threads can share without one being left with much more than the others.</summary>
    const int EnoughUnits = 8;

    /// <summary>The loop over a block's tiles whose steps threads can share.</summary>
    static (string Name, Cut Cut) WalkOf(PixelBlock pixels) =>
        pixels.Rows.Count > 1 || pixels.Columns.Count == 1 ? ("row", pixels.Rows) : ("column", pixels.Columns);

    /// <summary>Whether a unit is a row of the picture, for all blocks; else units are the blocks' steps, one block after another.</summary>
    bool UnitsAreRows => _plan.Pixels[0].Rows.Count > 1 && _plan.Pixels.All(block => block.Rows == _plan.Pixels[0].Rows);

    int FirstUnit(PixelBlock pixels) => UnitsAreRows ? 0 : _plan.Pixels.TakeWhile(other => other != pixels).Sum(other => WalkOf(other).Cut.Count);

    /// <summary>How many pixels are made by the first unit, by the first two, and so on.</summary>
    IEnumerable<int> PixelsOfUnits()
    {
        var made = 0;
        foreach (var block in UnitsAreRows ? [new(_plan.Pixels[0].Rows, new(0, product.Column.Extent, 1))] : _plan.Pixels)
            for (var unit = 0; unit < WalkOf(block).Cut.Count; unit++)
                yield return Math.Min(made += block.Pixels * block.Tiles / WalkOf(block).Cut.Count, product.Row.Extent * product.Column.Extent);
    }

    /// <summary>Whether the loop that threads share is the one in a tile's function.</summary>
    bool IsSharedInside(PixelBlock pixels) => _sharesChannels ? !_plan.WeightsStay
        : _sharesPixels && _plan.WeightsStay && (WalksRows(pixels) || WalkOf(pixels).Name == "column");

    IDisposable? Loop(string name, PixelBlock pixels)
    {
        var cut = name == "row" ? pixels.Rows : pixels.Columns;
        return _sharesPixels && WalkOf(pixels).Name == name
            ? writer.SharedLoop(name, cut, FirstUnit(pixels))
            : _code.Loop(name, cut);
    }

    IDisposable? Loop(ChannelBlock channels) => _sharesChannels
        ? writer.SharedLoop("channel", channels.Channels, _plan.Channels.TakeWhile(other => other != channels).Sum(other => other.Channels.Count))
        : _code.Loop("channel", channels.Channels);

    void WriteOuter(int depth)
    {
        var outer = Outer.Skip(depth).FirstOrDefault();
        if (outer.Name is null) WriteCalls();
        else using (_code.Loop(outer.Name, outer.Cut)) WriteOuter(depth + 1);
    }

    void WriteCalls()
    {
        if (_plan.WeightsStay)
            foreach (var channels in _plan.Channels)
                using (Loop(channels))
                    foreach (var pixels in _plan.Pixels)
                        if (WalksRows(pixels)) Call(pixels, channels);
                        else using (Loop("row", pixels)) Call(pixels, channels);
        else
            foreach (var pixels in _plan.Pixels)
                using (Loop("row", pixels))
                using (Loop("column", pixels))
                    foreach (var channels in _plan.Channels) Call(pixels, channels);
    }

    /// <summary>Whether a tile's function walks rows, because one tile is as wide as the output.</summary>
    static bool WalksRows(PixelBlock pixels) => pixels.Columns.Count == 1 && pixels.Columns.From == 0;

    void Call(PixelBlock pixels, ChannelBlock channels)
    {
        if (IsUniform) Walk(pixels, channels);
        else _code.Call(WalkName(pixels, channels), References, Passed(pixels, channels));
    }

    void WriteFunction(PixelBlock pixels, ChannelBlock channels)
    {
        using (_code.Function(WalkName(pixels, channels), References, Passed(pixels, channels))) Walk(pixels, channels);
    }

    void Walk(PixelBlock pixels, ChannelBlock channels)
    {
        using (!_plan.WeightsStay ? Loop(channels) : Loop(WalksRows(pixels) ? "row" : "column", pixels))
            new TileWriter(writer, product, pixels, channels).Write();
    }

    /// <summary>The loop variables that are walked outside a tile's function; constants need no passing.</summary>
    IEnumerable<string> Passed(PixelBlock pixels, ChannelBlock channels)
    {
        (string, Cut)[] walked = !_plan.WeightsStay ? [("row", pixels.Rows), ("column", pixels.Columns)]
            : WalksRows(pixels) ? [("channel", channels.Channels)]
            : [("channel", channels.Channels), ("row", pixels.Rows)];
        var indices = Outer.Concat(walked).Where(loop => loop.Item2.Count > 1).Select(loop => loop.Item1);
        return IsSharedInside(pixels) ? indices.Append(KernelWriter.From).Append(KernelWriter.To) : indices;
    }

    IEnumerable<(string Name, Cut Cut)> Outer => product.Loops(product.Weights.Groups);

    string WalkName(PixelBlock pixels, ChannelBlock channels)
    {
        var block = _plan.Pixels.TakeWhile(other => other != pixels).Count();
        var at = (block == 0 ? "" : "Pixels" + Number(block)) + (channels.Channels.From == 0 ? "" : "Channel" + Number(channels.Channels.From));
        return $"Walk{Number(pixels.Pixels)}x{Number(channels.Vectors)}{at}";
    }

    /// <summary>The references that a tile needs: input, weights, bias, output, what the epilogue reads, and the room for a window.</summary>
    IEnumerable<(string Type, string Name)> References =>
        KernelText.References(writer, product.Input, [product.Weights.Name, product.Bias], product.Output, product.Epilogue)
            .Concat(product.Edges is null ? [] : [("float", EdgeWindows.Window)]);
}
