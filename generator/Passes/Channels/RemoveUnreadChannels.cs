using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Channels that no weight reads are not made: filters go, and with them what element-wise operators, depthwise convolutions, pools and joins
/// did with their results.
/// </summary>
static class RemoveUnreadChannels
{
    public static void Run(GraphRewriter rewriter)
    {
        var channels = new ChannelGraph(rewriter.Graph);
        var classes = new ChannelClasses(rewriter.Graph, channels);
        classes.FillVectors();
        if (!classes.AnyGoes) return;
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            var kept = classes.Has(node.Output) ? classes.KeptOf(node.Output) : null;
            if (channels.ProductOf(node) is { } product)
            {
                var inputs = classes.Has(product.Input) && channels.AxisOf(product.Input) == product.InputAxis ? classes.KeptOf(product.Input) : All(product.Inputs);
                kept ??= All(product.Outputs);
                if (kept.Count < product.Outputs || inputs.Count < product.Inputs) rewriter.Supersede(node, product.Narrowed(rewriter, kept, inputs));
            }
            else if (channels.FlowOf(node) is { } flow && kept!.Count < flow.Channels)
            {
                var first = flow.Sources[0];
                rewriter.Supersede(node, flow.Picked(rewriter, kept, node.Op == Slice.Op ? classes.KeptOf(first.Value).Count(c => c < first.From[0]) : 0));
            }
        }
    }

    static IReadOnlyList<int> All(int channels) => [.. Enumerable.Range(0, channels)];
}
