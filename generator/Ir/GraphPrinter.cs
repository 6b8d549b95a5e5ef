using EdgeCompile.Support;

namespace EdgeCompile.Ir;

/// <summary>A graph as text, one node a line: what tests of passes compare and people read.</summary>
static class GraphPrinter
{
    public static string Print(Graph graph)
    {
        var text = new CodeWriter();
        Print(graph, text);
        return text.ToString();
    }

    static void Print(Graph graph, CodeWriter text)
    {
        text.Line($"graph {graph.Name}({string.Join(", ", graph.Inputs)})");
        using (text.Indented())
        {
            foreach (var node in graph.Nodes)
            {
                var attributes = node.Attributes == OpAttributes.None ? "" : " " + node.Attributes;
                text.Line($"{string.Join(", ", node.Outputs)} = {node.Op.Name}({string.Join(", ", node.Inputs.Select(Operand))}){attributes}");
                using (text.Indented())
                    foreach (var subgraph in node.Subgraphs) Print(subgraph.Graph, text);
            }
            text.Line($"return {string.Join(", ", graph.Outputs.Select(output => output.IsConstant ? Operand(output) : output.Name))}");
        }
    }

    static string Operand(Value? value) => value switch
    {
        null => "_",
        { Constant: { Count: <= 8, Element: not ElementType.String } small } => small.Type + "{" + string.Join(", ", Numbers(small)) + "}",
        { Constant: { } large } => $"{value.Name}: const {large.Type}",
        _ => value.Name,
    };

    static IEnumerable<string> Numbers(Tensor tensor)
    {
        for (var i = 0; i < tensor.Count; i++)
            yield return tensor.Element.IsFloat() ? tensor.GetDouble(i).ToString("G7", System.Globalization.CultureInfo.InvariantCulture)
                : CSharpText.Number(tensor.GetInt64(i));
    }
}
