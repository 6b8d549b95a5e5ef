using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using M = System.Runtime.Intrinsics.Vector256<float>;
using V = System.Runtime.Intrinsics.Vector256<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x8
{
    /// <inheritdoc cref="I32x4.Less"/>
    [MethodImpl(Inline)] public static M Less(V a, V b) => Vector256.LessThan(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.LessOrEqual"/>
    [MethodImpl(Inline)] public static M LessOrEqual(V a, V b) => Vector256.LessThanOrEqual(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.Greater"/>
    [MethodImpl(Inline)] public static M Greater(V a, V b) => Vector256.GreaterThan(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.GreaterOrEqual"/>
    [MethodImpl(Inline)] public static M GreaterOrEqual(V a, V b) => Vector256.GreaterThanOrEqual(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.Equal"/>
    [MethodImpl(Inline)] public static M Equal(V a, V b) => Vector256.Equals(a, b).AsSingle();

    /// <inheritdoc cref="I32x4.Select"/>
    [MethodImpl(Inline)] public static V Select(M mask, V a, V b) => F32x8.Select(mask, a.AsSingle(), b.AsSingle()).AsInt32();

    /// <inheritdoc cref="I32x4.FromMask"/>
    [MethodImpl(Inline)] public static V FromMask(M mask) => mask.AsInt32() >>> 31;

    /// <inheritdoc cref="I32x4.ToMask"/>
    [MethodImpl(Inline)] public static M ToMask(V x) => (~Vector256.Equals(x, V.Zero)).AsSingle();
}
