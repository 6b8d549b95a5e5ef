namespace EdgeCompile.Ir;

/// <summary>The law of the IR, checked after import and after each pass. A breach is a fault of this compiler, not of the model.</summary>
static class GraphVerifier
{
    public static void Verify(Graph graph, string after)
    {
        var known = new HashSet<Value>(graph.Inputs);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
            {
                if (input is null) continue;
                Require(input.IsConstant || known.Contains(input), node, $"reads '{input.Name}' before it is made");
                Require(input.Users.Contains(node), node, $"is missing from the users of '{input.Name}'");
            }
            foreach (var output in node.Outputs)
            {
                Require(output.Producer == node, node, $"is not the producer of its output '{output.Name}'");
                Require(names.Add(output.Name), node, $"makes a second value called '{output.Name}'");
                known.Add(output);
            }
            Require(node.Op.Infer(new InferContext(node)).SequenceEqual(node.Outputs.Select(output => output.Type)), node,
                "has outputs of other types than inferred");
            foreach (var subgraph in node.Subgraphs)
            {
                foreach (var captured in subgraph.Captured) Require(node.Inputs.Contains(captured), node,
                    $"captures '{captured.Name}' without reading it");
                Verify(subgraph.Graph, after);
            }
        }
        foreach (var output in graph.Outputs)
            if (!output.IsConstant && !known.Contains(output)) throw new InvalidOperationException($"after {after}: output '{output.Name}' is never made");

        void Require(bool holds, Node node, string breach)
        {
            if (!holds) throw new InvalidOperationException($"after {after}: {node} {breach}");
        }
    }
}
