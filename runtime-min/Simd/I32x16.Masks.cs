using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using M = System.Runtime.Intrinsics.Vector512<float>;
using V = System.Runtime.Intrinsics.Vector512<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x16
{
    /// <inheritdoc cref="I32x4.Less"/>
    [MethodImpl(Inline)] public static M Less(V a, V b) => Vector512.LessThan(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.LessOrEqual"/>
    [MethodImpl(Inline)] public static M LessOrEqual(V a, V b) => Vector512.LessThanOrEqual(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.Greater"/>
    [MethodImpl(Inline)] public static M Greater(V a, V b) => Vector512.GreaterThan(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.GreaterOrEqual"/>
    [MethodImpl(Inline)] public static M GreaterOrEqual(V a, V b) => Vector512.GreaterThanOrEqual(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.Equal"/>
    [MethodImpl(Inline)] public static M Equal(V a, V b) => Vector512.Equals(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.Select"/>
    [MethodImpl(Inline)] public static V Select(M mask, V a, V b) => F32x16.Select(mask, a.AsSingle(), b.AsSingle()).AsInt32();

    /// <inheritdoc cref="I32x4.FromMask"/>
    [MethodImpl(Inline)] public static V FromMask(M mask) => mask.AsInt32() >>> 31;

    /// <inheritdoc cref="I32x4.ToMask"/>
    [MethodImpl(Inline)] public static M ToMask(V x) => (~Vector512.Equals(x, V.Zero)).AsSingle();
}
