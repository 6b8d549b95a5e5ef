using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>What passes ask and do again and again.</summary>
static class Rewriting
{
    /// <summary>
    /// Lets the readers of a node's only output read another value, and removes the node; not if that would leave a graph output without
    /// a node of its own.
    /// </summary>
    public static bool Bypass(this GraphRewriter rewriter, Node node, Value replacement)
    {
        if (!rewriter.CanStandFor(replacement, node.Output)) return false;
        rewriter.Replace(node.Output, replacement);
        rewriter.Remove(node);
        return true;
    }

    /// <summary>Whether one value may replace another: no graph output may become an input, a constant, or the same as another output.</summary>
    public static bool CanStandFor(this GraphRewriter rewriter, Value replacement, Value old) =>
        !rewriter.Graph.Outputs.Contains(old) || (replacement.Producer is not null && !rewriter.Graph.Outputs.Contains(replacement));

    /// <summary>Whether a node is the only reader of a value, so that changing the value changes nothing else.</summary>
    public static bool IsOnlyFor(this GraphRewriter rewriter, Value value, Node reader) =>
        value.Users.Count == 1 && value.Users[0] == reader && !rewriter.Graph.Outputs.Contains(value);

    /// <summary>The node that makes a value, if it is one of this operator.</summary>
    public static Node? MadeBy(this Value? value, Op op) => value?.Producer is { } node && node.Op == op ? node : null;

    /// <summary>The number that a constant holds in all its elements.</summary>
    public static double? Scalar(this Value? value)
    {
        if (value?.Constant is not { Count: > 0, Element: not ElementType.String } constant) return null;
        var first = constant.GetDouble(0);
        for (var i = 1; i < constant.Count; i++)
            if (!constant.GetDouble(i).Equals(first)) return null;
        return first;
    }
}
