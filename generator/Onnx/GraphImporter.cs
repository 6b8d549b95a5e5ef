using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>
/// Adds the nodes of a model, function body or subgraph to a graph. A fault of one node becomes a diagnostic, its outputs become unknown,
/// and what reads them is looked at only for operators that are not supported: every root cause is reported, and nothing that merely follows.
/// </summary>
sealed class GraphImporter(ImportContext context)
{
    OperatorImporter Operators => field ??= new OperatorImporter(context, this);
    FunctionExpander Expander => field ??= new FunctionExpander(context, this);

    /// <summary>Binds the initialisers, dense and sparse.</summary>
    public void DefineInitialisers(GraphProto proto, Scope scope, Site site)
    {
        foreach (var tensor in proto.Initializer)
            Define(tensor.Name, tensor.DataLocation == TensorProto.Types.DataLocation.External, () => context.Tensors.Read(tensor));
        foreach (var sparse in proto.SparseInitializer)
            Define(sparse.Values?.Name ?? "", isExternal: false, () => SparseTensorReader.Read(sparse, context.Tensors));

        void Define(string name, bool isExternal, Func<Tensor> read)
        {
            if (scope.Defines(name))
            {
                context.Diagnostics.Report(Rules.DuplicateName, site.Index, Quote(name), "an initialiser");
                return;
            }
            var binding = Binding.Unknown;
            try
            {
                binding = new Binding(scope.Graph.Constant(name, read()));
                context.Named.Add(binding.Value!);
            }
            catch (ModelException e)
            {
                var rule = isExternal ? Rules.ExternalData : Rules.TensorData;
                context.Diagnostics.Report(rule, site.Index, "initialiser " + Quote(name), e.FullText());
            }
            scope.Define(name, binding);
        }
    }

    /// <summary>Imports nodes in an order in which values are made before they are read.</summary>
    public void ImportNodes(IReadOnlyList<NodeProto> nodes, Scope scope, Site site)
    {
        var order = NodeOrder.Of(nodes, scope.Defines);
        if (order.Stuck.Count > 0)
        {
            var cycle = order.Cycle(nodes, scope.Defines);
            var at = site.At(cycle[0]);
            var others = cycle.Skip(1).Append(cycle[0]).Select(i => nodes[i].Name);
            context.Diagnostics.Report(Rules.Cycle, at.Index, at.Label(nodes[cycle[0]]), Quote(others));
            foreach (var output in order.Stuck.SelectMany(i => nodes[i].Output)) scope.Define(output, Binding.Unknown);
        }
        foreach (var i in order.Sorted) Import(nodes[i], scope, site.At(i));
        foreach (var i in order.Stuck) CheckSupport(nodes[i], site.At(i));
    }

    void Import(NodeProto node, Scope scope, Site site)
    {
        context.Step(site.Index);
        var inputs = node.Input.Select(name => Find(name, scope, site, () => "node " + site.Label(node))).ToArray();
        var outputs = context.Functions.Find(node) is { } function
            ? Expander.Expand(node, function, inputs, scope.Graph, site)
            : Operators.Import(node, inputs, scope, site);

        for (var i = 0; i < node.Output.Count; i++)
        {
            var name = node.Output[i];
            if (name.Length == 0) continue;
            var binding = i < outputs.Count ? outputs[i] : Binding.Unknown;
            if (!scope.Define(name, binding))
                context.Diagnostics.Report(Rules.DuplicateName, site.Index, Quote(name), "node " + site.Label(node));
            else if (binding.Value is { } value) Name(value, name, scope.Graph, site);
        }
    }

    /// <summary>What a name stands for; reports a name that nothing makes.</summary>
    public Binding Find(string name, Scope scope, Site site, Func<string> reader)
    {
        if (name.Length == 0) return Binding.LeftOut;
        if (scope.TryFind(name, out var binding)) return binding;
        context.Diagnostics.Report(Rules.MissingValue, site.Index, reader(), Quote(name));
        scope.Define(name, Binding.Unknown);                              // said once for each name
        return Binding.Unknown;
    }

    /// <summary>Reports unsupported operators in a node that cannot be imported for another reason, and in all it owns or calls.</summary>
    public void CheckSupport(NodeProto node, Site site)
    {
        context.Step(site.Index);
        if (context.Functions.Find(node) is { } function)
            Expander.Expand(node, function, [.. node.Input.Select(_ => Binding.Unknown)], new Graph(""), site);
        else
        {
            Operators.FindRow(node, site);
            CheckSubgraphs(node, site);
        }
    }

    public void CheckSubgraphs(NodeProto node, Site site)
    {
        foreach (var inner in node.Attribute.SelectMany(NodeOrder.Graphs).SelectMany(graph => graph.Node)) CheckSupport(inner, site);
    }

    /// <summary>Values take the model's names: of several (an Identity) the first, inside a function the call's.</summary>
    void Name(Value value, string name, Graph graph, Site site)
    {
        if ((value.Producer is null && !value.IsConstant) || context.Named.Contains(value)) return;
        graph.Rename(value, site.Path + name);
        if (!site.IsInFunction) context.Named.Add(value);
    }
}
