using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A sum of bytes over runs of activations for each output pixel and channel, in int32:
/// <c>y[outer, row, column, channel] = start[channel] + sum over depth of x[pixel + depth] * weights[depth, channel]</c>.
/// </summary>
sealed record ByteProduct : Product
{
    public required BytePanels Panels { get; init; }
    /// <summary>The references of <see cref="PackedBytes.Weights"/> and <see cref="QuadProof.OfQuads"/>.</summary>
    public required string Weights { get; init; }
    public string? ProofOfQuads { get; init; }
    public required QuadProof Proof { get; init; }
    public required SumStarts Starts { get; init; }
    public required ActivationPlanes Planes { get; init; }
    /// <summary>The quads that are there, where not all are, and where in the input a quad of the depth lies from the first.</summary>
    public PanelRows? Rows { get; init; }
    public Func<int, int>? PlaceOfQuad { get; init; }

    /// <summary>The loops over the quads of some runs.</summary>
    /// <param name="panels">The weights: how many passes and quads there are.</param>
    /// <param name="runs">How often runs start and how far apart, from the outermost.</param>
    public static IReadOnlyList<DepthLoop> Quads(BytePanels panels, IEnumerable<DepthLoop> runs) =>
        Merge([new(panels.Passes, 0), .. runs, new(panels.QuadsOfRun, BytePanels.Quad)]);
}
