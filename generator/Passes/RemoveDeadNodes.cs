using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>Nodes whose outputs nobody reads.</summary>
static class RemoveDeadNodes
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.Reverse().ToArray())
            if (node.Outputs.All(output => output.Users.Count == 0 && !rewriter.Graph.Outputs.Contains(output))) rewriter.Remove(node);
    }
}
