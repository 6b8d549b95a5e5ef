using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A QuantizeLinear, or a sum or product of quantised tensors, whose result follows from one 8-bit number, through any operators on single
/// elements, becomes a table of 256 entries that the operators' own definitions fill.
/// </summary>
static class TabulateBytes
{
    public static void Run(GraphRewriter rewriter)
    {
        var roots = new Dictionary<Value, Value?>();
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (!Quantizes(node) || node.Output.Element is not (ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16)) continue;
            if (Root(node.Output, roots) is not { } root || root == node.Output || !root.Shape.Equals(node.Output.Shape)) continue;
            var table = Evaluate(node.Output, root, []);
            var value = rewriter.Insert(node, Lookup.Op, OpAttributes.None, root, rewriter.Constant(node.Name + ".table", table)).Output;
            rewriter.Supersede(node, value);
            roots[value] = root;
        }
    }

    /// <summary>The 8-bit value that another is a function of, element by element; itself where it follows from nothing smaller.</summary>
    static Value? Root(Value value, Dictionary<Value, Value?> known)
    {
        if (known.TryGetValue(value, out var root)) return root;
        var own = value is { IsConstant: false, Type: TensorType { Element: ElementType.Int8 or ElementType.UInt8 } } ? value : null;
        if (value.Producer is { } node && IsOfSingleElements(node))
        {
            var all = node.Inputs.OfType<Value>().Where(input => !IsScalar(input)).Select(input => Root(input, known)).Distinct().ToArray();
            if (all is [{ } only]) return known[value] = only;
        }
        return known[value] = own;
    }

    static bool IsScalar(Value value) => value.Constant is { Count: 1 };

    static bool IsOfSingleElements(Node node) =>
        node.Op.IsElementwise || node.Op == Cast.Op || (node.Op == Lookup.Op && node.Input(1).IsConstant)
        || (node.Op == DequantizeLinear.Op && Dequantized.Of(node.Output) is { IsPerTensor: true })
        || Quantizes(node);

    static bool Quantizes(Node node) => Quantizer.Of(node) is not null || QuantizedArithmetic.Has(node.Op);

    static Tensor Evaluate(Value value, Value root, Dictionary<Value, Tensor> known)
    {
        if (value == root) return Lookup.Domain(root.Element);
        if (value.Constant is { } constant) return constant.Count == 1 ? constant.Reshape(Shape.Scalar) : constant;
        if (known.TryGetValue(value, out var tensor)) return tensor;
        var node = value.Producer!;
        var inputs = node.Inputs.Select(input => input is null ? null : Evaluate(input, root, known)).ToArray();
        return known[value] = (Tensor)node.Op.Evaluate(new EvaluateContext(node, inputs,
            static (_, _) => throw new InvalidOperationException("no subgraphs here")))[0];
    }
}
