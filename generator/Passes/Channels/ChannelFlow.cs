using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// How a node hands on channels one by one: channel c of its output is made of channel <c>From[c]</c> of each source and nothing else. Element-wise
/// operators, depthwise convolutions, pools, joins, and what moves elements along other axes.
/// </summary>
sealed record ChannelFlow(Node Node, int Axis, IReadOnlyList<ChannelSource> Sources)
{
    public int Channels => Node.Output.Shape[Axis];

    /// <param name="node">Any node.</param>
    /// <param name="axisOf">The axis along which a value has channels, or -1.</param>
    /// <returns>Null if channels meet in the node, or it is not known.</returns>
    public static ChannelFlow? Of(Node node, Func<Value, int> axisOf)
    {
        if (node.Outputs is not [{ Type: TensorType { Shape.Count: > 0 } }] || node.Subgraphs.Count > 0 || node.Inputs.Count == 0) return null;
        var flow = Pointwise.DataOf(node) is { } data ? OfPointwise(node, data, axisOf)
            : node.Op == Concat.Op ? OfConcat(node, axisOf)
            : IsDepthwise(node) ? OfDepthwise(node)
            : axisOf(node.Input(0)) is >= 0 and var axis ? OfMoved(node, axis)
            : null;
        return flow is { Channels: > 1 } ? flow : null;
    }

    /// <summary>The node once more, on inputs whose channels are picked already, and constants of which the same are picked.</summary>
    /// <param name="rewriter">Of the node's graph.</param>
    /// <param name="channels">The channels of the output that are to be, in their order.</param>
    /// <param name="before">How many channels of the first source that are kept lie before those that a slice takes.</param>
    public Value Picked(GraphRewriter rewriter, IReadOnlyList<int> channels, int before = 0)
    {
        Value?[] inputs = [.. Node.Inputs];
        foreach (var source in Sources)
            if (source.Value.Constant is { } constant)
                inputs[source.Input] = rewriter.Constant(source.Value.Name,
                    constant.Picked(source.Axis, [.. channels.Select(c => source.From[c]).Where(c => c >= 0)]));
        return rewriter.Insert(Node, Node.Op, AttributesOf(channels, before), inputs).Output;
    }

    OpAttributes AttributesOf(IReadOnlyList<int> kept, int before) => Node.Attributes switch
    {
        ConvAttributes conv => conv with { Groups = kept.Count },
        ReshapeAttributes reshape => new ReshapeAttributes(With(reshape.Shape, kept.Count)),
        ResizeAttributes resize => resize with { Sizes = With(resize.Sizes, kept.Count) },
        SliceAttributes slice => slice.Along(Axis, before, 1, kept.Count),
        var same => same,
    };

    int[] With(IReadOnlyList<int> sizes, int size) => [.. sizes.Select((old, axis) => axis == Axis ? size : old)];

    static ChannelFlow? OfPointwise(Node node, Func<int, bool> data, Func<Value, int> axisOf)
    {
        var shape = node.Output.Shape;
        var axis = Enumerable.Range(0, node.Inputs.Count).Where(i => data(i) && node.Has(i) && axisOf(node.Input(i)) >= 0)
            .Select(i => Aligned(node.Input(i)) is var aligned && aligned >= 0 && node.Input(i).Shape[axisOf(node.Input(i))] == shape[aligned] ? aligned : -1)
            .DefaultIfEmpty(-1).Max();
        if (axis < 0) return null;
        var sources = new List<ChannelSource>();
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            if (!data(i) || !node.Has(i)) continue;
            var own = axis - (shape.Rank - node.Input(i).Shape.Rank);
            if (own >= 0 && node.Input(i).Shape[own] == shape[axis]) sources.Add(new(i, node.Input(i), own, Identity(shape[axis])));
        }
        return new(node, axis, sources);

        int Aligned(Value input) => axisOf(input) + shape.Rank - input.Shape.Rank;
    }

    static ChannelFlow OfConcat(Node node, Func<Value, int> axisOf)
    {
        var (along, start) = (node.AttributesAs<ConcatAttributes>().Axis, 0);
        var axis = node.Inputs.OfType<Value>().Select(axisOf).DefaultIfEmpty(-1).Max();
        if (axis < 0) axis = along;
        var (sources, channels) = (new List<ChannelSource>(), node.Output.Shape[axis]);
        for (var i = 0; i < node.Inputs.Count; i++)
        {
            var (begin, end) = along == axis ? (start, start + node.Input(i).Shape[axis]) : (0, channels);
            sources.Add(new(i, node.Input(i), axis, [.. Enumerable.Range(0, channels).Select(c => c >= begin && c < end ? c - begin : -1)]));
            start = end;
        }
        return new(node, axis, sources);
    }

    static bool IsDepthwise(Node node) => (node.Op == Conv.Op || node.Op == ConvInteger.Op)
        && node.AttributesAs<ConvAttributes>().Groups is > 1 and var groups && node.Input(1).Shape[0] == groups && node.Input(1).Shape[1] == 1
        && node.Inputs.Skip(1).All(input => input is null or { IsConstant: true });

    static ChannelFlow OfDepthwise(Node node)
    {
        var channels = node.Output.Shape[1];
        return new(node, 1, [.. Enumerable.Range(0, node.Inputs.Count).Where(i => node.Has(i) && (i < 2 || node.Input(i).Shape.Count == channels))
            .Select(i => new ChannelSource(i, node.Input(i), i == 0 ? 1 : 0, Identity(channels)))]);
    }

    /// <summary>Nodes that work along other axes than that of the channels of their first input.</summary>
    static ChannelFlow? OfMoved(Node node, int axis)
    {
        var (x, y) = (node.Input(0), node.Output.Shape);
        int channels = x.Shape[axis], to = axis;
        var from = Identity(channels);
        switch (node.Attributes)
        {
            case PoolAttributes when axis == 1:
            case PadAttributes pad when pad.Before[axis] == 0 && pad.After[axis] == 0:
            case ResizeAttributes when y[axis] == channels:
                break;
            case ReduceAttributes reduce when !reduce.Axes.Contains(axis):
                if (!reduce.KeepDimensions) to -= reduce.Axes.Count(gone => gone < axis);
                break;
            case TransposeAttributes transpose:
                to = transpose.Permutation.ToList().IndexOf(axis);
                break;
            case SliceAttributes slice when slice.Steps[axis] == 1:
                from = [.. Enumerable.Range(slice.Starts[axis], slice.Sizes[axis])];
                break;
            case ReshapeAttributes when Reshaped(x.Shape, y, axis) is >= 0 and var at:
                to = at;
                from = [.. Enumerable.Range(0, y[at]).Select(c => c / (y[at] / channels))];
                break;
            default:
                return null;
        }
        return new(node, to, [new(0, x, axis, from)]);
    }

    /// <summary>The axis that a reshape makes of another, perhaps with what lies behind each of its positions; -1 if it takes them apart.</summary>
    static int Reshaped(Shape from, Shape to, int axis)
    {
        var before = from.Sizes.Take(axis).Aggregate(1, (a, b) => a * b);
        for (int at = 0, ahead = 1; at < to.Rank && ahead <= before; ahead *= to[at++])
            if (ahead == before && to[at] >= from[axis] && to[at] % from[axis] == 0) return at;
        return -1;
    }

    static int[] Identity(int channels) => [.. Enumerable.Range(0, channels)];
}

/// <summary>An input of a flow.</summary>
/// <param name="Input">Its place among the node's.</param>
/// <param name="Value">What it was when it was looked at.</param>
/// <param name="Axis">Its axis of channels.</param>
/// <param name="From">For each channel of the output the one of this input; -1: none.</param>
sealed record ChannelSource(int Input, Value Value, int Axis, int[] From);
