using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Chains of Reshape, Transpose and Slice. What a chain does is a layout over its first value's row-major places; where that layout can be
/// said with fewer nodes (a Slice, a Transpose, a Reshape, each if needed), they take the chain's place. So Focus slices become one slice
/// each, a channel shuffle that is split again becomes two slices with a step, transposes that undo each other vanish.
/// </summary>
static class ComposeViews
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
            if (ViewSteps.IsView(node) && node.Output.Shape.Count > 0) Shorten(rewriter, node);
    }

    static void Shorten(GraphRewriter rewriter, Node last)
    {
        // The longest chain first: it has the most to win.
        var chain = new List<Node> { last };
        while (chain[chain.Count - 1].Input(0).Producer is { } producer && ViewSteps.IsView(producer)) chain.Add(producer);
        for (var length = chain.Count; length > 0; length--)
        {
            if (Compose(chain, length) is not { } steps || steps.Count >= Cost(chain, length)) continue;
            var value = chain[length - 1].Input(0);
            if (steps.Count == 0 && !rewriter.CanStandFor(value, last.Output)) continue;
            foreach (var (op, attributes) in steps) value = rewriter.Insert(last, op, attributes, value).Output;
            if (steps.Count > 0) rewriter.Supersede(last, value);
            else rewriter.Bypass(last, value);
            return;
        }
    }

    /// <summary>A Transpose that moves nothing but axes of size 1 counts as more than the Reshape that says the same.</summary>
    static int Cost(List<Node> chain, int length) =>
        length == 1 && chain[0].Op == Transpose.Op && Compose(chain, 1) is [{ Op: var op }] && op == Reshape.Op ? 2 : length;

    /// <summary>What the last <paramref name="length"/> views do, in the fewest steps from the first one's input, or null.</summary>
    static List<(Op Op, OpAttributes Attributes)>? Compose(List<Node> chain, int length)
    {
        var source = chain[length - 1].Input(0).Shape;
        if (chain.Take(length).All(node => node.Op == Reshape.Op))
            return ViewSteps.Said(source, SliceAttributes.Whole(source), [.. Enumerable.Range(0, source.Rank)], chain[0].Output.Shape);

        Layout? layout = Layout.RowMajor(source);
        for (var i = length - 1; i >= 0 && layout is not null; i--) layout = ((View)chain[i].Op.Lower!(chain[i])[0]).Forward(layout);
        return layout is not null && ViewSteps.Decode(source, chain[0].Output.Shape, layout) is var (slice, order)
            ? ViewSteps.Said(source, slice, order, chain[0].Output.Shape)
            : null;
    }
}
