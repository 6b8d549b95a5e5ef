using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// What is left between DequantizeLinear and QuantizeLinear after the passes: computed in float32 although the model is quantised around it.
/// </summary>
static class FloatIslands
{
    /// <summary>The nodes that read dequantised tensors on the way to a QuantizeLinear, in the order of the graph, with the reason.</summary>
    public static IEnumerable<(Node Node, string Reason)> Of(Graph graph)
    {
        var inside = new HashSet<Node>();
        foreach (var node in graph.Nodes.Reverse())
            if (node.Op == QuantizeLinear.Op || (inside.Contains(node) && node.Op != DequantizeLinear.Op))
                foreach (var input in node.Inputs)
                    if (input is { Producer: { } maker, Type: TensorType { Element: ElementType.Float32 } }) inside.Add(maker);
        foreach (var node in graph.Nodes)
            if ((inside.Contains(node) || node.Op == QuantizeLinear.Op) && node.Op != DequantizeLinear.Op && node.Inputs.Any(IsDequantized))
                yield return (node, Reason(node));
    }

    static bool IsDequantized(Value? value) => value.MadeBy(DequantizeLinear.Op) is { } node && !node.Input(0).IsConstant;

    static string Reason(Node node)
    {
        if (node.Inputs.FirstOrDefault(input => IsDequantized(input) && Dequantized.Of(input) is null) is { } unknown)
            return $"the scale or zero point of {Support.CSharpText.Comment(unknown.Name)} is computed at run time, comes in blocks, or is not positive";
        if (node.Op == Conv.Op || node.Op == MatMul.Op) return "its factors are not both 8-bit integers with one scale, or with one for each output channel";
        if (node.Op == Arithmetic.Add || node.Op == Arithmetic.Sub || node.Op == Arithmetic.Mul)
            return "its operands do not both have one known scale, or what it makes is read by more than a QuantizeLinear";
        return $"{node.Op.Name} of several or of larger numbers has no form in integers";
    }
}
