using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// YOLO's Focus: a Concat of the phases of an image (every s-th pixel from each start) under a convolution is one convolution of the image
/// with a kernel and stride s times as large; the same products in another order, and no phase is copied.
/// </summary>
static class MergeFocus
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var conv in rewriter.Graph.Nodes.ToArray())
        {
            if (conv.Op != Conv.Op || !conv.Input(1).IsConstant || conv.Input(0).MadeBy(Concat.Op) is not { } concat) continue;
            if (rewriter.IsOnlyFor(concat.Output, conv)) Merge(rewriter, conv, concat);
        }
    }

    static void Merge(GraphRewriter rewriter, Node conv, Node concat)
    {
        var (attributes, phases) = (conv.AttributesAs<ConvAttributes>(), concat.Inputs.Select(part => part.MadeBy(Slice.Op)).ToArray());
        if (concat.AttributesAs<ConcatAttributes>().Axis != 1 || attributes.Groups != 1 || attributes.Window.Dilations.Any(d => d != 1)) return;
        if (phases[0] is not { } first || phases.Any(phase => phase is null || phase.Input(0) != first.Input(0))) return;
        var (image, window) = (first.Input(0), attributes.Window);
        var step = first.AttributesAs<SliceAttributes>().Steps;
        var slices = phases.Select(phase => phase!.AttributesAs<SliceAttributes>()).ToArray();
        if (!slices.All(slice => IsPhase(slice, step, image.Shape))) return;
        // Fewer phases than there are would leave zeros in the kernel.
        if (slices.Select(slice => slice.Starts).Distinct().Count() != slices.Length || slices.Length != step.Aggregate(1, (a, b) => a * b)) return;

        var spatial = step.Skip(2).ToArray();
        var larger = window with
        {
            Kernel = Times(window.Kernel, spatial),
            Strides = Times(window.Strides, spatial),
            Before = Times(window.Before, spatial),
            After = Times(window.After, spatial),
        };
        var weights = rewriter.Constant(conv.Input(1).Name, Spread(conv.Input(1).Constant!, slices, spatial, image.Shape[1]));
        rewriter.Substitute(conv, Conv.Op, new ConvAttributes(larger, 1), [image, weights, .. conv.Inputs.Skip(2)]);
    }

    static bool IsPhase(SliceAttributes slice, IReadOnlyList<int> step, Shape image)
    {
        for (var axis = 0; axis < image.Rank; axis++)
        {
            if (slice.Steps[axis] != step[axis] || step[axis] < 1) return false;
            if (slice.Starts[axis] >= step[axis] || slice.Sizes[axis] * step[axis] != image[axis]) return false;
        }
        return step[0] == 1 && step[1] == 1 && step.Any(s => s > 1);
    }

    static int[] Times(IReadOnlyList<int> a, int[] b) => [.. a.Select((n, axis) => n * b[axis])];

    /// <summary>Tap r of phase a is tap s * r + a of the larger kernel.</summary>
    static Tensor Spread(Tensor weights, SliceAttributes[] slices, int[] step, int channels)
    {
        var larger = new Tensor(weights.Element, new Shape([weights.Shape[0], channels, .. step.Select((s, axis) => s * weights.Shape[axis + 2])]));
        int[] from = weights.Shape.RowMajorStrides(), to = larger.Shape.RowMajorStrides();
        for (var i = 0; i < weights.Count; i++)
        {
            var part = i / from[1] % weights.Shape[1];
            var starts = slices[part / channels].Starts;
            var at = i / from[0] * to[0] + part % channels * to[1];
            for (var axis = 2; axis < from.Length; axis++) at += (i / from[axis] % weights.Shape[axis] * step[axis - 2] + starts[axis]) * to[axis];
            Elements.Copy(weights, i, larger, at);
        }
        return larger;
    }
}
