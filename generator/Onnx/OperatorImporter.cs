using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>Imports a node through the row of the ONNX table that holds for it.</summary>
sealed class OperatorImporter(ImportContext context, GraphImporter graphs)
{
    readonly HashSet<int> _newerOpsets = [];

    SubgraphImporter Subgraphs { get; } = new(context, graphs);

    /// <summary>What the node's outputs stand for; unknown after a diagnostic, or if an input is.</summary>
    public IReadOnlyList<Binding> Import(NodeProto node, Binding[] inputs, Scope scope, Site site)
    {
        var row = FindRow(node, site);
        var unknown = Enumerable.Repeat(Binding.Unknown, node.Output.Count).ToArray();
        if (row is null || inputs.Any(input => input.IsUnknown))
        {
            graphs.CheckSubgraphs(node, site);
            return unknown;
        }
        if (Attributes(node, scope, site) is not { } attributes) return unknown;

        var onnx = new OnnxNode(scope.Graph, row.Domain, node.OpType, node.Name.Length > 0 ? site.Path + node.Name : "", site.Index,
            site.Opsets[row.Domain]!.Value, [.. inputs.Select(input => input.Value)], [.. node.Output], attributes);
        try
        {
            var values = row.Import(onnx);
            foreach (var attribute in onnx.Unasked)
                context.Diagnostics.Report(Rules.AttributeIgnored, site.Index, site.Label(node), Quote(attribute));
            for (var i = 0; i < node.Output.Count; i++)
            {
                if (i < values.Length && values[i] is { } value) unknown[i] = new Binding(value);
                else if (onnx.WantsOutput(i)) throw new ModelException($"output {i} {Quote(node.Output[i])} is not one that EdgeCompile makes");
            }
        }
        catch (ModelException e)
        {
            context.Diagnostics.Report(Rules.NodeRefused, site.Index, "node " + site.Label(node), e.FullText());
        }
        catch (ImportStoppedException) when (!context.IsExhausted)
        {
            // A subgraph could not be imported, and its diagnostics say why.
        }
        catch (Exception e) when (e is not (OperationCanceledException or ImportStoppedException or OutOfMemoryException))
        {
            context.Diagnostics.Report(Rules.InternalError, site.Index, $"node {site.Label(node)}: {e.GetType().Name}: {e.Message}");
        }
        return unknown;
    }

    /// <summary>The row for a node; null, with a diagnostic, if its operator is not supported in the version that the model asks for.</summary>
    public OnnxOperator? FindRow(NodeProto node, Site site)
    {
        var domain = Opsets.Domain(node.Domain);
        var versions = context.Operators.Versions(domain, node.OpType);
        if (site.Opsets[domain] is not { } opset)
        {
            context.Diagnostics.Report(Rules.UnsupportedOpset, site.Index, "node " + site.Label(node),
                $"the model does not say which version of the domain {Quote(domain)} it uses", "Export the model again");
            return null;
        }
        if (domain.Length == 0 && opset > Opsets.Newest && _newerOpsets.Add(opset))
            context.Diagnostics.Report(Rules.UnsupportedOpset, -1, $"opset {opset}", $"EdgeCompile knows opsets up to {Opsets.Newest}",
                $"Export the model with opset {Opsets.Newest}, or convert it (onnx.version_converter)");
        if (context.Operators.Find(domain, node.OpType, opset) is { } row) return row;

        if (versions.Count == 0)
            context.Diagnostics.Report(Rules.UnsupportedOperator, site.Index, site.Label(node),
                "Export the model without it, or bring it along as a function of supported operators");
        else
            context.Diagnostics.Report(Rules.UnsupportedOpset, site.Index, "node " + site.Label(node),
                $"this operator is supported from opset {versions[0]} on",
                "Export the model with a newer opset, or convert it (onnx.version_converter)");
        return null;
    }

    Dictionary<string, object>? Attributes(NodeProto node, Scope scope, Site site)
    {
        var attributes = new Dictionary<string, object>(StringComparer.Ordinal);
        var current = "";
        try
        {
            foreach (var attribute in AttributeReader.Resolved(node, site.Call))
            {
                current = attribute.Name;
                if (attributes.ContainsKey(current)) throw new ModelException("is given twice");
                attributes.Add(current, AttributeReader.Read(attribute, context, graph => Subgraphs.Of(graph, attribute.Name, scope, site)));
            }
            return attributes;
        }
        catch (ModelException e)
        {
            context.Diagnostics.Report(Rules.AttributeRefused, site.Index, site.Label(node), Quote(current), e.FullText());
            return null;
        }
    }
}
