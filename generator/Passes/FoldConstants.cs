using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>
/// Evaluates what follows from constants and static types alone. What it adds to the weights is limited: a small constant that is
/// expanded to a large tensor is better expanded at run time.
/// </summary>
static class FoldConstants
{
    /// <summary>Bytes that results may be larger than what they are made of, all together.</summary>
    const long GrowthLimit = 4 << 20;

    public static void Run(GraphRewriter rewriter)
    {
        long growth = 0;
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (!IsKnown(node)) continue;
            var added = Math.Max(0, Bytes(node.Outputs) - Bytes(node.Inputs.OfType<Value>().Where(input => input.IsConstant)));
            if (growth + added > GrowthLimit || node.Outputs.Any(rewriter.Graph.Outputs.Contains)) continue;
            if (Evaluate(node) is not { } results) continue;
            for (var i = 0; i < results.Length; i++) rewriter.Replace(node.Outputs[i], rewriter.Constant(node.Outputs[i].Name, (Tensor)results[i]));
            rewriter.Remove(node);
            growth += added;
        }
    }

    static bool IsKnown(Node node)
    {
        if (node.Subgraphs.Count > 0 || node.Outputs.Any(output => output.Type is not TensorType)) return false;
        return node.Inputs.All(input =>
            input is null || input.IsConstant || (node.Op.NeedsOnlyTypes && input.Type is TensorType { Shape.IsStatic: true }));
    }

    static long Bytes(IEnumerable<Value> values) => values.Sum(value => value.Tensor.Bytes);

    /// <summary>The results, or null where the operator refuses the numbers; the planner then meets the same refusal and reports it.</summary>
    static Datum[]? Evaluate(Node node)
    {
        try
        {
            return node.Op.Evaluate(new EvaluateContext(node, [.. node.Inputs.Select(input => input?.Constant)],
                static (_, _) => throw new InvalidOperationException("a folded node has no subgraphs")));
        }
        catch (ModelException)
        {
            return null;
        }
    }
}
