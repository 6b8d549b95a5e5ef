using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A sum of floats over taps and input channels for each output pixel and channel:
/// <c>y[outer, row, column, channel] = bias[channel] + sum over depth of x[pixel + depth] * weights[depth, channel]</c>.
/// </summary>
sealed record TiledProduct : Product
{
    /// <summary>Where in the input the product of a depth lies, from that of depth 0: for weights of which only some rows are there.</summary>
    public Func<int, int>? PlaceOfDepth { get; init; }
    public required ProductWeights Weights { get; init; }
    /// <summary>The weights once more, one output's behind the other's, if dot products may be quicker.</summary>
    public string? Dots { get; init; }
    public string? Bias { get; init; }
    /// <summary>How tiles at the edges of an input without padding around it read that; null: the padding is there.</summary>
    public EdgeWindows? Edges { get; init; }

    /// <summary>Writes it in the form that is quickest on the rung.</summary>
    public void Write(KernelWriter writer, string name)
    {
        if (Edges is null && DotTiles.Choose(writer.Isa, this) is { } tile) new DotProductWriter(writer, this, tile).Write(name);
        else new TiledProductWriter(writer, this).Write(name);
    }
}
