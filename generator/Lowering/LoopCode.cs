using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes the loops of a nest: output axes from the outermost in memory to the innermost, which is computed in vectors where it can be.
/// A loop over an axis along which a load leaves its tensor is split, so that the part that stays inside runs without tests.
/// </summary>
/// <param name="writer">The method.</param>
/// <param name="space">The loops.</param>
/// <param name="sharedAxis">The axis of which threads take some each; -1: none.</param>
/// <param name="pixels">
/// How many pixels are made by the first index of that axis, by the first two, and so on; null if it is no picture's rows.
/// </param>
sealed class LoopCode(KernelWriter writer, IterationSpace space, int sharedAxis = -1, IEnumerable<int>? pixels = null)
{
    const int MostPieces = 5;

    readonly Value _output = space.Nest.Output;
    readonly int _vectorAxis = VectorAxis.Of(space);
    readonly int _innerAxis = VectorAxis.Interchanged(space);
    bool _isShared;

    public void Write() => Write(new Dictionary<int, string>());

    /// <summary>Writes the loops inside of others, whose indices are known by these names.</summary>
    public void Write(IReadOnlyDictionary<int, string> outside)
    {
        if (space.IsEmpty) return;
        var order = space.LoopAxes.Where(axis => axis != _vectorAxis).OrderByDescending(axis => Math.Abs(space.OutputAddress[axis])).ToList();
        order.Remove(_innerAxis);
        if (_vectorAxis >= 0) order.Add(_vectorAxis);
        _isShared = sharedAxis != _vectorAxis && order.Contains(sharedAxis) && writer.Split((int)space.Ranges[sharedAxis].Count, pixels);
        string[] names = [.. space.Ranges.Select((_, axis) => outside.TryGetValue(axis, out var name) ? name : "0")];
        Loops(order, 0, new([.. space.Ranges], names, 1), atBorder: false);
    }

    void Loops(List<int> order, int depth, Spot spot, bool atBorder)
    {
        if (depth == order.Count)
        {
            Block([spot]);
            return;
        }
        var axis = order[depth];
        var borders = Open(spot);
        var pieces = Pieces(axis, spot, borders, atBorder);
        foreach (var piece in pieces)
        {
            if (axis == _vectorAxis)
            {
                Strips(spot, piece);
                continue;
            }
            var ranges = spot.At(axis, "", piece).Ranges;
            var leaves = atBorder || (pieces.Count > 1 && borders.Any(border => border.Crosses(axis) && !border.IsInside(ranges)));
            if (piece.Count == 1)
            {
                using (OnlyIfMine(axis, piece.Low))
                    Loops(order, depth + 1, spot.At(axis, CSharpText.Number(piece.Low), piece), leaves);
                continue;
            }
            var name = writer.Local("i");
            using (Loop(name, axis, piece))
                Loops(order, depth + 1, spot.At(axis, name, piece), leaves);
        }
    }

    IDisposable? OnlyIfMine(int axis, long index) =>
        _isShared && axis == sharedAxis ? writer.Code.Braces($"if ({KernelWriter.From} <= {CSharpText.Number(index)} && {CSharpText.Number(index)} < {KernelWriter.To})") : null;

    /// <summary>A loop over a piece of an axis, or over what a thread has of it.</summary>
    IDisposable Loop(string name, int axis, Interval piece)
    {
        if (!_isShared || axis != sharedAxis) return writer.Code.Loop(name, piece.Low, piece.High + 1);
        var first = piece.Low == space.Ranges[axis].Low ? KernelWriter.From : $"int.Max({CSharpText.Number(piece.Low)}, {KernelWriter.From})";
        var end = piece.High == space.Ranges[axis].High ? KernelWriter.To : $"int.Min({CSharpText.Number(piece.High + 1)}, {KernelWriter.To})";
        return writer.Code.Loop(name, first, end);
    }

    /// <summary>The indices that may leave their tensors where the axes run over the spot's ranges.</summary>
    IReadOnlyList<Border> Open(Spot spot) => space.Skips
        ? [.. space.Borders.Where(border => !border.IsInside(spot.Ranges))]
        : Border.Of(IterationSpace.Specialised(space.Body, spot.Ranges), spot.Ranges, all: false);

    /// <summary>
    /// An axis, split where indices begin and cease to be inside. Where an outer axis is at the border already, only lanes are kept apart;
    /// and large windows, whose loops are not unrolled anyway, are cut by their bounds alone.
    /// </summary>
    List<Interval> Pieces(int axis, Spot spot, IReadOnlyList<Border> borders, bool atBorder)
    {
        var whole = spot.Ranges[axis];
        if (axis != _vectorAxis && (atBorder || (space.Skips && Window() > ReducedLoops.SmallWindow))) return [whole];
        var cuts = new SortedSet<long>();
        foreach (var border in borders)
        {
            if (border.InsideAlong(axis, spot.Ranges) is not { } inside || inside.High < inside.Low) continue;
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
        return pieces.Count <= MostPieces ? pieces : [whole];
    }

    long Window() => space.Ranges.Skip(space.Rank).Aggregate(1L, (product, range) => product * range.Count);

    /// <summary>Covers a part of the innermost axis: the widest vectors in a loop, then one of each narrower kind, then single elements.</summary>
    void Strips(Spot spot, Interval piece)
    {
        var body = IterationSpace.Specialised(space.Body, spot.At(_vectorAxis, "", piece).Ranges);
        if (Runs.Write(writer, space, body, _vectorAxis, spot, piece) is { } run)
        {
            writer.Code.Line(run);
            return;
        }
        // A test that differs from lane to lane, or from spot to spot, is made one element at a time.
        var crossed = Open(spot.At(_vectorAxis, "", piece)).Any(border => border.Crosses(_vectorAxis));
        var vectors = !crossed && VectorAxis.Vectorizes(space, body, _vectorAxis);
        var narrow = !crossed && ByteLanes.Fits(space, body, _vectorAxis);
        // One vector at a time, where looking up what it reads was the greater part.
        var rows = vectors && !narrow && _innerAxis < 0 && space.Nest.Reduction is null && piece.Low == 0
            ? RowLoads.Write(writer, body, spot.At(_vectorAxis, "0", piece), _vectorAxis) : null;
        var low = piece.Low;
        foreach (var (lanes, bytes) in Widths(narrow, vectors))
        {
            var count = (piece.High + 1 - low) / lanes;
            var unroll = crossed || rows is not null ? 1 : Unroll(lanes);
            var blocks = count / unroll;
            if (blocks > 1)
            {
                var name = writer.Local("i");
                var step = lanes * unroll;
                var strip = new Interval(low, low + blocks * step - 1);
                using (writer.Code.Loop(name, low, strip.High + 1, step))
                    Block([.. Enumerable.Range(0, unroll).Select(u =>
                        spot.At(_vectorAxis, u == 0 ? name : $"{name} + {CSharpText.Number(u * lanes)}", strip)
                            with { Lanes = lanes, Bytes = bytes })], rows);
                low = strip.High + 1;
                count -= blocks * unroll;
            }
            for (; count > 0; count -= unroll)
            {
                var spots = (int)Math.Min(count, unroll);
                var first = low;
                Block([.. Enumerable.Range(0, spots).Select(u => first + u * lanes).Select(at =>
                    spot.At(_vectorAxis, CSharpText.Number(at), new(at, at + lanes - 1)) with { Lanes = lanes, Bytes = bytes })], rows);
                low += spots * lanes;
            }
        }
    }

    /// <summary>The lane counts that an axis is covered with, the widest first: lanes of bytes if there are any, then of 32 bits.</summary>
    IEnumerable<(int Lanes, bool Bytes)> Widths(bool bytes, bool vectors)
    {
        if (bytes)
            foreach (var lanes in ByteLanes.LaneCounts(writer.Isa)) yield return (lanes, true);
        foreach (var lanes in writer.Isa.LaneCounts)
            if (lanes == 1 || (vectors && !(bytes && lanes >= ByteLanes.Fewest))) yield return (lanes, false);
    }

    /// <summary>Vectors per iteration: several where they are quick, to hide latencies and the loop's own cost.</summary>
    int Unroll(int lanes)
    {
        var costly = VectorCode.IsCostly(space.Body) || (space.Finish is { } finish && VectorCode.IsCostly(finish));
        return _innerAxis >= 0 || costly || (lanes == 1 && VectorAxis.Reduced(space) >= 0) ? 1 : lanes == 1 ? 2 : 4;
    }

    /// <summary>Computes and stores the elements at some spots that lie side by side, by the nest's body unless another is given.</summary>
    void Block(IReadOnlyList<Spot> spots, Expr? body = null)
    {
        if (_innerAxis < 0)
        {
            Elements(spots, body);
            return;
        }
        var name = writer.Local("i");
        var range = space.Ranges[_innerAxis];
        using (writer.Code.Loop(name, 0, range.Count))
            Elements([.. spots.Select(spot => spot.At(_innerAxis, name, range))], body);
    }

    void Elements(IReadOnlyList<Spot> spots, Expr? body)
    {
        writer.Places = spots.Count > 1 || space.Nest.Reduction is not null ? new(writer) : null;
        if (space.Nest.Reduction is not null) new ReductionCode(writer, space, _vectorAxis, spots, Store).Write();
        else
            foreach (var spot in spots)
                Store(spot, spot.Code(writer, _vectorAxis).WriteStored(body ?? IterationSpace.Specialised(space.Body, spot.Ranges)));
        writer.Places = null;
    }

    void Store(Spot spot, string result)
    {
        var target = writer[_output].Name;
        var index = spot.Index(writer, _vectorAxis);
        var (place, distance) = writer.Places?.Of(target, index, space.OutputAddress) ?? (target, index.Sum(space.OutputAddress));
        var stride = space.OutputAddress[_vectorAxis];
        var lanes = spot.ClassOf(_output.Element);
        result = CSharpText.Bare(result);
        if (spot.Lanes == 1) writer.Code.Line($"RefMath.Add(ref {place}, {distance}) = {result};");
        else if (stride == 1) writer.Code.Line($"{lanes}.Store({result}, ref {place}, {distance});");
        else writer.Code.Line($"{lanes}.Scatter({result}, ref {place}, {distance}, {CSharpText.Number(stride)});");
    }
}
