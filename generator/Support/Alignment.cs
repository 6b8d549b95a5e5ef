namespace EdgeCompile.Support;

/// <summary>Where buffers begin, in arena, scratch and weights: at multiples of the widest vector and of a cache line.</summary>
static class Alignment
{
    public const int Bytes = 64;

    /// <summary>The least multiple that holds so many bytes.</summary>
    public static int Up(int bytes) => checked((bytes + Bytes - 1) / Bytes * Bytes);
}
