using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Reorders channels, in all values that hand them on to one another, so that in more of the integer products that read them neighbouring weights
/// cannot saturate (<see cref="Saturation"/>). Filters change places, and what is done to each channel with them: it costs nothing at run time.
/// </summary>
static class PairChannels
{
    public static void Run(GraphRewriter rewriter)
    {
        var channels = new ChannelGraph(rewriter.Graph);
        var orders = Orders(new ChannelGroups(rewriter.Graph, channels), channels);
        if (orders.Count == 0) return;
        foreach (var node in rewriter.Graph.Nodes.ToArray())
            if (channels.ProductOf(node) is { } product)
            {
                var (outputs, inputs) = (OrderOf(node.Output), OrderOf(product.Input));
                if (outputs is not null || inputs is not null)
                    rewriter.Supersede(node, product.Narrowed(rewriter, outputs ?? All(product.Outputs), inputs ?? All(product.Inputs)));
            }
            else if (channels.FlowOf(node) is { } flow && OrderOf(node.Output) is { } order) rewriter.Supersede(node, flow.Picked(rewriter, order));

        int[]? OrderOf(Value value) => orders.TryGetValue(value, out var order) ? order : null;
    }

    static Dictionary<Value, int[]> Orders(ChannelGroups groups, ChannelGraph channels)
    {
        var orders = new Dictionary<Value, int[]>();
        foreach (var group in groups.Movable)
        {
            var readers = channels.Products.Where(product => group.Contains(product.Input) && product.IsInteger).ToArray();
            // Blocks of zeros are worth more where they are.
            if (readers.Length == 0 || readers.Any(HasBlocksOfZeros)) continue;
            var weighed = readers.Select(product => (product, (long)product.Node.Output.Shape.Count / product.Outputs)).ToArray();
            if (PairOrder.For(readers[0].Inputs, weighed) is not { } order) continue;
            foreach (var value in group) orders[value] = order;
        }
        return orders;
    }

    static bool HasBlocksOfZeros(ChannelProduct product)
    {
        int quads = product.Inputs / BytePanels.Quad, panels = (product.Outputs + BytePanels.Width - 1) / BytePanels.Width, zeros = 0;
        for (var panel = 0; panel < panels; panel++)
            for (var quad = 0; quad < quads; quad++)
                for (var tap = 0; tap < product.Taps; tap++)
                    if (IsZero(panel * BytePanels.Width, quad * BytePanels.Quad, tap)) zeros++;
        return zeros > PackedBytes.ShareOfZeros * quads * panels * product.Taps;

        bool IsZero(int output, int input, int tap)
        {
            for (var m = output; m < Math.Min(product.Outputs, output + BytePanels.Width); m++)
                for (var c = input; c < input + BytePanels.Quad; c++)
                    if (product.Weight(m, c, tap) != 0) return false;
            return true;
        }
    }

    static int[] All(int channels) => [.. Enumerable.Range(0, channels)];
}
