namespace EdgeCompile.Runtime;

/// <summary>The two neighbours that one sample mixes: First·(1-Fraction) + Second·Fraction.</summary>
readonly record struct Tap(int First, int Second, float Fraction)
{
    /// <summary>Half-pixel centres, clamped to the picture.</summary>
    public static Tap At(int target, int targetSize, int sourceSize)
    {
        var centre = Math.Clamp((target + 0.5) * sourceSize / targetSize - 0.5, 0, sourceSize - 1);
        var first = (int)centre;
        return new(first, Math.Min(first + 1, sourceSize - 1), (float)(centre - first));
    }
}
