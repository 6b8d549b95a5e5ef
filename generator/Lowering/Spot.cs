using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// Some lanes of a nest's output while it is written: what each axis can come to there, its C#, how many lanes, and whether they are as
/// narrow as bytes.
/// </summary>
sealed record Spot(Interval[] Ranges, string[] Axes, int Lanes, bool Bytes = false)
{
    /// <summary>The spot with an axis bound to a name or number.</summary>
    public Spot At(int axis, string index, Interval range)
    {
        var at = this with { Ranges = (Interval[])Ranges.Clone(), Axes = (string[])Axes.Clone() };
        at.Ranges[axis] = range;
        at.Axes[axis] = index;
        return at;
    }

    public IndexCode Index(KernelWriter writer, int vectorAxis) =>
        new(writer, Axes, part => new VectorCode(writer, 1, vectorAxis, Axes, Ranges).Write(part));

    public VectorCode Code(KernelWriter writer, int vectorAxis) => new(writer, Lanes, vectorAxis, Axes, Ranges, Bytes);

    /// <summary>The runtime's class for these lanes.</summary>
    public string ClassOf(ElementType type) => Bytes ? ByteLanes.ClassOf(Lanes) : LaneTypes.ClassOf(type, Lanes);
}
