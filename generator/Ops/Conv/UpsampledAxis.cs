using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// A spatial axis of a transposed convolution: input i adds to outputs i * Stride + k * Dilation - Before for each weight k. Seen from
/// output s * q + p - Before, that is a convolution over rows q with the weights of phase p.
/// </summary>
sealed record UpsampledAxis(int Size, int Kernel, int Stride, int Dilation, int Before, int Outputs)
{
    /// <summary>The weights from the first to the last, with the zeros between them that dilation means.</summary>
    public int Reach => (Kernel - 1) * Dilation + 1;

    /// <summary>How many weights a phase has, at most.</summary>
    public int Taps => (Reach + Stride - 1) / Stride;

    int FirstRow => (int)Quotient.Floor(Before, Stride);

    /// <summary>The rows q that some output needs, and the outputs of the first row that are not wanted.</summary>
    public int Rows => (int)Quotient.Floor(Before + Outputs - 1, Stride) - FirstRow + 1;
    public int Cut => Before - FirstRow * Stride;

    /// <summary>Row q sees inputs q - Taps + 1 to q: what lies outside is padding; negative numbers cut.</summary>
    public int PadBefore => Taps - 1 - FirstRow;
    public int PadAfter => FirstRow + Rows - Size;

    /// <summary>Reads the window; pads follow from the output's size where that or auto_pad is given.</summary>
    public static UpsampledAxis[] Import(OnnxNode node, int[] sizes, int[] kernel)
    {
        var rank = sizes.Length;
        var window = Window.Import(node, sizes, kernel);
        int[] extra = Spatial("output_padding") ?? new int[rank];
        var wanted = Spatial("output_shape");
        var pad = node.Text("auto_pad", "NOTSET");
        if (wanted is null && pad is "SAME_UPPER" or "SAME_LOWER") wanted ??= [.. sizes.Select((size, a) => size * window.Strides[a])];
        return [.. Enumerable.Range(0, rank).Select(Axis)];

        UpsampledAxis Axis(int a)
        {
            var all = checked(window.Strides[a] * (sizes[a] - 1) + extra[a] + window.Reach(a));
            var outputs = wanted?[a] ?? all - window.Before[a] - window.After[a];
            var total = Math.Max(0, all - outputs);
            // ONNX: an odd element is cut behind for SAME_UPPER, in front otherwise.
            var before = wanted is null ? window.Before[a] : pad == "SAME_UPPER" ? total / 2 : total - total / 2;
            return outputs > 0 && sizes[a] > 0
                ? new(sizes[a], kernel[a], window.Strides[a], window.Dilations[a], before, outputs)
                : throw new ModelException($"spatial axis {a} of size {sizes[a]} gives {outputs} outputs");
        }

        int[]? Spatial(string attribute)
        {
            if (node.IntsOrNull(attribute) is not { } given) return null;
            // Some exporters write output_shape with N and C in front.
            return given.Length == rank || given.Length == rank + 2
                ? Window.Narrow(given.Skip(given.Length - rank))
                : throw new ModelException($"attribute '{attribute}' has {given.Length} numbers for {rank} spatial axes");
        }
    }
}
