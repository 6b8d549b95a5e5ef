namespace EdgeCompile.Runtime;

/// <summary>What looking up bytes in a table needs of a register width; implemented as <see cref="ISimd{V}"/> is.</summary>
interface IByteLanes<V> where V : struct
{
    static abstract int Count { get; }

    static abstract V Read(ref byte p, nint i);
    static abstract void Write(V v, ref byte p, nint i);

    /// <summary>Sixteen bytes of a table, repeated over the width.</summary>
    static abstract V Repeat(ref byte p, nint i);

    /// <summary>From each sixteen bytes of a repeated table the one at the low four bits of a lane.</summary>
    static abstract V Shuffle(V table, V lanes);

    /// <summary>A mask of the lanes that have a bit.</summary>
    static abstract V HasBit(V lanes, byte bit);

    static abstract V Choose(V mask, V set, V clear);
}
