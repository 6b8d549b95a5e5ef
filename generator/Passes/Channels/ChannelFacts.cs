using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>What the weights say of a value's channels.</summary>
/// <param name="Numbers">The number that a channel holds everywhere; null where it is not one.</param>
/// <param name="Same">For each channel the first that holds the same elements; itself, as far as is known.</param>
sealed record ChannelFacts(double?[] Numbers, int[] Same)
{
    bool AreNone => Numbers.All(number => number is null) && Same.Select((first, c) => first == c).All(own => own);

    /// <summary>The facts of all values of which there are any.</summary>
    public static IReadOnlyDictionary<Value, ChannelFacts> Of(Graph graph, ChannelGraph channels)
    {
        var facts = new Dictionary<Value, ChannelFacts>();
        foreach (var node in graph.Nodes)
        {
            var own = channels.ProductOf(node) is { } product ? Of(product)
                : channels.FlowOf(node) is { } flow ? new(ChannelNumbers.Of(flow, Find), SameOf(flow, Find))
                : null;
            if (own is { AreNone: false }) facts[node.Output] = own;

            // A value may be known along one axis and read along another.
            ChannelFacts? Find(ChannelSource source) =>
                channels.AxisOf(source.Value) == source.Axis && facts.TryGetValue(source.Value, out var found) ? found : null;
        }
        return facts;
    }

    static ChannelFacts Of(ChannelProduct product) =>
        new([.. Enumerable.Range(0, product.Outputs).Select(product.ConstantOf)], product.Same());

    static int[] SameOf(ChannelFlow flow, Func<ChannelSource, ChannelFacts?> facts)
    {
        var same = Enumerable.Range(0, flow.Channels).ToArray();
        if (flow.Sources.All(source => source.Value.IsConstant || facts(source) is null)) return same;
        var first = new Dictionary<string, int>();
        for (var c = 0; c < same.Length; c++)
        {
            var key = string.Join("|", flow.Sources.Select(source => KeyOf(source, c)));
            if (first.TryGetValue(key, out var known)) same[c] = known;
            else first[key] = c;
        }
        return same;

        // A position behind a channel (a flattened picture) is the same as that behind an equal channel.
        string KeyOf(ChannelSource source, int c)
        {
            if (source.From[c] < 0) return "";
            if (source.Value.Constant is { } constant) return Convert.ToBase64String(constant.Picked(source.Axis, [source.From[c]]).Bytes);
            var behind = flow.Node.Attributes is ReshapeAttributes ? c % (flow.Channels / source.Value.Shape[source.Axis]) : 0;
            return $"{facts(source)?.Same[source.From[c]] ?? source.From[c]}+{behind}";
        }
    }
}
