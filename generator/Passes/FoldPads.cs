using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A constant Pad of spatial axes goes into the window of the convolution or pool that reads it, if its value is what the window pads with.
/// </summary>
static class FoldPads
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (node.Inputs.Count == 0 || node.Inputs[0].MadeBy(Pad.Op) is not { } padding) continue;
            var pad = padding.AttributesAs<PadAttributes>();
            var value = padding.Has(1) ? padding.Input(1).Scalar() : 0;
            if (pad.Mode != PadMode.Constant || value is null || pad.Before.Take(2).Concat(pad.After.Take(2)).Any(n => n != 0)) continue;
            if (Attributes(node, pad, value.Value - ZeroPoint(node)) is { } attributes)
                rewriter.Substitute(node, node.Op, attributes, [padding.Input(0), .. node.Inputs.Skip(1)]);
        }
    }

    /// <summary>What stands for 0 in the input of an integer convolution, and is what its window pads with.</summary>
    static double ZeroPoint(Node node) => node.Op == ConvInteger.Op && node.Has(2) ? node.Input(2).Scalar() ?? double.NaN : 0;

    static OpAttributes? Attributes(Node node, PadAttributes pad, double value) => node.Attributes switch
    {
        ConvAttributes conv when value == 0 => conv with { Window = Padded(conv.Window, pad) },
        PoolAttributes { Ceil: false } pool when node.Op == Pool.Max && double.IsNegativeInfinity(value) =>
            pool with { Window = Padded(pool.Window, pad) },
        // All that is padded counts, so nothing may be padded that does not.
        PoolAttributes { Ceil: false } pool when node.Op == Pool.Average && value == 0
            && (pool.CountsPads || pool.Window.Before.Concat(pool.Window.After).All(n => n == 0)) =>
            pool with { Window = Padded(pool.Window, pad), CountsPads = true },
        _ => null,
    };

    static Window Padded(Window window, PadAttributes pad) => window with
    {
        Before = window.Before.Select((n, axis) => n + pad.Before[axis + 2]).ToArray(),
        After = window.After.Select((n, axis) => n + pad.After[axis + 2]).ToArray(),
    };
}
