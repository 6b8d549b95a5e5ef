using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>Values that hand their channels on to one another in the same order, so that another order can be had for all of them or none.</summary>
sealed class ChannelGroups
{
    readonly ChannelGraph _channels;
    readonly Dictionary<Value, Value> _parents = [];
    readonly HashSet<Value> _fixed = [];

    public ChannelGroups(Graph graph, ChannelGraph channels)
    {
        _channels = channels;
        foreach (var value in graph.Nodes.SelectMany(node => node.Outputs))
            if (channels.AxisOf(value) >= 0) _parents[value] = value;
        foreach (var output in graph.Outputs) Fix(output);
        foreach (var node in graph.Nodes)
            if (channels.ProductOf(node) is { } product)
            {
                if (channels.AxisOf(product.Input) != product.InputAxis) Fix(product.Input);
            }
            else if (channels.FlowOf(node) is { } flow && KeepsOrder(flow))
                foreach (var source in flow.Sources.Where(source => !source.Value.IsConstant)) Join(source.Value, node.Output);
            else foreach (var value in node.Inputs.OfType<Value>().Concat(node.Outputs)) Fix(value);
    }

    /// <summary>The groups whose every maker and reader is known, in the order of the graph.</summary>
    public IEnumerable<HashSet<Value>> Movable
    {
        get
        {
            var unmovable = new HashSet<Value>(_fixed.Select(Root));
            return _parents.Keys.GroupBy(Root).Where(group => !unmovable.Contains(group.Key)).Select(group => new HashSet<Value>(group)).ToArray();
        }
    }

    /// <summary>Whether each channel of the output is made of that of the same number, in all inputs that differ from channel to channel.</summary>
    bool KeepsOrder(ChannelFlow flow)
    {
        foreach (var source in flow.Sources)
        {
            if (source.Value.Shape[source.Axis] != flow.Channels || source.From.Where((from, c) => from != c).Any()) return false;
            if (!source.Value.IsConstant && _channels.AxisOf(source.Value) != source.Axis) return false;
        }
        return flow.Node.Inputs.OfType<Value>().All(input => !_parents.ContainsKey(input) || flow.Sources.Any(source => source.Value == input));
    }

    void Fix(Value value)
    {
        if (_parents.ContainsKey(value)) _fixed.Add(value);
    }

    void Join(Value a, Value b) => _parents[Root(b)] = Root(a);

    Value Root(Value value)
    {
        while (_parents[value] != value) value = _parents[value];
        return value;
    }
}
