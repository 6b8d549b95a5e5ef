using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Kernels;

/// <summary>A convolution to be tried: its numbers, what follows it, and how its operands lie.</summary>
sealed record ConvCase(int Channels, int Outputs, int[] Size, int[] Kernel)
{
    public int[] Strides { get; init; } = [.. Kernel.Select(_ => 1)];
    public int[] Dilations { get; init; } = [.. Kernel.Select(_ => 1)];
    /// <summary>Zeros before and behind, as ONNX's pads.</summary>
    public int[] Pads { get; init; } = new int[2 * Kernel.Length];
    public int Groups { get; init; } = 1;
    public int Batch { get; init; } = 1;
    public bool Bias { get; init; } = true;
    /// <summary>
    /// Applied to the sums: <c>relu</c>, <c>add</c> (a residual), <c>silu</c>, <c>silu-add</c>, <c>hard-swish</c>, <c>scale</c> (a constant
    /// per channel).
    /// </summary>
    public string Then { get; init; } = "";
    /// <summary>Whether the input lies as ONNX has it rather than channels-last.</summary>
    public bool Planar { get; init; }
    /// <summary>Whether there are no zeros around the input.</summary>
    public bool Bare { get; init; }
    /// <summary>Channels before and behind the output in a wider buffer, as if it were part of a Concat.</summary>
    public int Around { get; init; }
    /// <summary>A border around the output, for whoever reads it next.</summary>
    public int OutputBorder { get; init; }
    /// <summary>Room around the input beyond what the kernel asks for.</summary>
    public int SpareRoom { get; init; }
    /// <summary>Whether most rows of panels are zero: of sixteen filters, what reads one tap of one channel.</summary>
    public bool Pruned { get; init; }

    public override string ToString() =>
        $"{Batch}x{Channels}x{string.Join("x", Size)} -> {Outputs}, kernel {string.Join("x", Kernel)} strides {string.Join("x", Strides)} dilations "
        + $"{string.Join("x", Dilations)} pads {string.Join(",", Pads)} groups {Groups} {Then}{(Pruned ? " pruned" : "")}{(Planar ? " planar" : "")}{(Bare ? " bare" : "")}";

    public int[] OutputSize =>
        [.. Size.Select((size, i) => (size + Pads[i] + Pads[i + Size.Length] - (Kernel[i] - 1) * Dilations[i] - 1) / Strides[i] + 1)];

    public ConvShape Shape => new(Batch, Groups, Channels, Outputs, Size, OutputSize, Kernel, Strides, Dilations, Pads[..Size.Length]);
}
