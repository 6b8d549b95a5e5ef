namespace EdgeCompile.Ops;

/// <summary>A stretch of an axis that is walked in equal steps.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="Step">Places of a step.</param>
/// <param name="Count">Steps.</param>
/// <param name="Over">Places of the last step that lie beyond the end; see <see cref="OverlappingTile"/>.</param>
readonly record struct Cut(int From, int Step, int Count, int Over = 0)
{
    public int To => From + Step * Count - Over;

    public static Cut Whole(int extent) => new(0, 1, extent);

    /// <summary>The C# of the place along the axis: a loop variable's name, or a number where there is but one step.</summary>
    public string Index(string name) => Count > 1 ? name : Support.CSharpText.Number(From);

    /// <summary>An axis in the fewest steps of at most <paramref name="most"/>, all of one length, so that they are one kind of code.</summary>
    public static Cut Covering(int extent, int most)
    {
        var steps = (extent + most - 1) / most;
        var step = (extent + steps - 1) / steps;
        return new(0, step, steps, step * steps - extent);
    }

    /// <summary>
    /// An axis in the fewest steps of at most <paramref name="most"/>, which differ by one at most: one stretch, or a longer and a shorter step.
    /// </summary>
    public static IReadOnlyList<Cut> Evenly(int extent, int most)
    {
        var steps = (extent + most - 1) / most;
        int shorter = extent / steps, longer = extent % steps;
        return longer == 0
            ? [new(0, shorter, steps)]
            : [new(0, shorter + 1, longer), new(longer * (shorter + 1), shorter, steps - longer)];
    }
}
