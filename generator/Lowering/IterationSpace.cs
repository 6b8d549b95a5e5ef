using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// The loops of a nest over operands whose layouts are known, made simpler: axes that lie one behind the other in all operands are one
/// axis, and tests that always hold are gone. Axes keep their numbers; one that was merged away has a single index, 0.
/// </summary>
sealed class IterationSpace
{
    readonly HashSet<int> _pinned = [];
    readonly List<Affine> _accesses = [];
    readonly Interval[] _ranges;

    /// <param name="nest">What is computed.</param>
    /// <param name="layout">Where each tensor lies.</param>
    /// <param name="bound">Axes that loops outside of the nest run over.</param>
    /// <param name="apart">An axis that is not merged with others; -1: none.</param>
    public IterationSpace(LoopNest nest, Func<Value, Layout> layout, IReadOnlyList<int>? bound = null, int apart = -1)
    {
        Nest = nest;
        Layout = layout;
        Bound = bound ?? [];
        _pinned.UnionWith(Bound);
        _pinned.Add(apart);
        _ranges = [.. nest.Extents.Concat(nest.Reduction?.Extents ?? []).Select(Interval.Of)];
        IsEmpty = nest.Extents.Contains(0);
        var target = LoopNest.Axes(nest.Rank).Select((axis, i) => axis + Expr.Of(nest.Origin?[i] ?? 0)).ToArray();
        OutputIndices = target;
        if (IsEmpty) return;
        Borders = Border.Of(nest.Body, _ranges, Skips);
        Body = Skips ? nest.Body.Substitute(Unguarded) : Specialised(nest.Body, _ranges);
        Finish = nest.Finish;
        _accesses.Add(OutputAddress);
        Body = Neighbours.Exchanged(this, _pinned) ?? Body;
        Visit(Body);
        if (Finish is not null) Visit(Finish);
        foreach (var border in Borders) Pin(border.Index);
        Merge();
    }

    public LoopNest Nest { get; }
    public Func<Value, Layout> Layout { get; }
    /// <summary>The axes whose index is given: no loop is written over them.</summary>
    public IReadOnlyList<int> Bound { get; }
    /// <summary>The output axes that loops are written over.</summary>
    public IEnumerable<int> LoopAxes => Enumerable.Range(0, Rank).Where(axis => _ranges[axis].High > 0 && !Bound.Contains(axis));
    public Expr Body { get; private set; } = Expr.Of(0);
    public Expr? Finish { get; private set; }
    public IReadOnlyList<Expr> OutputIndices { get; private set; }
    /// <summary>What each axis runs over, the reduced ones last.</summary>
    public IReadOnlyList<Interval> Ranges => _ranges;
    /// <summary>The indices that may leave their tensors.</summary>
    public IReadOnlyList<Border> Borders { get; } = [];
    /// <summary>Whether there is no element to make.</summary>
    public bool IsEmpty { get; }
    /// <summary>Whether the elements are the neutral one's finish.</summary>
    public bool ReducesNothing => Nest.Reduction is { } reduction && reduction.Extents.Contains(0);
    public bool Skips => Nest.Reduction is { SkipOutside: true };
    public int Rank => Nest.Rank;
    public Affine OutputAddress => Affine.Address(OutputIndices, Layout(Nest.Output).Strides);

    /// <summary>The expression where the axes run over only these ranges: tests that always or never hold are decided.</summary>
    public static Expr Specialised(Expr expression, IReadOnlyList<Interval> ranges) => expression.Substitute(part =>
    {
        if (part is not Expr.Load { Outside: { } outside } load) return null;
        var borders = load.Indices.Select((index, axis) => new Border(index, load.Source.Shape[axis])).ToList();
        if (borders.Any(border => border.IsOutside(ranges))) return Specialised(outside, ranges);
        return borders.All(border => border.IsInside(ranges)) ? Specialised(load with { Outside = null }, ranges) : null;
    });

    /// <summary>The loads without what they are outside: the loops do not go there.</summary>
    static Expr? Unguarded(Expr part) => part is Expr.Load { Outside: not null } load ? (load with { Outside = null }).Substitute(Unguarded) : null;

    void Merge()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            for (var outer = 0; outer < _ranges.Length; outer++)
                for (var inner = 0; inner < _ranges.Length; inner++)
                    if (Merges(outer, inner))
                    {
                        _ranges[inner] = new(0, _ranges[outer].Count * _ranges[inner].Count - 1);
                        _ranges[outer] = new(0, 0);
                        changed = true;
                    }
        }
        Expr? AtZero(Expr part) => part is Expr.Index index && _ranges[index.Axis].High == 0 ? Expr.Of(0) : null;
        Body = Body.Substitute(AtZero);
        Finish = Finish?.Substitute(AtZero);
        OutputIndices = [.. OutputIndices.Select(index => index.Substitute(AtZero))];
    }

    bool Merges(int outer, int inner) =>
        outer != inner && outer < Rank == inner < Rank && _ranges[outer].High > 0 && _ranges[inner].High > 0
        && !_pinned.Contains(outer) && !_pinned.Contains(inner)
        && (outer < Rank || outer + 1 == inner || Nest.Reduction is not { InOrder: true })
        && _accesses.All(access => access[outer] == access[inner] * _ranges[inner].Count);

    /// <summary>Notes how loads move with the axes, and which axes are used for more than that.</summary>
    void Visit(Expr expression)
    {
        switch (expression)
        {
            case Expr.Load load:
                var address = Affine.Address(load.Indices, Layout(load.Source).Strides);
                _accesses.Add(address);
                foreach (var other in address.Others) Visit(other.Part);
                if (load.Outside is null) break;
                foreach (var index in load.Indices) Pin(index);
                Visit(load.Outside);
                break;
            case Expr.Call call:
                foreach (var argument in call.Arguments) Visit(argument);
                break;
            default:
                Pin(expression);
                break;
        }
    }

    void Pin(Expr expression) => _pinned.UnionWith(expression.Parts().OfType<Expr.Index>().Select(index => index.Axis));
}
