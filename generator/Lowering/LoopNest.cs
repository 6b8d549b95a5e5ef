using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Loops over the index space of an output (axes 0 … rank-1), optionally with a reduction over further axes, and one expression for
/// an element. <c>out[i + Origin] = Finish(reduce over r of Body(i, r))</c>; without reduction simply <c>Body(i)</c>.
/// </summary>
/// <param name="Output">The value whose elements are made.</param>
/// <param name="Extents">How far each output axis runs; the output's sizes, or a part's when <paramref name="Origin"/> is set.</param>
/// <param name="Body">An element, or what is reduced.</param>
/// <param name="Reduction">The reduced axes, if any.</param>
/// <param name="Finish">What becomes of the reduced value (<see cref="Expr.Accumulator"/>).</param>
/// <param name="Origin">Where in the output the nest writes, for the parts of a Concat; zeros when left out.</param>
sealed record LoopNest(Value Output, EquatableArray<int> Extents, Expr Body, Reduction? Reduction = null, Expr? Finish = null,
    EquatableArray<int>? Origin = null)
    : LoweredNode
{
    public int Rank => Extents.Count;

    /// <summary>How often the body is computed.</summary>
    public long Iterations => Extents.Concat(Reduction?.Extents.Items ?? []).Aggregate(1L, (count, extent) => count * extent);

    /// <summary>All loads of the nest, without repetition.</summary>
    public IEnumerable<Expr.Load> Loads() => Finish is null ? Body.Loads() : Body.Loads().Concat(Finish.Loads()).Distinct();

    /// <summary>A nest over the whole of an output, from its indices.</summary>
    public static LoopNest Over(Value output, Func<Expr[], Expr> body) =>
        new(output, output.Shape.Sizes, body(Axes(output.Shape.Rank)));

    /// <summary>The expressions of the first <paramref name="count"/> loop variables.</summary>
    public static Expr[] Axes(int count) => [.. Enumerable.Range(0, count).Select(Expr.Loop)];

    /// <summary>
    /// A load of <paramref name="source"/> as ONNX broadcasts it to indices of a higher or equal rank: missing axes left out, size 1 at 0.
    /// </summary>
    public static Expr Broadcast(Value source, Expr[] indices)
    {
        var missing = indices.Length - source.Shape.Rank;
        var own = Enumerable.Range(0, source.Shape.Rank).Select(axis => source.Shape[axis] == 1 ? Expr.Of(0) : indices[axis + missing]);
        return new Expr.Load(source, own.ToEquatableArray());
    }
}

/// <summary>Axes rank … rank+n-1 of a nest, folded with one function from its neutral element.</summary>
/// <param name="Extents">How far each reduced axis runs.</param>
/// <param name="Function">Add, Multiply, Max or Min (And and Or for bool).</param>
/// <param name="SkipOutside">
/// Whether a load that leaves its tensor adds nothing (a pool's border) instead of its Outside value; loops are cut to what lies inside.
/// </param>
/// <param name="InOrder">Whether a sum of floats is rounded after each element in row-major order, so that it is the same bits everywhere.</param>
sealed record Reduction(EquatableArray<int> Extents, Function Function, bool SkipOutside = false, bool InOrder = false);
