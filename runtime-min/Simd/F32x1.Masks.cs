using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Single;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x1
{
    /// <inheritdoc cref="F32x4.Less"/>
    [MethodImpl(Inline)] public static V Less(V a, V b) => F32x4.Less(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.LessOrEqual"/>
    [MethodImpl(Inline)] public static V LessOrEqual(V a, V b) => F32x4.LessOrEqual(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Greater"/>
    [MethodImpl(Inline)] public static V Greater(V a, V b) => F32x4.Greater(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.GreaterOrEqual"/>
    [MethodImpl(Inline)] public static V GreaterOrEqual(V a, V b) => F32x4.GreaterOrEqual(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Equal"/>
    [MethodImpl(Inline)] public static V Equal(V a, V b) => F32x4.Equal(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Select"/>
    [MethodImpl(Inline)] public static V Select(V mask, V a, V b) => F32x4.Select(Low(mask), Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.And"/>
    [MethodImpl(Inline)] public static V And(V a, V b) => F32x4.And(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Or"/>
    [MethodImpl(Inline)] public static V Or(V a, V b) => F32x4.Or(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Xor"/>
    [MethodImpl(Inline)] public static V Xor(V a, V b) => F32x4.Xor(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Not"/>
    [MethodImpl(Inline)] public static V Not(V a) => F32x4.Not(Low(a)).ToScalar();
}
