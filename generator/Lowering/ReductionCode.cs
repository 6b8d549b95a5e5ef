using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>Writes the reduction at some spots: accumulators, the loops over the reduced axes, the finish.</summary>
sealed class ReductionCode(KernelWriter writer, IterationSpace space, int vectorAxis, IReadOnlyList<Spot> spots, Action<Spot, string> store)
{
    /// <summary>Additions that overlap, so that none waits for the one before; also what keeps the rounding of long sums small.</summary>
    const int MostPartialSums = 4;

    readonly Function _function = space.Nest.Reduction!.Function;
    readonly Expr.Accumulator _accumulator = new(space.Nest.Body.Type);

    public void Write()
    {
        if (space.ReducesNothing)
            foreach (var spot in spots) Finish(spot, Declare(spot));
        else if (spots.All(spot => spot.Lanes == 1) && VectorAxis.Reduced(space) is var axis and >= 0)
            foreach (var spot in spots) AlongReducedAxis(spot, axis);
        else AlongOutput();
    }

    /// <summary>An accumulator for each spot; several where a loop is long and registers are left.</summary>
    void AlongOutput()
    {
        var order = Order();
        var copies = Copies(order);
        var sums = Enumerable.Range(0, copies).Select(_ => spots.Select(Declare).ToArray()).ToArray();
        new ReducedLoops(writer, space, vectorAxis, copies, (at, copy) =>
        {
            for (var i = 0; i < at.Count; i++) Add(at[i], vectorAxis, sums[copy][i]);
        }).Write(order, spots);
        for (var i = 0; i < spots.Count; i++)
        {
            for (var copy = 1; copy < copies; copy++) Fold(spots[i].Lanes, sums[0][i], sums[copy][i]);
            Finish(spots[i], sums[0][i]);
        }
    }

    int Copies(IReadOnlyList<int> order)
    {
        if (order.Count == 0 || !_accumulator.Type.IsFloat() || space.Borders.Count > 0 || InOrder) return 1;
        var copies = Math.Min(MostPartialSums, writer.Isa.Registers / 2 / spots.Count);
        var window = order.Aggregate(1L, (product, axis) => product * space.Ranges[axis].Count);
        return window > ReducedLoops.SmallWindow && space.Ranges[order[order.Count - 1]].Count >= 4 * copies ? Math.Max(1, copies) : 1;
    }

    /// <summary>Vectors of partial results along a reduced axis, then their lanes are folded.</summary>
    void AlongReducedAxis(Spot spot, int axis)
    {
        var extent = space.Ranges[axis].Count;
        var widest = writer.Isa.LaneCounts.First(lanes => lanes <= extent);
        var sum = Declare(spot with { Lanes = 1 });
        var partials = (int)Math.Min(MostPartialSums, extent / widest);
        var partial = Enumerable.Range(0, partials).Select(_ => Declare(spot with { Lanes = widest })).ToArray();
        new ReducedLoops(writer, space, vectorAxis, 1, (at, _) =>
        {
            long low = 0;
            foreach (var lanes in writer.Isa.LaneCounts.Where(lanes => lanes <= widest))
            {
                var count = (extent - low) / lanes;
                var step = partial.Length * lanes;
                var end = low + count / partial.Length * step;
                if (lanes == widest && end - low > step)
                {
                    var name = writer.Local("r");
                    using (writer.Code.Loop(name, low, end, step))
                        for (var i = 0; i < partial.Length; i++) AddVector(i == 0 ? name : $"{name} + {CSharpText.Number(i * lanes)}", lanes, i);
                    low = end;
                    count %= partial.Length;
                }
                for (var i = 0; i < count; i++, low += lanes) AddVector(CSharpText.Number(low), lanes, i);
            }

            void AddVector(string index, int lanes, int i)
            {
                var here = at[0].At(axis, index, at[0].Ranges[axis]) with { Lanes = lanes };
                if (lanes == widest) Add(here, axis, partial[i % partial.Length]);
                else if (lanes == 1) Add(here, axis, sum);
                else FoldLanes(lanes, sum, here.Code(writer, axis).Write(space.Body));
            }
        }).Write([.. Order().Where(other => other != axis)], [spot]);
        foreach (var other in partial.Skip(1)) Fold(widest, partial[0], other);
        FoldLanes(widest, sum, partial[0]);
        Finish(spot, sum);
    }

    bool InOrder => space.Nest.Reduction!.InOrder;

    /// <summary>Reduced axes, outermost first, as the first load that moves with them lies.</summary>
    IReadOnlyList<int> Order()
    {
        var axes = Enumerable.Range(space.Rank, space.Ranges.Count - space.Rank).Where(axis => space.Ranges[axis].High > 0);
        if (InOrder) return [.. axes];
        var addresses = space.Body.Loads().Select(load => Affine.Address(load.Indices, space.Layout(load.Source).Strides)).ToArray();
        return [.. axes.OrderByDescending(axis => addresses.Select(address => Math.Abs(address[axis])).FirstOrDefault(stride => stride > 0))];
    }

    void Add(Spot spot, int laneAxis, string sum)
    {
        var body = IterationSpace.Specialised(space.Body, spot.Ranges);
        var next = spot.Code(writer, laneAxis).Write(Expr.Binary(_function, body, _accumulator), sum);
        writer.Code.Line($"{sum} = {CSharpText.Bare(next)};");
    }

    void Finish(Spot spot, string sum) => store(spot, space.Finish is { } finish ? spot.Code(writer, vectorAxis).WriteStored(finish, sum) : sum);

    void Fold(int lanes, string sum, string other)
    {
        var call = (Expr.Call)Expr.Binary(_function, _accumulator, _accumulator);
        var text = lanes == 1 ? ScalarCode.Call(call, [sum, other]) : VectorFunctions.Call(call, lanes, [sum, other]);
        writer.Code.Line($"{sum} = {CSharpText.Bare(text)};");
    }

    void FoldLanes(int lanes, string sum, string vector)
    {
        var fold = _function switch { Function.Add => "Sum", Function.Multiply => "Prod", var function => function.ToString() };
        var folded = $"{LaneTypes.ClassOf(_accumulator.Type, lanes)}.{fold}Lanes({CSharpText.Bare(vector)})";
        Fold(1, sum, LaneTypes.IsNarrow(_accumulator.Type) ? $"(({ScalarCode.TypeName(_accumulator.Type)}){folded})" : folded);
    }

    string Declare(Spot spot)
    {
        var name = writer.Local("a");
        var neutral = Neutral();
        writer.Code.Line($"var {name} = {(spot.Lanes == 1 ? neutral : $"{spot.ClassOf(_accumulator.Type)}.Create({neutral})")};");
        return name;
    }

    string Neutral()
    {
        var type = _accumulator.Type;
        var value = _function switch
        {
            Function.Add or Function.Or => 0,
            Function.Multiply or Function.And => 1,
            Function.Max => double.NegativeInfinity,
            Function.Min => double.PositiveInfinity,
            var function => throw new ModelException($"a reduction with {function} is not compiled"),
        };
        if (!double.IsInfinity(value) || type.IsFloat()) return ScalarCode.Literal(new(value, type));
        return type == ElementType.Bool ? value > 0 ? "true" : "false" : $"{ScalarCode.TypeName(type)}.{(value > 0 ? "MaxValue" : "MinValue")}";
    }
}
