using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// ConvTranspose(x: N x C x spatial, w: C x M/groups x kernel, bias: M?) -> N x M x spatial, made of a Conv with stride 1. With stride s,
/// output s * q + p sees only the weights p, p + s, p + 2s …, and inputs q, q - 1, q - 2 …: each phase p is a set of output channels of
/// one convolution, and the phases are interleaved afterwards, as DepthToSpace does. ONNX: ConvTranspose.
/// </summary>
static class ConvTranspose
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("ConvTranspose", 1, Import)];

    static Value Import(OnnxNode node)
    {
        var (x, w) = (node.Input(0), node.Input(1));
        if (x.Shape.Rank < 3 || w.Shape.Rank != x.Shape.Rank)
            throw new ModelException($"x has shape {x.Shape} and w {w.Shape}; they are N x C x spatial and C x M x kernel");
        int[] sizes = [.. x.Shape.Sizes.Skip(2)], kernel = [.. w.Shape.Sizes.Skip(2)];
        if (node.IntsOrNull("kernel_shape") is { } given && !given.SequenceEqual(kernel.Select(k => (long)k)))
            throw new ModelException($"attribute 'kernel_shape' is not that of w, {w.Shape}");
        var groups = Window.Narrow([node.Int("group", 1)])[0];
        if (groups < 1 || x.Shape[1] != w.Shape[0] || w.Shape[0] % groups != 0)
            throw new ModelException($"x has {x.Shape[1]} channels, w is {w.Shape}, and there are {groups} groups");
        return Of(node, x, w, node.InputOrNull(2), groups, UpsampledAxis.Import(node, sizes, kernel));
    }

    public static Value Of(OnnxNode node, Value x, Value weights, Value? bias, int groups, UpsampledAxis[] axes)
    {
        var w = Weights(node, weights, groups, axes);
        int[] phases = [.. axes.Select(axis => axis.Stride)], rows = [.. axes.Select(axis => axis.Rows)];
        var channels = w.Shape[0] / Product(phases);
        var ones = Enumerable.Repeat(1, axes.Length).ToArray();
        var window = new Window(axes.Select(axis => axis.Taps).ToArray(), ones, ones,
            axes.Select(axis => axis.PadBefore).ToArray(), axes.Select(axis => axis.PadAfter).ToArray());
        Value?[] inputs = bias is null ? [x, w] : [x, w, RepeatedBias(node, bias, Product(phases))];
        var y = node.Add(Conv.Op, new ConvAttributes(window, groups), inputs);

        // N x (M p p') x q x q' -> N x M x (q p) x (q' p')
        if (Product(phases) > 1)
        {
            var split = Reshape.To(node, y, [x.Shape[0], channels, .. phases, .. rows]);
            var moved = Transpose.To(node, split, [0, 1, .. Enumerable.Range(0, axes.Length).SelectMany(a => (int[])[2 + axes.Length + a, 2 + a])]);
            y = Reshape.To(node, moved, [x.Shape[0], channels, .. rows.Zip(phases, (q, p) => q * p)]);
        }
        var cut = SliceAttributes.Whole(y.Shape);
        for (var a = 0; a < axes.Length; a++) cut = cut.Along(2 + a, axes[a].Cut, 1, axes[a].Outputs);
        return cut.IsWhole(y.Shape) ? y : node.Add(Slice.Op, cut, y);
    }

    /// <summary>C x M/groups x kernel -> (M p …) x C/groups x taps, turned around since a convolution looks the other way.</summary>
    static Value Weights(OnnxNode node, Value w, int groups, UpsampledAxis[] axes)
    {
        // Scales of output channels belong to all their phases; the zeros that are put between weights are the integer 0.
        if (PerChannel(w, 1) is { } real)
        {
            int outputs = w.Shape[1], phases = Product([.. axes.Select(axis => axis.Stride)]);
            var scales = Expand.To(node, Reshape.To(node, real.Input(1), 1, outputs, 1), groups, outputs, phases);
            return node.Add(DequantizeLinear.Op, real.AttributesAs<DequantizeAttributes>() with { Scales = new(0, 0) },
                Moved(node, real.Input(0), groups, axes), Reshape.To(node, scales, groups * outputs * phases), null);
        }
        return Moved(node, w, groups, axes);
    }

    /// <summary>The DequantizeLinear that makes a value with a scale for each position along an axis, and no zero points.</summary>
    static Node? PerChannel(Value value, int axis) =>
        value.Producer is { } node && node.Op == DequantizeLinear.Op && !ScaleAxes.IsOne(node.Input(1).Shape)
        && node.AttributesAs<DequantizeAttributes>().Scales == new ScaleAxes(axis, 0)
        && (!node.Has(2) || ZeroPoints.OrNone(node.Input(2)) is null)
            ? node
            : null;

    static Value Moved(OnnxNode node, Value w, int groups, UpsampledAxis[] axes)
    {
        int inputs = w.Shape[0] / groups, outputs = w.Shape[1];
        for (var a = 0; a < axes.Length; a++) w = Spread(node, w, 2 + a, axes[a]);
        var split = Reshape.To(node, w, [groups, inputs, outputs, .. axes.SelectMany(axis => (int[])[axis.Taps, axis.Stride])]);
        var turned = SliceAttributes.Whole(split.Shape);
        for (var a = 0; a < axes.Length; a++)
            if (axes[a].Taps > 1) turned = turned.Along(3 + 2 * a, axes[a].Taps - 1, -1, axes[a].Taps);
        if (!turned.IsWhole(split.Shape)) split = node.Add(Slice.Op, turned, split);
        int[] taps = [.. axes.Select((_, a) => 3 + 2 * a)], phases = [.. taps.Select(axis => axis + 1)];
        var moved = Transpose.To(node, split, [0, 2, .. phases, 1, .. taps]);
        return Reshape.To(node, moved, [groups * outputs * Product([.. axes.Select(axis => axis.Stride)]), inputs,
            .. axes.Select(axis => axis.Taps)]);
    }

    /// <summary>Zeros between the weights of a dilated kernel, and behind them up to a multiple of the stride.</summary>
    static Value Spread(OnnxNode node, Value w, int at, UpsampledAxis axis)
    {
        int[] outer = [.. w.Shape.Sizes.Take(at)], inner = [.. w.Shape.Sizes.Skip(at + 1)];
        if (axis.Dilation > 1)
        {
            var apart = Reshape.To(node, w, [.. outer, axis.Kernel, 1, .. inner]);
            w = Reshape.To(node, PadBehind(node, apart, at + 1, axis.Dilation - 1), [.. outer, axis.Kernel * axis.Dilation, .. inner]);
            w = node.Add(Slice.Op, SliceAttributes.Whole(w.Shape).Along(at, 0, 1, axis.Reach), w);
        }
        return axis.Taps * axis.Stride == axis.Reach ? w : PadBehind(node, w, at, axis.Taps * axis.Stride - axis.Reach);
    }

    static Value PadBehind(OnnxNode node, Value value, int axis, int count)
    {
        var after = new int[value.Shape.Rank];
        after[axis] = count;
        return node.Add(Pad.Op, new PadAttributes(PadMode.Constant, new int[after.Length], after), value);
    }

    static Value RepeatedBias(OnnxNode node, Value bias, int phases) => PerChannel(bias, 0) is { } real
        ? node.Add(DequantizeLinear.Op, real.Attributes, Repeated(node, real.Input(0), phases), Repeated(node, real.Input(1), phases), null)
        : Repeated(node, bias, phases);

    static Value Repeated(OnnxNode node, Value bias, int phases)
    {
        if (bias.Shape.Rank != 1) throw new ModelException($"the bias has shape {bias.Shape}");
        return phases == 1
            ? bias
            : Reshape.To(node, Expand.To(node, Reshape.To(node, bias, bias.Shape[0], 1), bias.Shape[0], phases), bias.Shape[0] * phases);
    }

    static int Product(int[] sizes) => sizes.Aggregate(1, (a, b) => checked(a * b));
}
