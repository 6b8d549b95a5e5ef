using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Constant factors and summands for each channel around a convolution go into its weights and bias; factors after a matrix product into
/// its constant operand. (A summand after a product stays: it is the product's epilogue.)
/// </summary>
static class FoldIntoWeights
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (node.Op == Conv.Op) FactorBefore(rewriter, node);
            else if (node.Inputs.Count != 2 || !IsArithmetic(node.Op)) continue;
            else if (Takes(rewriter, node.Input(0), node)) After(rewriter, node, node.Input(0).Producer!, node.Input(1), false);
            else if (Takes(rewriter, node.Input(1), node)) After(rewriter, node, node.Input(1).Producer!, node.Input(0), true);
        }
    }

    /// <summary>Whether a value is made by a convolution or product whose weights may change for the sake of one reader.</summary>
    public static bool Takes(GraphRewriter rewriter, Value value, Node reader) => rewriter.IsOnlyFor(value, reader) && value.Producer is { } maker
        && ((maker.Op == Conv.Op && maker.Input(1).IsConstant && (!maker.Has(2) || maker.Input(2).IsConstant))
            || (maker.Op == MatMul.Op && maker.Input(1) is { IsConstant: true, Shape.Rank: 2 }));

    static bool IsArithmetic(Op op) => op == Arithmetic.Add || op == Arithmetic.Sub || op == Arithmetic.Mul || op == Arithmetic.Div;

    static void After(GraphRewriter rewriter, Node node, Node maker, Value constant, bool constantFirst)
    {
        if (!node.Output.Shape.Equals(maker.Output.Shape)) return;
        var isConv = maker.Op == Conv.Op;
        if (constant.Along(isConv ? 1 : maker.Output.Shape.Rank - 1, maker.Output.Shape) is not { } numbers) return;
        (Func<int, double> Factor, Func<int, double> Summand)? change =
            node.Op == Arithmetic.Mul ? (c => numbers[c], static _ => 0)
            : node.Op == Arithmetic.Div && !constantFirst ? (c => 1 / numbers[c], static _ => 0)
            : !isConv ? null
            : node.Op == Arithmetic.Add ? (static _ => 1, c => numbers[c])
            : node.Op == Arithmetic.Sub ? constantFirst ? (static _ => -1, c => numbers[c]) : (static _ => 1, c => -numbers[c])
            : null;
        if (change is not var (factor, summand)) return;

        var weights = maker.Input(1);
        var axis = isConv || maker.AttributesAs<MatMulAttributes>().TransposeB ? 0 : 1;
        var inputs = new List<Value?> { maker.Input(0), rewriter.Constant(weights.Name, weights.Constant!.Scaled(axis, factor)) };
        if (isConv)
        {
            var bias = new Tensor(weights.Element, new Shape(weights.Shape[0]));
            for (var c = 0; c < bias.Count; c++)
                bias.SetDouble(c, (maker.Has(2) ? maker.Input(2).Constant!.GetDouble(c) * factor(c) : 0) + summand(c));
            var isSum = node.Op == Arithmetic.Add || node.Op == Arithmetic.Sub;
            if (maker.Has(2) || isSum) inputs.Add(rewriter.Constant(maker.Has(2) ? maker.Input(2).Name : maker.Output.Name + ".bias", bias));
        }
        rewriter.Supersede(node, rewriter.Insert(maker, maker.Op, maker.Attributes, [.. inputs]).Output);
        rewriter.Remove(maker);
    }

    /// <summary>conv(x * factor): padding is zero with and without the factor.</summary>
    static void FactorBefore(GraphRewriter rewriter, Node conv)
    {
        if (!conv.Input(1).IsConstant || conv.Input(0).MadeBy(Arithmetic.Mul) is not { Inputs.Count: 2 } product) return;
        if (!rewriter.IsOnlyFor(product.Output, conv)) return;
        var shape = product.Output.Shape;
        var (x, factors) = product.Input(1).Along(1, shape) is { } right
            ? (product.Input(0), right)
            : (product.Input(1), product.Input(0).Along(1, shape));
        if (factors is null || !x.Shape.Equals(shape)) return;

        var weights = conv.Input(1).Constant!;
        int perGroup = weights.Shape[1], outputs = weights.Shape[0] / conv.AttributesAs<ConvAttributes>().Groups;
        var (scaled, stride) = (new Tensor(weights.Element, weights.Shape), weights.Shape.RowMajorStrides());
        for (var i = 0; i < weights.Count; i++)
            scaled.SetDouble(i, weights.GetDouble(i) * factors[i / stride[0] / outputs * perGroup + i / stride[1] % perGroup]);
        rewriter.Substitute(conv, Conv.Op, conv.Attributes, [x, rewriter.Constant(conv.Input(1).Name, scaled), .. conv.Inputs.Skip(2)]);
    }
}
