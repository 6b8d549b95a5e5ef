using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// As many sums as a vector has lanes, of some pixels and outputs, each a vector of partial sums: depth lies along the lanes, so that few outputs
/// fill them. In the end the sums of all lanes make one vector of results.
/// </summary>
/// <param name="Lanes">Floats of a vector.</param>
/// <param name="Outputs">Outputs of a tile, of which the last may not exist.</param>
/// <param name="AlongOutputs">
/// Whether the outputs of a pixel are neighbours among the results, one pixel behind the other; else the pixels of an output are.
/// </param>
sealed record DotTile(int Lanes, int Outputs, bool AlongOutputs)
{
    /// <summary>Results that are neighbours and are stored together.</summary>
    public int Together => AlongOutputs ? Outputs : Pixels;

    public int Pixels => Lanes / Outputs;

    /// <summary>A row's tiles: of all pixels of a tile, or the one of what there is.</summary>
    public Cut Columns(int extent) =>
        extent <= Pixels ? new(0, extent, 1) : new(0, Pixels, Count(extent), Count(extent) * Pixels - extent);

    /// <summary>The outputs in tiles: the first, and how many exist.</summary>
    public IEnumerable<(int From, int Count)> Blocks(int outputs)
    {
        for (var from = 0; from < outputs; from += Outputs) yield return (from, Math.Min(Outputs, outputs - from));
    }

    int Count(int extent) => (extent + Pixels - 1) / Pixels;

    /// <summary>As kernel names show it.</summary>
    public override string ToString() => $"dots-{Support.CSharpText.Number(Pixels)}x{Support.CSharpText.Number(Outputs)}";
}
