using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>
/// Where a graph's values have channels: along the axis that a product gives them, on through whatever hands them on. The values of a graph
/// with known products and flows; of all other nodes nothing is known but that they read everything.
/// </summary>
sealed class ChannelGraph
{
    readonly Dictionary<Value, int> _axes = [];
    readonly Dictionary<Node, ChannelProduct> _products = [];
    readonly Dictionary<Node, ChannelFlow> _flows = [];

    public ChannelGraph(Graph graph)
    {
        foreach (var node in graph.Nodes)
            if (ChannelProduct.Of(node) is { } product)
            {
                _products[node] = product;
                if (product.Outputs > 1) _axes[node.Output] = product.OutputAxis;
            }
            else if (ChannelFlow.Of(node, AxisOf) is { } flow)
            {
                _flows[node] = flow;
                _axes[node.Output] = flow.Axis;
            }
    }

    public IReadOnlyCollection<ChannelProduct> Products => _products.Values;
    public ChannelProduct? ProductOf(Node node) => _products.TryGetValue(node, out var product) ? product : null;
    public ChannelFlow? FlowOf(Node node) => _flows.TryGetValue(node, out var flow) ? flow : null;

    /// <summary>The axis of a value's channels; -1 if it is not known to have any.</summary>
    public int AxisOf(Value value) => _axes.TryGetValue(value, out var axis) ? axis : -1;
}
