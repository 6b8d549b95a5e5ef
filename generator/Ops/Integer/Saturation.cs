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

    /// <summary>
    /// Whether the products of two quads that follow one another can be added in int16 before they are widened: four weights meet in each sum.
    /// </summary>
    public static bool IsImpossible(ReadOnlySpan<sbyte> quads, ReadOnlySpan<sbyte> next)
    {
        for (var i = 0; i < quads.Length; i += 2)
        {
            int positive = Positive(quads[i]) + Positive(quads[i + 1]) + Positive(next[i]) + Positive(next[i + 1]);
            int all = quads[i] + quads[i + 1] + next[i] + next[i + 1];
            if (Largest * positive > short.MaxValue || Largest * (all - positive) < short.MinValue) return false;
        }
        return true;

        static int Positive(int weight) => Math.Max(weight, 0);
    }
}
