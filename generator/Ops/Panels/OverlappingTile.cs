using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Where steps of one length do not fill a row, its last tile begins earlier: it computes some columns again, and stores those alone that
/// the tile before has not, so that threads may do them in any order and sums may replace what they are added to.
/// </summary>
/// <param name="columns">The row's steps.</param>
sealed class OverlappingTile(Cut columns)
{
    const string Start = "start", Stored = "stored";

    readonly string _column = columns.Index("column");

    bool Overlaps => columns.Over > 0;

    /// <summary>The C# of a tile's first column.</summary>
    public string First => Overlaps ? Start : _column;

    /// <summary>The C# of the first column that it stores.</summary>
    public string FirstStored => _column;

    /// <summary>Writes to the caller what <see cref="First"/> is.</summary>
    public void Declare(KernelWriter writer)
    {
        if (Overlaps) writer.Code.Line($"int {Start} = int.Min({_column}, {Number(columns.To - columns.Step)});");
    }

    /// <summary>The C# of how many of the tile's columns are not stored, in a micro-kernel; null where all are.</summary>
    public string? PassedOver(MicroKernel micro)
    {
        if (!Overlaps) return null;
        micro.Index(Stored, $"{_column} - {Start}");
        return Stored;
    }

    /// <summary>The C# of the columns that are stored, for a micro-kernel with a parameter of that name.</summary>
    public string CountStored(MicroKernel micro, string name)
    {
        if (!Overlaps) return micro.Number(name, columns.Step);
        micro.Index(name, $"{Start} + {Number(columns.Step)} - {_column}");
        return name;
    }
}
