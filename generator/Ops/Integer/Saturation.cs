namespace EdgeCompile.Ops;

/// <summary>
/// The proof that <c>pmaddubsw</c> is exact. It multiplies unsigned activations with signed weights and adds neighbouring products in int16,
/// where it saturates; no activation in 0 … 255 can make it do so if the bounds of the sum stay inside.
/// </summary>
static class Saturation
{
    const int Largest = byte.MaxValue;

    /// <summary>Whether x0*w0 + x1*w1 is in int16 for all x0 and x1 in 0 … 255.</summary>
    public static bool IsImpossible(int w0, int w1) =>
        Largest * (Math.Max(w0, 0) + Math.Max(w1, 0)) <= short.MaxValue && Largest * (Math.Min(w0, 0) + Math.Min(w1, 0)) >= short.MinValue;

    /// <summary>The same for quads of weights: the first two meet, and the last two.</summary>
    public static bool IsImpossible(ReadOnlySpan<sbyte> quads)
    {
        for (var i = 0; i < quads.Length; i += 2)
            if (!IsImpossible(quads[i], quads[i + 1])) return false;
        return true;
    }
}
