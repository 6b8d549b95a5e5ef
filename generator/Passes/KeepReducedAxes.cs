using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A reduction that drops its axes, and a Reshape that puts them back before the result meets what was reduced (normalisations and softmax as
/// TensorFlow writes them), keep them all along: then all of it numbers its rows alike and is one step.
/// </summary>
static class KeepReducedAxes
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
            if (node.Op == Reshape.Op && node.Input(0).Producer?.Op != Reshape.Op && Keeps(node.Input(0), node.Output.Shape, []))
                Keep(rewriter, node.Input(0), node.Output.Shape);
    }

    /// <summary>Whether a value comes from reductions alone that would have a shape if they kept their axes.</summary>
    static bool Keeps(Value value, Shape kept, HashSet<Value> known)
    {
        if (!known.Add(value) || value.Constant is { Count: 1 } || KeptBehind(value, kept) is not null) return true;
        if (value.Producer is not { } node) return false;
        if (node.Attributes is ReduceAttributes { KeepDimensions: false } reduce)
            return (reduce with { KeepDimensions = true }).Output(node.Input(0).Shape).Equals(kept);
        return node.Op.IsElementwise
            && node.Inputs.All(input => (input!.Shape.Equals(value.Shape) || input.Constant is { Count: 1 }) && Keeps(input, kept, known));
    }

    /// <summary>What was reduced with its axes already, and lost them afterwards.</summary>
    static Value? KeptBehind(Value value, Shape kept) =>
        value.MadeBy(Reshape.Op)?.Input(0) is { } source && source.Shape.Equals(kept) ? source : null;

    /// <summary>The value with the axes kept; whoever reads it without them reads a view of that.</summary>
    static Value Keep(GraphRewriter rewriter, Value value, Shape kept)
    {
        if (value.Producer is not { } node) return value;
        if (KeptBehind(value, kept) is { } known) return known;
        var result = (node.Attributes is ReduceAttributes reduce
            ? rewriter.Insert(node, node.Op, reduce with { KeepDimensions = true }, node.Input(0))
            : rewriter.Insert(node, node.Op, node.Attributes, [.. node.Inputs.Select(input => Keep(rewriter, input!, kept))])).Output;
        rewriter.Supersede(node, rewriter.Insert(node, Reshape.Op, new ReshapeAttributes(value.Shape.Sizes), result).Output);
        return result;
    }
}
