using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>Puts a function's body in the place of its call. ONNX: docs/IR.md, "Functions".</summary>
sealed class FunctionExpander(ImportContext context, GraphImporter graphs)
{
    /// <summary>What the call's outputs stand for; unknown after a diagnostic.</summary>
    public IReadOnlyList<Binding> Expand(NodeProto node, FunctionProto function, Binding[] inputs, Graph graph, Site site)
    {
        try
        {
            using var level = context.Enter();
            context.Functions.Enter(function);
            try
            {
                return Body(node, function, inputs, graph, site);
            }
            finally
            {
                context.Functions.Leave();
            }
        }
        catch (ModelException e)
        {
            context.Diagnostics.Report(Rules.FunctionRefused, site.Index, site.Label(node), e.FullText());
            return [.. node.Output.Select(_ => Binding.Unknown)];
        }
    }

    IReadOnlyList<Binding> Body(NodeProto node, FunctionProto function, Binding[] inputs, Graph graph, Site site)
    {
        if (inputs.Length > function.Input.Count || node.Output.Count > function.Output.Count)
            throw new ModelException($"the function {Quote(function.Name)} has {function.Input.Count} inputs and {function.Output.Count} outputs, "
                + $"and is called with {inputs.Length} and {node.Output.Count}");

        var scope = new Scope(graph);
        for (var i = 0; i < function.Input.Count; i++)
            if (!scope.Define(function.Input[i], i < inputs.Length ? inputs[i] : Binding.LeftOut))
                throw new ModelException($"the function {Quote(function.Name)} has two inputs called {Quote(function.Input[i])}");

        var call = Attributes(node, function, site);
        var name = node.Name.Length > 0 ? node.Name : function.Name;
        var body = new Site(new Opsets(function.OpsetImport, site.Opsets), site.Index, site.Path + name + "/", call);
        graphs.ImportNodes(function.Node, scope, body);
        return [.. function.Output.Select(output => Output(output))];

        Binding Output(string output)
        {
            var binding = graphs.Find(output, scope, body, () => $"function {Quote(function.Name)}");
            return binding.Value is null ? Binding.Unknown : binding;
        }
    }

    /// <summary>The function's defaults, and over them what the call says.</summary>
    Dictionary<string, AttributeProto> Attributes(NodeProto node, FunctionProto function, Site site)
    {
        var call = new Dictionary<string, AttributeProto>(StringComparer.Ordinal);
        foreach (var attribute in function.AttributeProto) call[attribute.Name] = attribute;
        foreach (var attribute in AttributeReader.Resolved(node, site.Call))
        {
            if (NodeOrder.Graphs(attribute).Any())
                throw new ModelException($"the attribute {Quote(attribute.Name)} gives a function a graph, which ONNX does not define");
            if (!function.Attribute.Contains(attribute.Name) && !call.ContainsKey(attribute.Name))
                context.Diagnostics.Report(Rules.AttributeIgnored, site.Index, site.Label(node), Quote(attribute.Name));
            call[attribute.Name] = attribute;
        }
        return call;
    }
}
