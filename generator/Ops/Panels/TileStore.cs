using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes the end of a tile: the epilogue and the stores of exactly the channels that there are. A cheap epilogue is applied to the
/// accumulators; a costly one would push them out of their registers, so it runs over the stored tile, which is still in the nearest cache.
/// </summary>
/// <param name="micro">The micro-kernel, which has the reference y.</param>
/// <param name="epilogue">What is applied, if anything.</param>
/// <param name="rows">Rows of the tile, and floats from one to the next in the output.</param>
/// <param name="columns">Columns of the tile, and floats from one to the next.</param>
/// <param name="vectors">Vectors of channels.</param>
/// <param name="lanes">Floats of each.</param>
/// <param name="stored">Channels that are stored.</param>
sealed class TileStore(MicroKernel micro, TileEpilogue? epilogue, (int Count, int Step) rows, (int Count, int Step) columns, int vectors, int lanes, int stored)
{
    /// <param name="accumulator">The name of the sum of a pixel and a vector.</param>
    public void Write(Func<int, int, string> accumulator)
    {
        for (var row = 0; row < rows.Count; row++)
            for (var column = 0; column < columns.Count; column++)
            {
                var pixel = row * columns.Count + column;
                foreach (var (sum, channel, width) in Parts(v => accumulator(pixel, v)))
                    if (epilogue is null or { IsCostly: true }) Store(micro.Code, sum, width, Place(Number(row), Number(column), channel));
                    else WriteApplied(epilogue, sum, width, channel, Number(row), Number(column));
            }
        if (epilogue is { IsCostly: true }) WriteSecondPass(epilogue, accumulator);
    }

    // Locals in braces share their places: there may not be many (MicroKernel.LocalsAtMost).
    void WriteApplied(TileEpilogue epilogue, string sum, int width, int channel, string row, string column)
    {
        var code = new CodeWriter();
        var value = epilogue.Apply(code, sum, width, channel, row, column);
        var locals = code.Length > 0;
        Store(code, value, width, Place(row, column, channel));
        using (locals ? micro.Code.Braces() : default(IDisposable)) micro.Code.Line(code.ToString().TrimEnd('\n'));
    }

    // The sums' places serve once more.
    void WriteSecondPass(TileEpilogue epilogue, Func<int, int, string> accumulator)
    {
        using var rowLoop = rows.Count > 1 ? micro.Loop(1, Number(rows.Count)) : null;
        using var columnLoop = columns.Count > 1 ? micro.Loop(0, Number(columns.Count)) : null;
        string row = rows.Count > 1 ? MicroKernel.Counter(1) : "0", column = columns.Count > 1 ? MicroKernel.Counter(0) : "0";
        var parts = Parts(_ => "").ToList();
        foreach (var (_, channel, width) in parts)
        {
            using var part = parts.Count > 1 ? micro.Code.Braces() : default(IDisposable);
            var place = Place(row, column, channel);
            var stored = width == lanes ? accumulator(0, channel / lanes) : "stored";
            micro.Code.Line($"{(width == lanes ? "" : "var ")}{stored} = {Isa.LaneClass(width)}.Load(ref y, {place});");
            Store(micro.Code, epilogue.Apply(micro.Code, stored, width, channel, row, column), width, place);
        }
    }

    /// <summary>The stored parts of a pixel's vectors.</summary>
    IEnumerable<(string Value, int Channel, int Lanes)> Parts(Func<int, string> vector) =>
        Enumerable.Range(0, vectors).SelectMany(v => KernelText.Parts(vector(v), lanes, stored - v * lanes, v * lanes));

    string Place(string row, string column, int channel) => micro.Sum([("yRow", rows.Step, row), ("yColumn", columns.Step, column)], channel);

    static void Store(CodeWriter code, string value, int width, string place) => code.Line($"{Isa.LaneClass(width)}.Store({Bare(value)}, ref y, {place});");
}
