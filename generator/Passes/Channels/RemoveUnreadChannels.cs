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
                var inputs = classes.Has(product.Input) && channels.AxisOf(product.Input) == product.InputAxis ? classes.KeptOf(product.Input)
                    : All(product.Inputs);
                kept ??= All(product.Outputs);
                if (kept.Count < product.Outputs || inputs.Count < product.Inputs) rewriter.Supersede(node, product.Narrowed(rewriter, kept, inputs));
            }
            else if (channels.FlowOf(node) is { } flow)
            {
                // A slice that keeps all it takes still begins earlier where channels before it go.
                var (start, before) = node.Op == Slice.Op ? StartOf(flow.Sources[0]) : (0, 0);
                if (kept!.Count < flow.Channels || before < start) rewriter.Supersede(node, flow.Picked(rewriter, kept, before));
            }
        }

        (int Start, int Before) StartOf(ChannelSource source) =>
            (source.From[0], classes.Has(source.Value) && channels.AxisOf(source.Value) == source.Axis
                ? classes.KeptOf(source.Value).Count(c => c < source.From[0])
                : source.From[0]);
    }

    static IReadOnlyList<int> All(int channels) => [.. Enumerable.Range(0, channels)];
}
