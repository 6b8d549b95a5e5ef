using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>Imports a graph that is an attribute of a node into a graph of its own.</summary>
sealed class SubgraphImporter(ImportContext context, GraphImporter graphs)
{
    /// <summary>The graph as the operator's row sees it, imported once the row knows the types of its inputs.</summary>
    public OnnxSubgraph Of(GraphProto proto, string attribute, Scope scope, Site site)
    {
        var inputs = FreeInputs(proto);
        return new OnnxSubgraph(inputs.Count, proto.Output.Count, types => Import(proto, inputs, attribute, types, scope, site));
    }

    Subgraph Import(GraphProto proto, IReadOnlyList<ValueInfoProto> inputs, string attribute, IReadOnlyList<Ir.ValueType>? types,
        Scope outer, Site site)
    {
        using var level = context.Enter();
        var errors = context.Diagnostics.Errors;
        var graph = new Graph(proto.Name);
        var scope = new Scope(graph, outer);
        for (var i = 0; i < inputs.Count; i++)
        {
            var type = (types is not null && i < types.Count ? types[i] : context.Symbols.Type(inputs[i].Type))
                ?? throw new ModelException($"input {Quote(inputs[i].Name)} of its graph {Quote(attribute)} has no static type");
            if (!scope.Define(inputs[i].Name, new Binding(graph.AddInput(inputs[i].Name, type))))
                throw new ModelException($"its graph {Quote(attribute)} has two inputs called {Quote(inputs[i].Name)}");
        }

        graphs.DefineInitialisers(proto, scope, site);
        graphs.ImportNodes(proto.Node, scope, site);
        foreach (var output in proto.Output)
        {
            var binding = graphs.Find(output.Name, scope, site, () => $"output {Quote(output.Name)} of graph {Quote(attribute)}");
            if (binding.Value is { } value) graph.AddOutput(output.Name, value);
        }
        return context.Diagnostics.Errors == errors && graph.Outputs.Count == proto.Output.Count
            ? new Subgraph(attribute, graph, scope.Captured)
            : throw new ImportStoppedException();
    }

    /// <summary>The inputs that have no initialiser; the others are constants (before IR 4, each initialiser had to be an input).</summary>
    public static IReadOnlyList<ValueInfoProto> FreeInputs(GraphProto graph)
    {
        var initialised = new HashSet<string>(graph.Initializer.Select(tensor => tensor.Name)
            .Concat(graph.SparseInitializer.Select(sparse => sparse.Values?.Name ?? "")), StringComparer.Ordinal);
        return [.. graph.Input.Where(input => !initialised.Contains(input.Name))];
    }
}
