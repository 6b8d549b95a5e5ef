using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Nests in which elements are made from their neighbour in a pair, as in a rotary embedding: the innermost axis has two indices, and some loads
/// walk it backwards. Such a load reads forwards and exchanges lanes, so that the axis is one with that around it and is computed in vectors.
/// </summary>
static class Neighbours
{
    /// <summary>The body with loads that exchange lanes; null where nothing is exchanged or vectors of pairs do not make up the axes.</summary>
    public static Expr? Exchanged(IterationSpace space, ICollection<int> pinned)
    {
        if (space.Nest.Reduction is not null || space.Nest.Output.Element != ElementType.Float32) return null;
        var free = space.LoopAxes.Where(axis => !pinned.Contains(axis)).ToArray();
        foreach (var pair in free.Where(axis => space.OutputAddress[axis] == 1 && space.Ranges[axis].Count == 2))
            foreach (var pairs in free.Where(axis => space.OutputAddress[axis] == 2 && space.Ranges[axis].Count % 2 == 0))
                if (Exchanged(space, pair, pairs) is { } body) return body;
        return null;
    }

    static Expr? Exchanged(IterationSpace space, int pair, int pairs)
    {
        var loads = space.Body.Loads().ToArray();
        if (loads.Any(load => load.Outside is not null || !WalksPairs(AddressOf(load))) || IsUsedOtherwise(space.Body)) return null;
        var backwards = loads.Where(load => AddressOf(load)[pair] == -1).ToArray();
        if (backwards.Length == 0) return null;
        var body = space.Body.Substitute(part => part is Expr.Load load && backwards.Contains(load)
            ? Expr.Unary(Function.SwapNeighbours, load with { Indices = load.Indices.Select(index => index.Substitute(Forwards)).ToEquatableArray() })
            : null);
        return VectorCode.Vectorizes(body, pair, space.Layout) ? body : null;

        Affine AddressOf(Expr.Load load) => Affine.Address(load.Indices, space.Layout(load.Source).Strides);

        bool WalksPairs(Affine address) => !address.Bends(pair) && !address.Bends(pairs)
            && (address[pairs], address[pair]) is (2, 1) or (2, -1) or (0, 0);

        bool IsUsedOtherwise(Expr body) => body.Substitute(part => part is Expr.Load load ? Expr.Of(0, load.Type) : null).Parts()
            .Any(part => part is Expr.Index { Axis: var axis } && (axis == pair || axis == pairs));

        Expr? Forwards(Expr part) => part is Expr.Index { Axis: var axis } && axis == pair ? Expr.Of(1) - part : null;
    }
}
