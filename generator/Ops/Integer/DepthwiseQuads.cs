namespace EdgeCompile.Ops;

/// <summary>
/// The taps of a depthwise window, four by four: down the columns, so that neighbouring outputs share what they gather, or along the rows of
/// a window of one row. A quad that has fewer taps repeats its first one, with weights of zero.
/// </summary>
/// <param name="Rows">Rows of the window.</param>
/// <param name="Columns">Columns of the window.</param>
sealed record DepthwiseQuads(int Rows, int Columns)
{
    public bool AlongRows => Rows == 1;

    int Reach => AlongRows ? Columns : Rows;
    int QuadsOfLine => (Reach + BytePanels.Quad - 1) / BytePanels.Quad;

    public int Count => QuadsOfLine * (AlongRows ? Rows : Columns);

    /// <summary>The taps of a quad that have weights, as row and column of the window.</summary>
    public IEnumerable<(int Row, int Column)> TapsOf(int quad)
    {
        var (line, first) = (quad / QuadsOfLine, quad % QuadsOfLine * BytePanels.Quad);
        for (var place = first; place < Math.Min(Reach, first + BytePanels.Quad); place++) yield return AlongRows ? (line, place) : (place, line);
    }
}
