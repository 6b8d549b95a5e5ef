using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A BatchNormalization that follows a convolution or matrix product becomes a factor and a summand for each channel, which
/// <see cref="FoldIntoWeights"/> then takes. Elsewhere it stays: one nest does both.
/// </summary>
static class FoldBatchNormalization
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (node.Op != BatchNormalization.Op || !FoldIntoWeights.Takes(rewriter, node.Input(0), node)) continue;
            // The columns of a product are its channels only if it is a matrix.
            if (node.Input(0).Producer!.Op == MatMul.Op && node.Output.Shape.Rank != 2) continue;
            if (Enumerable.Range(1, 4).Any(i => !node.Input(i).IsConstant)) continue;
            Tensor scale = node.Input(1).Constant!, bias = node.Input(2).Constant!;
            Tensor mean = node.Input(3).Constant!, variance = node.Input(4).Constant!;
            var shape = node.Output.Shape;
            var perChannel = new Shape([scale.Count, .. Enumerable.Repeat(1, Math.Max(0, shape.Rank - 2))]);
            Tensor factor = new(node.Output.Element, perChannel), summand = new(factor.Element, perChannel);
            for (var c = 0; c < scale.Count; c++)
            {
                var f = scale.GetDouble(c) / Math.Sqrt(variance.GetDouble(c) + node.AttributesAs<NormalizationAttributes>().Epsilon);
                factor.SetDouble(c, f);
                summand.SetDouble(c, bias.GetDouble(c) - mean.GetDouble(c) * f);
            }
            var (times, plus) = (rewriter.Constant(node.Output.Name + ".factor", factor), rewriter.Constant(node.Output.Name + ".summand", summand));
            rewriter.Substitute(node, Arithmetic.Add, OpAttributes.None,
                rewriter.Insert(node, Arithmetic.Mul, OpAttributes.None, node.Input(0), times).Output, plus);
        }
    }
}
