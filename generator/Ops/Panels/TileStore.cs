using static EdgeCompile.Ops.KernelText;
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
        // An epilogue may not load what lies beyond the last channel.
        if (epilogue is null or { IsSameEverywhere: true } || tile is { IsWhole: true } && epilogue.IsEven) WriteGroups(accumulator);
        else WriteEach(accumulator);
    }

    /// <summary>Neighbouring pixels together: the epilogue, which needs registers of its own, then the stores, which set some free.</summary>
    void WriteGroups(Func<int, int, string> accumulator)
    {
        var alongRows = tile.Columns.Count == 1;
        var (lines, pixels) = alongRows ? (1, tile.Rows.Count) : (tile.Rows.Count, tile.Columns.Count);
        var step = pixels == 1 ? "0" : alongRows ? micro.Number("yRow", tile.Rows.Step) : micro.Number("yColumn", tile.Columns.Step);
        var stored = columns.PassedOver(micro);
        for (var i = 0; i < lines; i++)
            for (var v = 0; v < tile.Vectors; v++)
                foreach (var group in SumGroups.Of([.. Enumerable.Range(0, pixels)]))
                {
                    var (row, column) = alongRows ? (Number(group[0]), "0") : (Number(i), Number(group[0]));
                    var sums = group.Select(pixel => accumulator(i * pixels + pixel, v)).ToArray();
                    epilogue?.ApplyTo(sums, tile.Lanes, v * tile.Lanes, row, column, alongRows);
                    var parts = sums.Select(sum => tile.Parts(sum, v).ToArray()).ToArray();
                    for (var part = 0; part < parts[0].Length; part++)
                        SumGroups.Store(micro.Code, parts[0][part].Lanes, [.. parts.Select(sum => sum[part].Value)],
                            tile.Place(micro, row, column, parts[0][part].Channel), step, stored is null ? null : Sum([(stored, 1)], -group[0]));
                }
    }

    /// <summary>Sum by sum, each of the channels that there are.</summary>
    void WriteEach(Func<int, int, string> accumulator)
    {
        var stored = columns.PassedOver(micro);
        for (var pixel = 0; pixel < tile.Pixels; pixel++)
            foreach (var (sum, channel, lanes) in tile.Parts(v => accumulator(pixel, v)))
            {
                var (row, column) = (Number(pixel / tile.Columns.Count), Number(pixel % tile.Columns.Count));
                var value = epilogue!.Apply(micro.Code, sum, lanes, channel, row, column);
                var store = StoredTile.Store(value, lanes, tile.Place(micro, row, column, channel));
                micro.Code.Line(stored is null ? store : $"if ({stored} <= {column}) {store}");
                micro.Locals.Release();
            }
    }
}
