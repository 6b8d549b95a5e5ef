using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// For each output pixel and channel a sum over runs of activations, in int32: what convolutions and products of matrices of bytes have in
/// common. <c>y[outer, row, column, channel] = start[channel] + sum over depth of x[pixel + depth] * weights[depth, channel]</c>.
/// </summary>
sealed record ByteProduct
{
    public required Operand Input { get; init; }
    public required Operand Output { get; init; }
    public required int ChannelAxis { get; init; }
    public required IReadOnlyList<PixelLoop> Outer { get; init; }
    public required PixelLoop Row { get; init; }
    public required PixelLoop Column { get; init; }
    /// <summary>From the outermost, whose innermost steps are quads; loops that walk on evenly are one.</summary>
    public required IReadOnlyList<DepthLoop> Depth { get; init; }
    /// <summary>Where in the input the first quad of output (0, …, 0) lies: before its start when there is padding.</summary>
    public int Origin { get; init; }
    /// <summary>How far the next group's activations are.</summary>
    public int GroupStep { get; init; }
    public required BytePanels Panels { get; init; }
    /// <summary>The references of <see cref="PackedBytes.Weights"/>, <see cref="PackedBytes.Starts"/> and <see cref="PackedBytes.Proof"/>.</summary>
    public required string Weights { get; init; }
    public required string Starts { get; init; }
    public string? Proof { get; init; }
    /// <summary>The quads that are there, where not all are, and where in the input a quad of the depth lies from the first.</summary>
    public PanelRows? Rows { get; init; }
    public Func<int, int>? PlaceOfQuad { get; init; }
    public Epilogue? Epilogue { get; init; }

    /// <summary>The loops over the quads of some runs.</summary>
    /// <param name="panels">The weights: how many passes and quads there are.</param>
    /// <param name="runs">How often runs start and how far apart, from the outermost.</param>
    public static IReadOnlyList<DepthLoop> Quads(BytePanels panels, IEnumerable<DepthLoop> runs) =>
        TiledProduct.Merge([new(panels.Passes, 0), .. runs, new(panels.QuadsOfRun, BytePanels.Quad)]);
}
