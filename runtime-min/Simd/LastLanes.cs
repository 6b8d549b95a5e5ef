namespace EdgeCompile.Runtime;

/// <summary>Masks of a vector's last lanes.</summary>
static class LastLanes
{
    /// <summary>Lanes of the widest vector.</summary>
    public const int Most = 16;

    /// <summary>No bits, then all bits: a vector of L lanes loaded L - n before the middle keeps its last n.</summary>
    public static ReadOnlySpan<int> Masks =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
    ];
}
