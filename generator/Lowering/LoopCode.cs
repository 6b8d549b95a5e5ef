using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes the loops of a nest: output axes from the outermost in memory to the innermost, which is computed in vectors where it can be.
/// A loop over an axis along which a load leaves its tensor is split, so that the part that stays inside runs without tests.
/// </summary>
sealed class LoopCode(KernelWriter writer, IterationSpace space)
{
    /// <summary>Copies of the loop body that splitting may make.</summary>
    const int MostBodies = 9;
    const int LongRun = 64;

    readonly Value _output = space.Nest.Output;
    readonly int _vectorAxis = VectorAxis.Of(space);

    public void Write()
    {
        if (space.IsEmpty) return;
        var order = Enumerable.Range(0, space.Rank).Where(axis => space.Ranges[axis].High > 0 && axis != _vectorAxis)
            .OrderByDescending(axis => Math.Abs(space.OutputAddress[axis])).ToList();
        if (_vectorAxis >= 0) order.Add(_vectorAxis);
        Loops(order, 0, new([.. space.Ranges], [.. space.Ranges.Select(_ => "0")], 1), Pieces(order));
    }

    /// <summary>How each axis is split, within the budget, from the innermost on.</summary>
    Dictionary<int, List<Interval>> Pieces(List<int> order)
    {
        var bodies = 1;
        var pieces = new Dictionary<int, List<Interval>>();
        foreach (var axis in Enumerable.Reverse(order))
        {
            var split = Split(axis);
            pieces[axis] = bodies * split.Count <= MostBodies ? split : [space.Ranges[axis]];
            bodies *= pieces[axis].Count;
        }
        return pieces;
    }

    List<Interval> Split(int axis)
    {
        var whole = space.Ranges[axis];
        var cuts = new SortedSet<long>();
        foreach (var border in space.Borders)
        {
            if (border.InsideAlong(axis, space.Ranges) is not { } inside || inside.High < inside.Low) continue;
            cuts.Add(inside.Low);
            cuts.Add(inside.High + 1);
        }
        var pieces = new List<Interval>();
        var low = whole.Low;
        foreach (var cut in cuts.Where(cut => cut > whole.Low && cut <= whole.High))
        {
            pieces.Add(new(low, cut - 1));
            low = cut;
        }
        pieces.Add(new(low, whole.High));
        return pieces;
    }

    void Loops(List<int> order, int depth, Spot spot, Dictionary<int, List<Interval>> pieces)
    {
        if (depth == order.Count)
        {
            Block([spot]);
            return;
        }
        var axis = order[depth];
        foreach (var piece in pieces[axis])
        {
            if (axis == _vectorAxis) Strips(spot, piece);
            else if (piece.Count == 1) Loops(order, depth + 1, spot.At(axis, CSharpText.Number(piece.Low), piece), pieces);
            else
            {
                var name = writer.Local("i");
                using (writer.Code.Braces($"for (nint {name} = {CSharpText.Number(piece.Low)}; {name} < {CSharpText.Number(piece.High + 1)}; {name}++)"))
                    Loops(order, depth + 1, spot.At(axis, name, piece), pieces);
            }
        }
    }

    /// <summary>Covers a part of the innermost axis: the widest vectors in a loop, then one of each narrower kind, then single elements.</summary>
    void Strips(Spot spot, Interval piece)
    {
        var body = IterationSpace.Specialised(space.Body, spot.At(_vectorAxis, "", piece).Ranges);
        if (Run(body, spot, piece) is { } run)
        {
            writer.Code.Line(run);
            return;
        }
        // A test that differs from lane to lane, or from spot to spot, is made one element at a time.
        var crossed = space.Borders.Any(border => border.Crosses(_vectorAxis) && !border.IsInside(spot.At(_vectorAxis, "", piece).Ranges))
            && (space.Skips || body.Loads().Any(load => load.Outside is not null));
        var vectors = !crossed && VectorAxis.Vectorizes(space, body, _vectorAxis);
        var low = piece.Low;
        foreach (var lanes in writer.Isa.LaneCounts.Where(lanes => lanes == 1 || vectors))
        {
            var count = (piece.High + 1 - low) / lanes;
            var unroll = crossed ? 1 : Unroll(lanes);
            var blocks = count / unroll;
            if (blocks > 1)
            {
                var name = writer.Local("i");
                var step = lanes * unroll;
                var strip = new Interval(low, low + blocks * step - 1);
                var increment = step == 1 ? $"{name}++" : $"{name} += {CSharpText.Number(step)}";
                using (writer.Code.Braces($"for (nint {name} = {CSharpText.Number(low)}; {name} < {CSharpText.Number(strip.High + 1)}; {increment})"))
                    Block([.. Enumerable.Range(0, unroll).Select(u =>
                        spot.At(_vectorAxis, u == 0 ? name : $"{name} + {CSharpText.Number(u * lanes)}", strip) with { Lanes = lanes })]);
                low = strip.High + 1;
                count -= blocks * unroll;
            }
            for (; count > 0; count -= unroll)
            {
                var spots = (int)Math.Min(count, unroll);
                Block([.. Enumerable.Range(0, spots).Select(u =>
                    spot.At(_vectorAxis, CSharpText.Number(low + u * lanes), new(low + u * lanes, low + (u + 1) * lanes - 1)) with { Lanes = lanes })]);
                low += spots * lanes;
            }
        }
    }

    /// <summary>Vectors per iteration: several where they are quick, to hide latencies and the loop's own cost.</summary>
    int Unroll(int lanes) => lanes == 1 && VectorAxis.Reduced(space) >= 0 ? 1 : VectorCode.IsCostly(space.Body) || (space.Finish is { } finish && VectorCode.IsCostly(finish)) ? 1 : lanes == 1 ? 2 : 4;

    /// <summary>A copy of neighbours to neighbours, or null.</summary>
    string? Run(Expr body, Spot spot, Interval piece)
    {
        if (space.Nest.Reduction is not null || body is not Expr.Load { Outside: null } load || piece.Count < LongRun) return null;
        var source = writer[load.Source];
        var from = Affine.Address(load.Indices, source.Layout.Strides);
        if (from[_vectorAxis] != 1 || space.OutputAddress[_vectorAxis] != 1 || from.Bends(_vectorAxis)) return null;
        var axes = spot.At(_vectorAxis, CSharpText.Number(piece.Low), piece).Axes;
        var index = new IndexCode(writer, axes, part => new VectorCode(writer, 1, _vectorAxis, axes, spot.Ranges).Write(part));
        var count = CSharpText.Number(piece.Count);
        return $"MemoryMarshal.CreateSpan(ref Unsafe.Add(ref {source.Name}, {index.Sum(from)}), {count})"
            + $".CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref {writer[_output].Name}, {index.Sum(space.OutputAddress)}), {count}));";
    }

    /// <summary>Computes and stores the elements at some spots that lie side by side.</summary>
    void Block(IReadOnlyList<Spot> spots)
    {
        if (space.Nest.Reduction is not null)
        {
            new ReductionCode(writer, space, _vectorAxis, spots, Store).Write();
            return;
        }
        var results = spots.Select(spot => spot.Code(writer, _vectorAxis).Write(IterationSpace.Specialised(space.Body, spot.Ranges))).ToArray();
        for (var i = 0; i < spots.Count; i++) Store(spots[i], results[i]);
    }

    void Store(Spot spot, string result)
    {
        var target = writer[_output].Name;
        var index = new IndexCode(writer, spot.Axes, _ => throw new InvalidOperationException("an output is addressed by its axes alone"));
        var address = index.Sum(space.OutputAddress);
        if (spot.Lanes == 1) writer.Code.Line($"Unsafe.Add(ref {target}, {address}) = {result};");
        else if (space.OutputAddress[_vectorAxis] == 1) writer.Code.Line($"{Isa.LaneClass(spot.Lanes)}.Store({result}, ref {target}, {address});");
        else writer.Code.Line($"{Isa.LaneClass(spot.Lanes)}.Scatter({result}, ref {target}, {address}, {CSharpText.Number(space.OutputAddress[_vectorAxis])});");
    }
}
