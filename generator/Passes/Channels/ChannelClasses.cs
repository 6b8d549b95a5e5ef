using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>
/// The channels of all values of a graph, those together that can only stay or go together because a node hands one on as the other; and
/// which of them somebody needs.
/// </summary>
sealed class ChannelClasses
{
    readonly ChannelGraph _channels;
    readonly Dictionary<Value, int> _first = [];
    readonly List<int> _parents = [];
    readonly bool[] _stays;

    public ChannelClasses(Graph graph, ChannelGraph channels)
    {
        _channels = channels;
        foreach (var value in graph.Nodes.SelectMany(node => node.Outputs))
            if (channels.AxisOf(value) is >= 0 and var axis)
            {
                _first[value] = _parents.Count;
                _parents.AddRange(Enumerable.Range(_parents.Count, value.Shape[axis]));
            }
        foreach (var node in graph.Nodes)
            if (channels.FlowOf(node) is { } flow) Tie(flow);
        _stays = new bool[_parents.Count];
        foreach (var output in graph.Outputs) KeepAll(output);
        foreach (var node in graph.Nodes) KeepWhatIsTakenWhole(node);
        while (KeepWhatIsRead()) { }
    }

    /// <summary>
    /// The widths that vectors fill: a channel that leaves a gap in a vector saves nothing, and costs where the rest is done one by one.
    /// </summary>
    static int Rounded(int channels) => channels <= 4 ? 4 : channels <= 8 ? 8 : (channels + 15) / 16 * 16;

    /// <summary>Lets some of those that nobody needs stay, so that the channels that are left fill vectors.</summary>
    public void FillVectors()
    {
        foreach (var product in _channels.Products)
        {
            var output = product.Node.Output;
            if (!_first.ContainsKey(output)) continue;
            var lacking = Rounded(KeptOf(output).Count) - KeptOf(output).Count;
            for (var c = 0; c < product.Outputs && lacking > 0; c++)
            {
                if (_stays[Root(output, c)]) continue;
                _stays[Root(output, c)] = true;
                lacking--;
            }
        }
        // Nothing is without any channels.
        foreach (var value in _first.Keys)
            if (KeptOf(value).Count == 0) _stays[Root(value, 0)] = true;
    }

    /// <summary>The channels of a value that stay; all of them where none can go.</summary>
    public IReadOnlyList<int> KeptOf(Value value) =>
        [.. Enumerable.Range(0, value.Shape[_channels.AxisOf(value)]).Where(c => _stays[Root(value, c)])];

    public bool Has(Value value) => _first.ContainsKey(value);

    public bool AnyGoes => Enumerable.Range(0, _parents.Count).Any(i => !_stays[Root(i)]);

    bool IsTied(ChannelSource source) => _first.ContainsKey(source.Value) && _channels.AxisOf(source.Value) == source.Axis;

    void Tie(ChannelFlow flow)
    {
        var output = flow.Node.Output;
        foreach (var source in flow.Sources.Where(IsTied))
            for (var c = 0; c < flow.Channels; c++)
                if (source.From[c] >= 0) _parents[Root(output, c)] = Root(source.Value, source.From[c]);
    }

    /// <summary>What a node reads in ways that are not known, and what it makes of values that cannot do with fewer channels.</summary>
    void KeepWhatIsTakenWhole(Node node)
    {
        var (flow, product) = (_channels.FlowOf(node), _channels.ProductOf(node));
        foreach (var input in node.Inputs.OfType<Value>().Distinct())
        {
            var follows = product is not null ? input == product.Input && _channels.AxisOf(input) == product.InputAxis
                : flow is not null && flow.Sources.Any(source => source.Value == input && IsTied(source));
            if (!follows) KeepAll(input);
        }
        if (flow is null) return;
        foreach (var source in flow.Sources)
            if (!source.Value.IsConstant && !IsTied(source))
                for (var c = 0; c < flow.Channels; c++)
                    if (source.From[c] >= 0) _stays[Root(node.Output, c)] = true;
    }

    /// <summary>Channels that filters of needed channels read; false if that adds none.</summary>
    bool KeepWhatIsRead()
    {
        var changed = false;
        foreach (var product in _channels.Products.Reverse())
        {
            if (_channels.AxisOf(product.Input) != product.InputAxis) continue;
            var needed = _first.ContainsKey(product.Node.Output) ? KeptOf(product.Node.Output) : [.. Enumerable.Range(0, product.Outputs)];
            var first = _first[product.Input];
            foreach (var input in Enumerable.Range(0, product.Inputs).Where(input => !_stays[Root(first + input)]))
                if (needed.Any(output => product.Reads(output, input))) _stays[Root(first + input)] = changed = true;
        }
        return changed;
    }

    void KeepAll(Value value)
    {
        if (!_first.ContainsKey(value)) return;
        for (var c = 0; c < value.Shape[_channels.AxisOf(value)]; c++) _stays[Root(value, c)] = true;
    }

    int Root(Value value, int channel) => Root(_first[value] + channel);

    int Root(int place)
    {
        while (_parents[place] != place) place = _parents[place] = _parents[_parents[place]];
        return place;
    }
}
