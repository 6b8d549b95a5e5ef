using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>What a tile writes: some pixels by the channels that there are, stored exactly.</summary>
/// <param name="Rows">Rows of the tile, and floats from one to the next in the output.</param>
/// <param name="Columns">Columns of the tile, and floats from one to the next.</param>
/// <param name="Vectors">Vectors of channels.</param>
/// <param name="Lanes">Floats of each.</param>
/// <param name="Channels">Channels that are stored.</param>
sealed record StoredTile((int Count, int Step) Rows, (int Count, int Step) Columns, int Vectors, int Lanes, int Channels)
{
    /// <summary>Whether all channels of its vectors are stored.</summary>
    public bool IsWhole => Channels == Vectors * Lanes;

    public int Pixels => Rows.Count * Columns.Count;

    /// <summary>The stored parts of a pixel's vectors, each with its first channel.</summary>
    /// <param name="vector">The C# of a vector.</param>
    public IEnumerable<(string Value, int Channel, int Lanes)> Parts(Func<int, string> vector) =>
        Enumerable.Range(0, Vectors).SelectMany(v => Parts(vector(v), v));

    /// <summary>Those of one vector, given its C#.</summary>
    public IEnumerable<(string Value, int Channel, int Lanes)> Parts(string value, int vector) =>
        KernelText.Parts(value, Lanes, Channels - vector * Lanes, vector * Lanes);

    /// <summary>The C# of an element's distance from the reference y.</summary>
    public string Place(MicroKernel micro, string row, string column, int channel) =>
        micro.Sum([("yRow", Rows.Step, row), ("yColumn", Columns.Step, column)], channel);

    /// <summary>The statement that stores a part.</summary>
    public static string Store(string value, int lanes, string place) => $"{Isa.LaneClass(lanes)}.Store({Bare(value)}, ref y, {place});";
}
