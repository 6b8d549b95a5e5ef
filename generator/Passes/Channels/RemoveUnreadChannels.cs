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
            else if (channels.FlowOf(node) is { } flow && kept!.Count < flow.Channels) rewriter.Supersede(node, Narrowed(rewriter, flow, kept, classes));
        }
    }

    /// <summary>The node once more, on inputs that are narrower already, and constants made so.</summary>
    static Value Narrowed(GraphRewriter rewriter, ChannelFlow flow, IReadOnlyList<int> kept, ChannelClasses classes)
    {
        Value?[] inputs = [.. flow.Node.Inputs];
        foreach (var source in flow.Sources)
            if (source.Value.Constant is { } constant)
                inputs[source.Input] = rewriter.Constant(source.Value.Name, constant.Picked(source.Axis, [.. kept.Select(c => source.From[c]).Where(c => c >= 0)]));
        var before = flow.Node.Op == Slice.Op ? classes.KeptOf(flow.Sources[0].Value).Count(c => c < flow.Sources[0].From[0]) : 0;
        return rewriter.Insert(flow.Node, flow.Node.Op, flow.Narrowed(kept, before), inputs).Output;
    }

    static IReadOnlyList<int> All(int channels) => [.. Enumerable.Range(0, channels)];
}
