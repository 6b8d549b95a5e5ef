using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Reads that reach through a Concat.</summary>
static class SimplifyConcats
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (node.Op == Slice.Op && node.Input(0).MadeBy(Concat.Op) is { } concat) SliceOfPart(rewriter, node, concat);
            else if (node.Op == Concat.Op) Flatten(rewriter, node);
        }
    }

    static void SliceOfPart(GraphRewriter rewriter, Node node, Node concat)
    {
        var (slice, axis, begin) = (node.AttributesAs<SliceAttributes>(), concat.AttributesAs<ConcatAttributes>().Axis, 0);
        if (node.Output.Shape.Count == 0) return;
        int first = slice.Starts[axis], last = first + (slice.Sizes[axis] - 1) * slice.Steps[axis];
        foreach (var part in concat.Inputs.OfType<Value>())
        {
            var end = begin + part.Shape[axis];
            if (Math.Min(first, last) >= begin && Math.Max(first, last) < end)
            {
                rewriter.Substitute(node, Slice.Op, slice.Along(axis, first - begin, slice.Steps[axis], slice.Sizes[axis]), part);
                return;
            }
            begin = end;
        }
    }

    /// <summary>Empty parts vanish, and a part that is itself a Concat along the axis and serves nothing else gives its parts.</summary>
    static void Flatten(GraphRewriter rewriter, Node node)
    {
        var axis = node.AttributesAs<ConcatAttributes>().Axis;
        var parts = node.Inputs.OfType<Value>().SelectMany(input =>
            input.Shape[axis] == 0 ? []
            : input.MadeBy(Concat.Op) is { } inner && inner.Attributes == node.Attributes && rewriter.IsOnlyFor(input, node) ? inner.Inputs
            : [input]).ToArray();
        if (parts.Length > 0 && !parts.SequenceEqual(node.Inputs)) rewriter.Substitute(node, Concat.Op, node.Attributes, parts);
    }
}
