using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes the loops over reduced axes. Small windows are unrolled; loops that would leave a tensor are cut to what lies inside, at build
/// time where that is known.
/// </summary>
/// <param name="writer">The method that is written.</param>
/// <param name="space">The nest.</param>
/// <param name="vectorAxis">The axis along which spots hold lanes.</param>
/// <param name="copies">How many iterations of the last loop are written side by side, each with accumulators of its own.</param>
/// <param name="inner">Writes the innermost statements for the spots and one of the copies.</param>
sealed class ReducedLoops(KernelWriter writer, IterationSpace space, int vectorAxis, int copies, Action<IReadOnlyList<Spot>, int> inner)
{
    /// <summary>Taps of a window that is unrolled.</summary>
    public const int SmallWindow = 16;
    const int LongestUnrolling = 16;

    /// <summary>Writes the loops over some axes, outermost first.</summary>
    public void Write(IReadOnlyList<int> order, IReadOnlyList<Spot> spots) => Write(order, spots.Count, spots, space.Skips ? space.Borders : []);

    void Write(IReadOnlyList<int> order, int statements, IReadOnlyList<Spot> at, IReadOnlyList<Border> borders)
    {
        if (order.Count == 0)
        {
            Tested(at, borders);
            return;
        }
        var axis = order[0];
        var rest = order.Skip(1).ToArray();
        var known = borders.Where(border => border.Crosses(axis) && !rest.Any(border.Crosses)).ToArray();
        var range = at[0].Ranges[axis];
        var cut = known.Where(border => border.IsDecidedAlong(axis, at[0].Ranges)).ToArray();
        foreach (var border in cut) range = range.Intersection(border.InsideAlong(axis, at[0].Ranges)!.Value);
        if (range.Count <= 0) return;
        var bounds = Bounds(axis, at[0], known.Except(cut));
        var open = borders.Except(cut).Except(bounds.Select(bound => bound.Border)).ToArray();

        var window = rest.Aggregate(range.Count, (product, other) => product * at[0].Ranges[other].Count);
        if (bounds.Count == 0 && copies == 1 && window <= SmallWindow && window * statements <= LongestUnrolling)
        {
            for (var index = range.Low; index <= range.High; index++)
                Write(rest, statements * (int)range.Count, Bound(at, axis, CSharpText.Number(index), new(index, index)), open);
            return;
        }
        var first = Bounded("Max", CSharpText.Number(range.Low), bounds.Select(bound => bound.First));
        var end = Bounded("Min", CSharpText.Number(range.High + 1), bounds.Select(bound => bound.End));
        var name = writer.Local("r");
        if (rest.Length > 0 || copies == 1)
        {
            using (writer.Code.Loop(name, first, end))
                Write(rest, statements, Bound(at, axis, name, range), open);
            return;
        }
        var whole = range.Count / copies * copies;
        using (writer.Code.Loop(name, range.Low, range.Low + whole, copies))
            for (var copy = 0; copy < copies; copy++)
                inner(Bound(at, axis, copy == 0 ? name : $"{name} + {CSharpText.Number(copy)}", range), copy);
        for (var copy = 0; copy < range.Count - whole; copy++)
            inner(Bound(at, axis, CSharpText.Number(range.Low + whole + copy), range), copy);
    }

    /// <summary>Statements that only run where the indices that no loop was cut to are inside.</summary>
    void Tested(IReadOnlyList<Spot> at, IReadOnlyList<Border> borders)
    {
        var left = borders.Where(border => !border.IsInside(at[0].Ranges)).ToArray();
        if (left.Any(border => border.IsOutside(at[0].Ranges))) return;
        if (left.Length == 0)
        {
            inner(at, 0);
            return;
        }
        var index = at[0].Index(writer, vectorAxis);
        var tests = left.Select(border => index.IsInside(border.Index, border.Size));
        using (writer.Code.Braces($"if ({string.Join(" && ", tests)})"))
            inner(at, 0);
    }

    /// <summary>Bounds from the indices that are known once this axis is.</summary>
    List<(Border Border, string First, string End)> Bounds(int axis, Spot spot, IEnumerable<Border> borders)
    {
        var bounds = new List<(Border, string, string)>();
        foreach (var border in borders.Where(border => !border.IsInside(spot.Ranges)))
            if (border.BoundsOf(axis, spot.Index(writer, vectorAxis)) is var (first, end)) bounds.Add((border, first, end));
        return bounds;
    }

    string Bounded(string function, string constant, IEnumerable<string> bounds)
    {
        var text = bounds.Aggregate(constant, (bound, other) => $"int.{function}({bound}, {other})");
        if (text == constant) return text;
        var name = writer.Local("n");
        writer.Code.Line($"var {name} = {text};");
        return name;
    }

    static Spot[] Bound(IReadOnlyList<Spot> at, int axis, string index, Interval range) => [.. at.Select(spot => spot.At(axis, index, range))];
}
