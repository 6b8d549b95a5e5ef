using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Nodes that give their input back, bit for bit.</summary>
static class RemoveIdentities
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
            if (Unchanged(node) is { } input && input.Type.Equals(node.Output.Type)) rewriter.Bypass(node, input);
    }

    /// <summary>The input that a node gives back if it has the output's type; null where it computes or moves something.</summary>
    static Value? Unchanged(Node node)
    {
        var first = node.Inputs.Count > 0 ? node.Inputs[0] : null;
        return node.Attributes switch
        {
            ReshapeAttributes or ExpandAttributes or CastAttributes or TileAttributes or PadAttributes => first,
            SliceAttributes slice => slice.IsWhole(node.Input(0).Shape) ? first : null,
            TransposeAttributes { Permutation: var permutation } => permutation.SequenceEqual(Enumerable.Range(0, permutation.Count)) ? first : null,
            ConcatAttributes => node.Inputs.Count == 1 ? first : null,
            ResizeAttributes { Coordinates: not CoordinateTransform.TfCropAndResize } resize => resize.Scales.All(scale => scale == 1) ? first : null,
            _ when node.Op == Identity.Op => first,
            _ => Neutral(node),
        };
    }

    /// <summary>x * 1, x / 1, x - 0 and x + -0; x + 0 makes 0 of -0 and is none for floats.</summary>
    static Value? Neutral(Node node)
    {
        if (node.Inputs.Count != 2) return null;
        var (a, b) = (node.Input(0), node.Input(1));
        if (node.Op == Arithmetic.Mul) return b.Scalar() == 1 ? a : a.Scalar() == 1 ? b : null;
        if (node.Op == Arithmetic.Div) return b.Scalar() == 1 ? a : null;
        if (node.Op == Arithmetic.Sub) return b.Scalar() is 0 && !IsNegative(b) ? a : null;
        if (node.Op == Arithmetic.Add) return IsZeroToAdd(b) ? a : IsZeroToAdd(a) ? b : null;
        return null;
    }

    static bool IsZeroToAdd(Value value) => value.Scalar() is 0 && (!value.Element.IsFloat() || IsNegative(value));

    static bool IsNegative(Value zeros) => 1 / zeros.Constant!.GetDouble(0) < 0;
}
