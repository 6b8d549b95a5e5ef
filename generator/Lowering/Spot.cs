namespace EdgeCompile.Lowering;

/// <summary>Some lanes of a nest's output while it is written: what each axis can come to there, its C#, and how many lanes.</summary>
sealed record Spot(Interval[] Ranges, string[] Axes, int Lanes)
{
    /// <summary>The spot with an axis bound to a name or number.</summary>
    public Spot At(int axis, string index, Interval range)
    {
        var at = new Spot((Interval[])Ranges.Clone(), (string[])Axes.Clone(), Lanes);
        at.Ranges[axis] = range;
        at.Axes[axis] = index;
        return at;
    }

    public IndexCode Index(KernelWriter writer, int vectorAxis) =>
        new(writer, Axes, part => new VectorCode(writer, 1, vectorAxis, Axes, Ranges).Write(part));

    public VectorCode Code(KernelWriter writer, int vectorAxis) => new(writer, Lanes, vectorAxis, Axes, Ranges);
}
