using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A number that multiplies or divides one side of a matrix product (attention's 1/sqrt d, before or after the heads are taken apart) does
/// so behind it, where it is part of the product's epilogue, or goes into the weights.
/// </summary>
static class FactorsBehindProducts
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
            if (node.Op == MatMul.Op && node.Output.Tensor.Element.IsFloat())
                for (var side = 0; side < 2; side++)
                    if (Move(rewriter, node, side)) break;
    }

    static bool Move(GraphRewriter rewriter, Node node, int side)
    {
        if (node.Input(side).Producer is not { Inputs.Count: 2 } scaling || !rewriter.IsOnlyFor(scaling.Output, node)) return false;
        if (Factor(scaling) is not { } place) return false;
        var (x, factor) = (scaling.Input(1 - place), scaling.Input(place));
        if (!x.Shape.Equals(scaling.Output.Shape) || factor.Shape.Rank > node.Output.Shape.Rank) return false;
        Value?[] inputs = [.. node.Inputs];
        inputs[side] = x;
        var product = rewriter.Insert(node, MatMul.Op, node.Attributes, inputs).Output;
        rewriter.Substitute(node, scaling.Op, OpAttributes.None, place == 0 ? [factor, product] : [product, factor]);
        rewriter.Remove(scaling);
        return true;
    }

    /// <summary>Which input is the same number for all elements of the other; null if neither is.</summary>
    static int? Factor(Node scaling) =>
        scaling.Op == Arithmetic.Mul ? scaling.Input(1).Scalar() is not null ? 1 : scaling.Input(0).Scalar() is not null ? 0 : null
        : scaling.Op == Arithmetic.Div && scaling.Input(1).Scalar() is not null ? 1
        : null;
}
