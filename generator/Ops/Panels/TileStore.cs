using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>Writes the end of a tile: a cheap epilogue, applied to the sums, and the stores.</summary>
/// <param name="micro">The micro-kernel, which has the reference y.</param>
/// <param name="tile">What is stored.</param>
/// <param name="columns">The columns that are stored.</param>
/// <param name="epilogue">What is applied, if anything.</param>
sealed class TileStore(MicroKernel micro, StoredTile tile, OverlappingTile columns, TileEpilogue? epilogue)
{
    /// <param name="accumulator">The name of the sum of a pixel and a vector.</param>
    public void Write(Func<int, int, string> accumulator)
    {
        for (var row = 0; row < tile.Rows.Count; row++)
            columns.Each(micro, column =>
            {
                foreach (var (sum, channel, lanes) in tile.Parts(v => accumulator(row * tile.Columns.Count + column, v)))
                    Write(sum, channel, lanes, Number(row), Number(column));
            });
    }

    void Write(string sum, int channel, int lanes, string row, string column)
    {
        var value = epilogue is null ? sum : epilogue.Apply(micro.Code, sum, lanes, channel, row, column);
        micro.Code.Line(StoredTile.Store(value, lanes, tile.Place(micro, row, column, channel)));
        micro.Locals.Release();
    }
}
