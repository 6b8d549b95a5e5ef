namespace EdgeCompile.Ops;

/// <summary>A stretch of rows and one of columns whose steps are the pixels of a tile.</summary>
sealed record PixelBlock(Cut Rows, Cut Columns)
{
    public int Pixels => Rows.Step * Columns.Step;
    public int Tiles => Rows.Count * Columns.Count;
}

/// <summary>A stretch of channels; a step of it is that many vectors, of which so many channels are stored.</summary>
sealed record ChannelBlock(Cut Channels, int Vectors, int Lanes, int Stored);

/// <summary>
/// How the outputs of a product are cut into tiles that stay in registers. Every pixel block meets every channel block;
/// if weights stay, pixels are walked inside channels, so that a panel stays in the nearest cache, else the other way round.
/// </summary>
sealed record TilePlan(IReadOnlyList<PixelBlock> Pixels, IReadOnlyList<ChannelBlock> Channels, bool WeightsStay)
{
    /// <summary>The commonest tile, as kernel names show it: pixels x vectors.</summary>
    public override string ToString() => $"{Pixels[0].Pixels}x{Channels[0].Vectors}";
}
