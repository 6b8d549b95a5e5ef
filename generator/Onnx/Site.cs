using static EdgeCompile.Diagnostics.MessageText;

namespace EdgeCompile.Onnx;

/// <summary>Where nodes stand: in the model, in a function that one of its nodes calls, or in a subgraph that one owns.</summary>
/// <param name="Opsets">The versions that the nodes are written in.</param>
/// <param name="Index">The place in the file of the model's node that they belong to.</param>
/// <param name="Path">The calls that lead here, each with a slash; goes before names.</param>
/// <param name="Call">Inside a function: the attributes of its call by name.</param>
sealed record Site(Opsets Opsets, int Index = -1, string Path = "", IReadOnlyDictionary<string, AttributeProto>? Call = null)
{
    public bool IsInFunction => Call is not null;

    /// <summary>The site of a node of the list: the model's own nodes have places, inner ones share that of their owner.</summary>
    public Site At(int place) => Index >= 0 ? this : this with { Index = place };

    /// <summary>How messages call a node: 'name' (Op, opset n), or by its first output if it has no name.</summary>
    public string Label(NodeProto node)
    {
        var domain = EdgeCompile.Onnx.Opsets.Domain(node.Domain);
        var op = domain.Length == 0 ? node.OpType : $"{domain}.{node.OpType}";
        var name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(output => output.Length > 0) ?? "";
        return $"{Quote(Path + name)} ({op}, opset {Opsets[domain]?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"})";
    }
}
