using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes a costly epilogue as a micro-kernel of its own: applied to the sums it would push them out of their registers, so it runs over the
/// tile just stored, which is still in the nearest cache. Tiles that differ in their sums alone share its text, and those with other
/// epilogues share the sums'.
/// </summary>
/// <param name="writer">The caller.</param>
/// <param name="tile">What was stored.</param>
/// <param name="columns">The columns that were stored.</param>
/// <param name="output">The C# of the first element that was stored, in the caller.</param>
sealed class TilePass(KernelWriter writer, StoredTile tile, OverlappingTile columns, string output)
{
    readonly MicroKernel _micro = new(writer);

    /// <summary>Writes the call.</summary>
    /// <param name="apply">What is applied, given the micro-kernel.</param>
    public void Write(Func<MicroKernel, TileEpilogue> apply)
    {
        _micro.Reference("float", "y", output);
        var epilogue = apply(_micro);
        using (Loop(tile.Rows.Count, () => _micro.Number("rows", tile.Rows.Count), 1, out var row))
        using (Loop(tile.Columns.Count, () => columns.CountStored(_micro, "columns"), 0, out var column))
            foreach (var (_, channel, lanes) in tile.Parts(_ => ""))
            {
                var (place, sum) = (tile.Place(_micro, row, column, channel), _micro.Locals.Take(Isa.VectorType(lanes)));
                _micro.Code.Line($"{sum} = {Isa.LaneClass(lanes)}.Load(ref y, {place});");
                _micro.Code.Line(StoredTile.Store(epilogue.Apply(_micro.Code, sum, lanes, channel, row, column), lanes, place));
                _micro.Locals.Release();
            }
        _micro.Call("Pass");
    }

    IDisposable? Loop(int most, Func<string> times, int counter, out string index)
    {
        index = most > 1 ? MicroKernel.Counter(counter) : "0";
        return most > 1 ? _micro.Loop(counter, times()) : null;
    }
}
