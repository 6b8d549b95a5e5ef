using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

sealed record ConvAttributes(Window Window, int Groups) : OpAttributes;

/// <summary>
/// Conv(x: N x C x spatial, w: M x C/groups x kernel, bias: M?) -> N x M x spatial. Output channel m sees the input channels of its group.
/// ONNX: Conv.
/// </summary>
static class Conv
{
    public static readonly Op Op = new("Conv")
    {
        Infer = Infer,
        Evaluate = context =>
            [Evaluate(context.Tensor(0), context.Tensor(1), context.TensorOrNull(2), context.Attributes<ConvAttributes>(), context.Node.Output)],
        Lower = node => [ConvKernels.For(node) is { } kernel ? new KernelNode(kernel) : Nest(node)],
        MultiplyAdds = node => (long)node.Output.Shape.Count * node.Input(1).Shape.Sizes.Skip(1).Aggregate(1, (a, b) => a * b),
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("Conv", 1, Import)];

    public static Value Import(OnnxNode node) => node.Add(Op, Attributes(node, node.Input(0).Shape, node.Input(1).Shape), [.. node.Inputs.Take(3)]);

    /// <summary>Reads the attributes that all convolutions share.</summary>
    public static ConvAttributes Attributes(OnnxNode node, Shape x, Shape w)
    {
        if (x.Rank < 3 || w.Rank != x.Rank) throw new ModelException($"x has shape {x} and w {w}; both are N x C x spatial");
        var kernel = w.Sizes.Skip(2).ToArray();
        if (node.IntsOrNull("kernel_shape") is { } given && !given.SequenceEqual(kernel.Select(k => (long)k)))
            throw new ModelException($"attribute 'kernel_shape' is not that of w, {w}");
        var groups = Window.Narrow([node.Int("group", 1)])[0];
        return new(Window.Import(node, [.. x.Sizes.Skip(2)], kernel), groups);
    }

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, w) = (context.Type(0), context.Type(1));
        if (!x.Element.IsFloat() || w.Element != x.Element)
            throw new ModelException($"Conv of {x.Element.Text()} with {w.Element.Text()} is not defined");
        if (context.Node.Has(2) && (context.Shape(2).Rank != 1 || context.Shape(2)[0] != w.Shape[0] || context.Type(2).Element != x.Element))
            throw new ModelException($"the bias is {context.Type(2)} for {w.Shape[0]} output channels");
        return [new TensorType(x.Element, Output(x.Shape, w.Shape, context.Attributes<ConvAttributes>()))];
    }

    /// <summary>The shape of the result; refuses groups that do not divide the channels.</summary>
    public static Shape Output(Shape x, Shape w, ConvAttributes attributes)
    {
        var groups = attributes.Groups;
        if (groups < 1 || w[0] % groups != 0 || x[1] != (long)w[1] * groups)
            throw new ModelException($"x has {x[1]} channels, w is {w}, and there are {groups} groups");
        var sizes = new int[x.Rank];
        (sizes[0], sizes[1]) = (x[0], w[0]);
        for (var axis = 2; axis < sizes.Length; axis++) sizes[axis] = attributes.Window.Outputs(axis - 2, x[axis]);
        return new(sizes);
    }

    static Tensor Evaluate(Tensor x, Tensor w, Tensor? bias, ConvAttributes attributes, Value result) =>
        Sum(Reals.Of(x), x.Shape, Reals.Of(w), w.Shape, bias is null ? new double[w.Shape[0]] : Reals.Of(bias), attributes,
            new(x.Element, result.Shape));

    /// <summary>The sums in double, which holds those of 8-bit integers exactly.</summary>
    public static Tensor Sum(double[] xs, Shape x, double[] ws, Shape w, double[] bias, ConvAttributes attributes, Tensor output)
    {
        var shape = output.Shape;
        var window = attributes.Window.Volume();
        int[] size = Window.Volume(x), outs = Window.Volume(shape);
        int channels = w[1], group = shape[1] / attributes.Groups, taps = window.Taps, plane = outs[0] * outs[1] * outs[2];
        var sums = new double[plane];
        for (var n = 0; n < shape[0]; n++)
            for (var m = 0; m < shape[1]; m++)
            {
                sums.AsSpan().Fill(bias[m]);
                for (var c = 0; c < channels; c++)
                {
                    var input = xs.AsSpan((n * x[1] + m / group * channels + c) * size[0] * size[1] * size[2], size[0] * size[1] * size[2]);
                    for (var tap = 0; tap < taps; tap++) AddTap(window, tap, ws[(m * channels + c) * taps + tap], input, size, sums, outs);
                }
                for (var i = 0; i < plane; i++) output.SetDouble((n * shape[1] + m) * plane + i, sums[i]);
            }
        return output;
    }

    /// <summary>Adds what one weight contributes to a plane of outputs.</summary>
    static void AddTap(Window window, int tap, double weight, Span<double> input, int[] size, double[] sums, int[] outs)
    {
        int[] at = [tap / (window.Kernel[1] * window.Kernel[2]), tap / window.Kernel[2] % window.Kernel[1], tap % window.Kernel[2]];
        for (var d = 0; d < outs[0]; d++)
        {
            var z = Position(0, d);
            if ((uint)z >= (uint)size[0]) continue;
            for (var h = 0; h < outs[1]; h++)
            {
                var y = Position(1, h);
                if ((uint)y >= (uint)size[1]) continue;
                var row = input.Slice((z * size[1] + y) * size[2], size[2]);
                var sum = sums.AsSpan((d * outs[1] + h) * outs[2], outs[2]);
                int first = Position(2, 0), stride = window.Strides[2];
                for (var o = 0; o < sum.Length; o++)
                {
                    var i = first + o * stride;
                    if ((uint)i < (uint)row.Length) sum[o] += weight * row[i];
                }
            }
        }

        int Position(int axis, int output) => output * window.Strides[axis] - window.Before[axis] + at[axis] * window.Dilations[axis];
    }

    /// <summary>The convolution as loops, for what no kernel takes: any rank, group and layout.</summary>
    public static LoopNest Nest(Node node)
    {
        var (x, w) = (node.Input(0), node.Input(1));
        var attributes = node.AttributesAs<ConvAttributes>();
        var (at, weight) = Indices(w.Shape, attributes);
        var outside = attributes.Window.LeavesInput(x.Shape) ? Expr.Of(0, x.Element) : null;
        var product = Elementwise.Computed(new Expr.Load(x, at, outside)) * Elementwise.Computed(Expr.Element(w, weight));
        Expr sum = new Expr.Accumulator(product.Type);
        if (node.Has(2)) sum += Elementwise.Computed(Expr.Element(node.Input(2), Expr.Loop(1)));
        return new(node.Output, node.Output.Shape.Sizes, product, Reduction(w.Shape), Expr.Cast(sum, x.Element));
    }

    /// <summary>Where x and w are read in a nest over n, m, o …, reduced over c, r ….</summary>
    public static (Expr[] X, Expr[] W) Indices(Shape w, ConvAttributes attributes)
    {
        int channels = w[1], group = w[0] / attributes.Groups;
        var axes = LoopNest.Axes(2 * w.Rank - 1);
        var taps = axes.Skip(w.Rank).ToArray();
        var channel = attributes.Groups == 1 ? taps[0] : axes[1] / Expr.Of(group) * Expr.Of(channels) + taps[0];
        var window = attributes.Window;
        return ([axes[0], channel, .. Enumerable.Range(0, window.Rank).Select(a => window.Position(a, axes[2 + a], taps[1 + a]))],
            [axes[1], .. taps]);
    }

    /// <summary>The sum over the channels of a group and the taps of the window.</summary>
    public static Reduction Reduction(Shape w) => new([.. w.Sizes.Skip(1)], Function.Add);
}
