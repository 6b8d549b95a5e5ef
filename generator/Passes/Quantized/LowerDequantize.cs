using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Takes DequantizeLinear behind what can be done to the integers before it, in the order of the graph: movement, Relu, integer products,
/// biases, sums over axes, the softmax. What is left of a quantised model is integers up to the next QuantizeLinear.
/// </summary>
static class LowerDequantize
{
    /// <summary>Each makes a value that stands for a node's output, or null where it does not apply.</summary>
    static readonly Func<GraphRewriter, Node, Value?>[] rules =
    [
        Moved,
        Rectified,
        IntegerProducts.Conv,
        IntegerProducts.MatMul,
        IntegerProducts.Bias,
        IntegerSums.Reduced,
        IntegerSoftmax.Of,
    ];

    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (node.Outputs is not [{ Type: TensorType { Element: ElementType.Float32 } }]) continue;
            foreach (var rule in rules)
                if (rule(rewriter, node) is { } value)
                {
                    rewriter.Supersede(node, value);
                    break;
                }
        }
    }

    /// <summary>Adds the DequantizeLinear that now stands behind a node.</summary>
    public static Value Real(GraphRewriter rewriter, Node site, Value integers, Tensor scales, int axis = 0, Value? zero = null) =>
        rewriter.Insert(site, DequantizeLinear.Op, new DequantizeAttributes(new(axis, 0), ElementType.Float32),
            integers, rewriter.Constant(site.Name + ".scale", scales), zero).Output;

    static Value? Moved(GraphRewriter rewriter, Node node)
    {
        if (Movers.DataOf(node) is not { } data || node.Inputs.Count == 0) return null;
        var parts = Enumerable.Range(0, node.Inputs.Count).Where(data).Where(node.Has).Select(i => Dequantized.Of(node.Input(i))).ToArray();
        if (parts.Length == 0 || parts[0] is not { } like || parts.Any(part => part is null || (part != like && !part.MeansAs(like)))) return null;
        if (MovedAxis(node, like) is not { } axis) return null;
        var inputs = node.Inputs.Select((input, i) => input is not null && data(i) ? Dequantized.Of(input)!.Integers : input).ToList();
        if (node.Attributes is PadAttributes { Mode: PadMode.Constant })
        {
            // Other numbers than 0 need not have an integer.
            if (node.Has(1) && node.Input(1).Scalar() is not 0) return null;
            var fill = new Tensor(like.Element, Shape.Scalar);
            fill.SetInt64(0, like.Zero);
            inputs = [inputs[0], rewriter.Constant(node.Name + ".fill", fill)];
        }
        var moved = rewriter.Insert(node, node.Op, node.Attributes, [.. inputs]).Output;
        return Real(rewriter, node, moved, like.Scales, axis, like.Node.Has(2) ? rewriter.Constant(node.Name + ".zero", like.Zeros!) : null);
    }

    /// <summary>Where the axis of the scales is afterwards; null if the elements of one scale do not stay together.</summary>
    static int? MovedAxis(Node node, Dequantized like) =>
        like.IsPerTensor ? 0
        : node.Attributes is TransposeAttributes transpose ? transpose.Permutation.ToList().IndexOf(like.Axis)
        : node.Op == Pool.Max && like.Axis < 2 ? like.Axis
        : null;

    /// <summary>max(x, 0), where the zero point stands for 0.</summary>
    static Value? Rectified(GraphRewriter rewriter, Node node)
    {
        if (node.Op != Activations.Relu || Dequantized.Of(node.Input(0)) is not { } x || (x.HasZero && !x.IsPerTensor)) return null;
        var zero = new Tensor(x.Element, Shape.Scalar);
        zero.SetInt64(0, x.Zero);
        var bounded = rewriter.Insert(node, Arithmetic.Max, OpAttributes.None, x.Integers, rewriter.Constant(node.Name + ".zero", zero)).Output;
        return Real(rewriter, node, bounded, x.Scales, x.Axis, x.Node.Has(2) ? x.Node.Input(2) : null);
    }
}
