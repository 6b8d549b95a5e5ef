using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes the reduction at some spots: an accumulator for each, loops over the reduced axes, the finish. Small windows are unrolled;
/// loops that would leave a tensor are cut to what lies inside.
/// </summary>
sealed class ReductionCode(KernelWriter writer, IterationSpace space, int vectorAxis, IReadOnlyList<Spot> spots, Action<Spot, string> store)
{
    const int SmallWindow = 16;
    const int LongestUnrolling = 64;

    readonly Reduction _reduction = space.Nest.Reduction!;
    readonly Expr.Accumulator _accumulator = new(space.Nest.Body.Type);

    public void Write()
    {
        if (space.ReducesNothing)
            foreach (var spot in spots) Finish(spot, Declare(Neutral(spot.Lanes)));
        else if (spots.All(spot => spot.Lanes == 1) && VectorAxis.Reduced(space) is var axis and >= 0)
            foreach (var spot in spots) AlongReducedAxis(spot, axis);
        else AlongOutput();
    }

    /// <summary>One accumulator per spot.</summary>
    void AlongOutput()
    {
        var sums = spots.Select(spot => Declare(Neutral(spot.Lanes))).ToArray();
        Loops(Order(), 1, spots, space.Borders, inner =>
        {
            for (var i = 0; i < inner.Count; i++) Add(inner[i], vectorAxis, sums[i]);
        });
        for (var i = 0; i < spots.Count; i++) Finish(spots[i], sums[i]);
    }

    /// <summary>Vectors of partial results along a reduced axis, several so that additions overlap; then the lanes are folded.</summary>
    void AlongReducedAxis(Spot spot, int axis)
    {
        var sum = Declare(Neutral(1));
        var widest = writer.Isa.LaneCounts.First(lanes => lanes == 1 || lanes <= space.Ranges[axis].Count);
        var vectors = space.Ranges[axis].Count / widest;
        var partial = Enumerable.Range(0, (int)Math.Min(4, vectors)).Select(_ => Declare(Neutral(widest))).ToArray();
        Loops([.. Order().Where(other => other != axis)], 1, [spot], space.Borders, inner =>
        {
            long low = 0;
            foreach (var lanes in writer.Isa.LaneCounts.Where(lanes => lanes <= widest))
            {
                var count = (space.Ranges[axis].Count - low) / lanes;
                var width = lanes == widest ? partial.Length : 1;
                var blocks = count / width;
                if (blocks > 1)
                {
                    var name = writer.Local("r");
                    using (writer.Code.Braces($"for (nint {name} = {CSharpText.Number(low)}; {name} < {CSharpText.Number(low + blocks * width * lanes)}; {name} += {CSharpText.Number(width * lanes)})"))
                        for (var i = 0; i < width; i++) At(inner[0], i == 0 ? name : $"{name} + {CSharpText.Number(i * lanes)}", lanes, i);
                    low += blocks * width * lanes;
                    count -= blocks * width;
                }
                for (var i = 0; i < count; i++, low += lanes) At(inner[0], CSharpText.Number(low), lanes, i);
            }
        });
        foreach (var vector in partial.Where(_ => widest > 1)) writer.Code.Line($"{sum} = {Combined(sum, $"{Isa.LaneClass(widest)}.{Fold}Lanes({vector})")};");
        Finish(spot, sum);

        void At(Spot inner, string index, int lanes, int i)
        {
            var at = inner.At(axis, index, inner.Ranges[axis]) with { Lanes = lanes };
            if (lanes == widest && widest > 1) Add(at, axis, partial[i % partial.Length]);
            else if (lanes == 1) Add(at, axis, sum);
            else writer.Code.Line($"{sum} = {Combined(sum, $"{Isa.LaneClass(lanes)}.{Fold}Lanes({at.Code(writer, axis).Write(space.Body)})")};");
        }
    }

    /// <summary>The loops over reduced axes; the last ones are unrolled where they are short.</summary>
    /// <param name="order">The axes that are still to be bound, outermost first.</param>
    /// <param name="copies">How often the loops outside of these were unrolled.</param>
    /// <param name="at">The spots, with the axes that are bound.</param>
    /// <param name="borders">What the loops outside of these have not been cut to yet.</param>
    /// <param name="inner">Writes the innermost statements.</param>
    void Loops(IReadOnlyList<int> order, int copies, IReadOnlyList<Spot> at, IReadOnlyList<Border> borders, Action<IReadOnlyList<Spot>> inner)
    {
        if (order.Count == 0)
        {
            Tested(at, borders, inner);
            return;
        }
        var axis = order[0];
        var range = at[0].Ranges[axis];
        var rest = order.Skip(1).ToArray();
        var window = order.Aggregate(1L, (product, other) => product * at[0].Ranges[other].Count);
        var bounds = Bounds(axis, at[0], rest, borders);
        if (bounds.Count == 0 && window <= SmallWindow && window * copies * spots.Count <= LongestUnrolling)
        {
            for (var index = range.Low; index <= range.High; index++)
                Loops(rest, copies * (int)range.Count, [.. at.Select(spot => spot.At(axis, CSharpText.Number(index), new(index, index)))], borders, inner);
            return;
        }
        var first = Bounded("Max", CSharpText.Number(range.Low), bounds.Select(bound => bound.First));
        var end = Bounded("Min", CSharpText.Number(range.High + 1), bounds.Select(bound => bound.End));
        var name = writer.Local("r");
        var left = borders.Where(border => !bounds.Any(bound => bound.Border == border)).ToArray();
        using (writer.Code.Braces($"for (nint {name} = {first}; {name} < {end}; {name}++)"))
            Loops(rest, copies, [.. at.Select(spot => spot.At(axis, name, range))], left, inner);
    }

    /// <summary>Statements that only run where the indices that no loop was cut to are inside.</summary>
    void Tested(IReadOnlyList<Spot> at, IReadOnlyList<Border> borders, Action<IReadOnlyList<Spot>> inner)
    {
        var left = space.Skips ? borders.Where(border => !border.IsInside(at[0].Ranges)).ToArray() : [];
        if (left.Any(border => border.IsOutside(at[0].Ranges))) return;
        if (left.Length == 0)
        {
            inner(at);
            return;
        }
        var index = IndexOf(at[0]);
        using (writer.Code.Braces($"if ({string.Join(" && ", left.Select(border => $"(nuint)({index.Sum(border.Index)}) < {CSharpText.Number(border.Size)}"))})"))
            inner(at);
    }

    /// <summary>Bounds from the indices that are known once this axis is.</summary>
    List<(Border Border, string First, string End)> Bounds(int axis, Spot spot, IReadOnlyList<int> unbound, IReadOnlyList<Border> borders)
    {
        var bounds = new List<(Border, string, string)>();
        if (!space.Skips) return bounds;
        foreach (var border in borders.Where(border => border.Crosses(axis) && !unbound.Any(border.Crosses) && !border.IsInside(spot.Ranges)))
            if (border.BoundsOf(axis, IndexOf(spot)) is var (first, end)) bounds.Add((border, first, end));
        return bounds;
    }

    IndexCode IndexOf(Spot spot) => new(writer, spot.Axes, part => new VectorCode(writer, 1, vectorAxis, spot.Axes).Write(part));

    string Bounded(string function, string constant, IEnumerable<string> bounds)
    {
        var text = bounds.Aggregate(constant, (bound, other) => $"nint.{function}({bound}, {other})");
        return text == constant ? text : Declare(text);
    }

    /// <summary>Reduced axes, outermost first, as the first load that moves with them lies.</summary>
    IReadOnlyList<int> Order()
    {
        var addresses = space.Body.Loads().Select(load => Affine.Address(load.Indices, space.Layout(load.Source).Strides)).ToArray();
        return [.. Enumerable.Range(space.Rank, space.Ranges.Count - space.Rank)
            .OrderByDescending(axis => addresses.Select(address => Math.Abs(address[axis])).FirstOrDefault(stride => stride > 0))];
    }

    void Add(Spot spot, int laneAxis, string sum)
    {
        var body = IterationSpace.Specialised(space.Body, spot.Ranges);
        var next = spot.Code(writer, laneAxis).Write(Expr.Binary(_reduction.Function, body, _accumulator), sum);
        writer.Code.Line($"{sum} = {next};");
    }

    void Finish(Spot spot, string sum) => store(spot, space.Finish is { } finish ? spot.Code(writer, vectorAxis).Write(finish, sum) : sum);

    string Combined(string a, string b) => ScalarCode.Call((Expr.Call)Expr.Binary(_reduction.Function, _accumulator, _accumulator), [b, a]);

    string Fold => _reduction.Function switch { Function.Add => "Sum", Function.Multiply => "Prod", var function => function.ToString() };

    string Neutral(int lanes)
    {
        var type = _accumulator.Type;
        var value = _reduction.Function switch
        {
            Function.Add or Function.Or => 0,
            Function.Multiply or Function.And => 1,
            Function.Max => double.NegativeInfinity,
            Function.Min => double.PositiveInfinity,
            var function => throw new ModelException($"a reduction with {function} is not compiled"),
        };
        if (double.IsInfinity(value) && !type.IsFloat())
            return type == ElementType.Bool ? value > 0 ? "true" : "false" : $"{ScalarCode.TypeName(type)}.{(value > 0 ? "MaxValue" : "MinValue")}";
        var literal = ScalarCode.Literal(new(value, type));
        return lanes == 1 ? literal : $"{Isa.LaneClass(lanes)}.Create({literal})";
    }

    string Declare(string text)
    {
        var name = writer.Local("a");
        writer.Code.Line($"var {name} = {text};");
        return name;
    }
}
