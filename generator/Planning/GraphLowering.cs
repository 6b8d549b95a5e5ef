using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>Asks each node's operator how it becomes code. Nodes that have no code are all reported.</summary>
static class GraphLowering
{
    public static LoweredGraph Run(Graph graph, DiagnosticBag diagnostics)
    {
        var lowered = new LoweredGraph(graph);
        lowered.Inputs = [.. graph.Inputs.Select(input => Unpacked(input, lowered))];
        foreach (var node in graph.Nodes)
        {
            try
            {
                Lower(node, lowered);
            }
            catch (ModelException refusal)
            {
                diagnostics.Report(Rules.NotLowered, node.Index, Label(node), refusal.FullText());
            }
        }
        lowered.Outputs = [.. graph.Outputs.Select(output => Packed(output, lowered))];
        return lowered;
    }

    static Value Unpacked(Value input, LoweredGraph lowered)
    {
        if (!PackedBorder.Has(input)) return input;
        var (bytes, unpack) = PackedBorder.OfInput(input);
        lowered.Add(new Definition(unpack, [input], []));
        return bytes;
    }

    static Value Packed(Value output, LoweredGraph lowered)
    {
        if (!PackedBorder.Has(output)) return output;
        var (bytes, pack) = PackedBorder.OfOutput(output);
        lowered.Add(new Definition(pack, [bytes], []));
        return bytes;
    }

    /// <summary>As the importer calls nodes; one without a name by its first output.</summary>
    static string Label(Node node) => $"{MessageText.Quote(node.Name.Length > 0 ? node.Name : node.Outputs[0].Name)} ({node.Op.Name})";

    static void Lower(Node node, LoweredGraph lowered)
    {
        if (node.Op.Lower is not { } lower) throw new ModelException("only constant operands are supported, and these are computed from data");
        var ways = lower(node);
        foreach (var nest in ways.OfType<LoopNest>()) ScalarCode.Check(nest);
        if (ways is [KernelNode kernel]) lowered.Add(new Definition(kernel, kernel.Kernel.Outputs, [node]));
        else
            for (var i = 0; i < node.Outputs.Count; i++) lowered.Add(new Definition(ways[i], [node.Outputs[i]], [node]));
    }
}
