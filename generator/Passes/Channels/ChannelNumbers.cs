using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Which channels of a flow's output hold one number everywhere, from those that its sources do.</summary>
static class ChannelNumbers
{
    public static double?[] Of(ChannelFlow flow, Func<ChannelSource, ChannelFacts?> facts)
    {
        if (flow.Node.Attributes is ConvAttributes conv) return OfDepthwise(flow, conv, facts(flow.Sources[0]));
        var numbers = new double?[flow.Channels];
        if (flow.Sources.All(source => facts(source) is null)) return numbers;
        if (Pointwise.DataOf(flow.Node) is { } data) return OfPointwise(flow, data, facts);
        foreach (var source in flow.Sources)
            for (var c = 0; c < numbers.Length; c++)
                if (source.From[c] >= 0 && facts(source)?.Numbers[source.From[c]] is { } number && Keeps(flow.Node, number)) numbers[c] = number;
        return numbers;
    }

    /// <summary>Whether moving, joining, or a window or sum over one number gives that number.</summary>
    static bool Keeps(Node node, double number) => node.Attributes switch
    {
        PoolAttributes pool => node.Op == Pool.Max || (node.Op == Pool.Sum && number == 0)
            || (node.Op == Pool.Average && (number == 0 || !(pool.CountsPads && pool.Window.LeavesInput(node.Input(0).Shape)))),
        ReduceAttributes => node.Op == Reduce.Max || number == 0 || node.Op == Reduce.Min || node.Op == Reduce.Mean,
        PadAttributes pad => pad.Mode != PadMode.Constant || number == (node.Has(1) ? node.Input(1).Scalar() : 0),
        ResizeAttributes resize => resize.Coordinates != CoordinateTransform.TfCropAndResize,
        _ => true,
    };

    /// <summary>Filters of zeros, and filters on one number where no padding lies beside it.</summary>
    static double?[] OfDepthwise(ChannelFlow flow, ConvAttributes attributes, ChannelFacts? x)
    {
        var (node, isInteger) = (flow.Node, flow.Node.Op == ConvInteger.Op);
        var (weights, taps, padded) = (node.Input(1).Constant!, attributes.Window.Taps, attributes.Window.LeavesInput(node.Input(0).Shape));
        var bias = !isInteger && node.Has(2) ? node.Input(2).Constant : null;
        var inputZero = isInteger && node.Has(2) ? node.Input(2).Constant!.GetInt64(0) : 0;
        var zeros = isInteger && node.Has(3) ? node.Input(3).Constant : null;
        var numbers = new double?[flow.Channels];
        for (var c = 0; c < numbers.Length; c++)
        {
            double zero = zeros is null ? 0 : zeros.GetInt64(zeros.Count == 1 ? 0 : c), start = bias?.GetDouble(c) ?? 0;
            var filter = Enumerable.Range(c * taps, taps).Select(i => weights.GetDouble(i) - zero);
            if (filter.All(weight => weight == 0) || x?.Numbers[c] == inputZero) numbers[c] = start;
            else if (x?.Numbers[c] is { } number && !padded) numbers[c] = Rounded(start + (number - inputZero) * filter.Sum(), node.Output.Element);
        }
        return numbers;
    }

    static double Rounded(double number, ElementType element)
    {
        var tensor = new Tensor(element, Shape.Scalar);
        tensor.SetDouble(0, number);
        return tensor.GetDouble(0);
    }

    /// <summary>The operator's own evaluation, of those channels alone that are numbers.</summary>
    static double?[] OfPointwise(ChannelFlow flow, Func<int, bool> data, Func<ChannelSource, ChannelFacts?> facts)
    {
        var (node, numbers) = (flow.Node, new double?[flow.Channels]);
        var known = Enumerable.Range(0, numbers.Length)
            .Where(c => flow.Sources.All(source => source.Value.IsConstant || facts(source)?.Numbers[c] is not null)).ToArray();
        if (known.Length == 0) return numbers;
        var tensors = new Tensor?[node.Inputs.Count];
        for (var i = 0; i < tensors.Length; i++)
        {
            if (!node.Has(i)) continue;
            var source = flow.Sources.FirstOrDefault(each => each.Input == i);
            if (source is null && (node.Input(i).Constant is not { } whole || (data(i) && whole.Count > 1))) return numbers;
            tensors[i] = source is null ? node.Input(i).Constant : Channels(source, known, facts(source));
            if (tensors[i] is null) return numbers;
        }
        var scratch = new Graph("channels");
        var same = scratch.Add(node.Op, node.Attributes, tensors.Select(tensor => tensor is null ? null : scratch.Constant("c", tensor)), "channels",
            0);
        if (ConstantEvaluator.TryEvaluate(same.Output) is not { } results) return numbers;
        for (var i = 0; i < known.Length; i++) numbers[known[i]] = results.GetDouble(i);
        return numbers;
    }

    /// <summary>Some channels of a source, one element each; null if it is a constant that differs along other axes too.</summary>
    static Tensor? Channels(ChannelSource source, int[] channels, ChannelFacts? facts)
    {
        if (source.Value.Constant is { } constant) return constant.Count == constant.Shape[source.Axis] ? constant.Picked(source.Axis, channels)
            : null;
        var sizes = source.Value.Shape.Sizes.Select((_, axis) => axis == source.Axis ? channels.Length : 1).ToArray();
        var numbers = new Tensor(source.Value.Element, new Shape(sizes));
        for (var i = 0; i < channels.Length; i++) numbers.SetDouble(i, facts!.Numbers[channels[i]]!.Value);
        return numbers;
    }
}
