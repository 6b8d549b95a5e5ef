using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// What is proved of the products of each quad, over the channels of a panel: the form that tiles take where the machine has no exact product
/// of bytes.
/// </summary>
/// <param name="OfQuads">uint8, [group][panel][quad]: the form of each; null where all take the same.</param>
/// <param name="HasFours">Whether quads meet their successors in int16: those of which that is said, or all.</param>
/// <param name="HasWide">Whether some pairs of products might saturate.</param>
/// <param name="Shares">The shares of quads of which so much is proved.</param>
sealed record QuadProof(Tensor? OfQuads, bool HasFours, bool HasWide, ProductForms Shares)
{
    /// <summary>What is sure to stay in int16: no sum of products, sums of two, or sums of four, two of them of the quad behind.</summary>
    public const byte Wide = 0, Pairs = 1, Fours = 2;

    /// <summary>Below this share of quads a test for each two of them costs more than it saves.</summary>
    const double ShareOfFours = 0.5;

    /// <summary>What is proved of a quad; the last one of a panel has no successor.</summary>
    public static byte FormOf(ReadOnlySpan<sbyte> quad, ReadOnlySpan<sbyte> next) => !Saturation.IsImpossible(quad) ? Wide
        : next.IsEmpty || !Saturation.IsImpossible(quad, next) ? Pairs : Fours;

    /// <param name="panels">What is proved of the quads of each panel.</param>
    public static QuadProof Of(IReadOnlyList<byte[]> panels)
    {
        byte[] all = [.. panels.SelectMany(quads => quads)];
        var fours = 2.0 * panels.Sum(quads => Enumerable.Range(0, quads.Length / 2).Count(two => quads[2 * two] == Fours)) / all.Length;
        var wide = all.Count(quad => quad == Wide) / (double)all.Length;
        var hasFours = fours >= ShareOfFours;
        var isUniform = hasFours ? panels.All(AreFours) : wide == 0;
        if (!hasFours) all = [.. all.Select(quad => Math.Min(quad, Pairs))];
        return new(isUniform ? null : new(ElementType.UInt8, new Shape(all.Length), all), hasFours, wide > 0, new(fours, 1 - fours - wide, wide));

        static bool AreFours(byte[] quads) => quads.Take(quads.Length - 1).All(quad => quad == Fours) && quads[quads.Length - 1] == Pairs;
    }
}
