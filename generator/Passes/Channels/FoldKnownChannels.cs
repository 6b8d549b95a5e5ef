using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>
/// Filters of zeros make channels that hold one number, equal filters make equal channels: products that read them take the number into their
/// summands, and read the first of equals. What nobody reads then goes by <see cref="RemoveUnreadChannels"/>.
/// </summary>
static class FoldKnownChannels
{
    public static void Run(GraphRewriter rewriter)
    {
        var channels = new ChannelGraph(rewriter.Graph);
        var facts = ChannelFacts.Of(rewriter.Graph, channels);
        if (facts.Count == 0) return;
        // From the end, so that what was learnt still goes by the values that are read.
        foreach (var product in channels.Products.Reverse().ToArray())
            if (channels.AxisOf(product.Input) == product.InputAxis && facts.TryGetValue(product.Input, out var known)
                && product.Folded(rewriter, known) is { } value)
                rewriter.Supersede(product.Node, value);
    }
}
