using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x16
{
    /// <inheritdoc cref="F32x4.Less"/>
    [MethodImpl(Inline)] public static V Less(V a, V b) => Vector512.LessThan(a, b);

    /// <inheritdoc cref="F32x4.LessOrEqual"/>
    [MethodImpl(Inline)] public static V LessOrEqual(V a, V b) => Vector512.LessThanOrEqual(a, b);

    /// <inheritdoc cref="F32x4.Greater"/>
    [MethodImpl(Inline)] public static V Greater(V a, V b) => Vector512.GreaterThan(a, b);

    /// <inheritdoc cref="F32x4.GreaterOrEqual"/>
    [MethodImpl(Inline)] public static V GreaterOrEqual(V a, V b) => Vector512.GreaterThanOrEqual(a, b);

    /// <inheritdoc cref="F32x4.Equal"/>
    [MethodImpl(Inline)] public static V Equal(V a, V b) => Vector512.Equals(a, b);

    /// <inheritdoc cref="F32x4.Select"/>
    [MethodImpl(Inline)] public static V Select(V mask, V a, V b) => Vector512.ConditionalSelect(mask, a, b);

    /// <inheritdoc cref="F32x4.And"/>
    [MethodImpl(Inline)] public static V And(V a, V b) => a & b;

    /// <inheritdoc cref="F32x4.Or"/>
    [MethodImpl(Inline)] public static V Or(V a, V b) => a | b;

    /// <inheritdoc cref="F32x4.Xor"/>
    [MethodImpl(Inline)] public static V Xor(V a, V b) => a ^ b;

    /// <inheritdoc cref="F32x4.Not"/>
    [MethodImpl(Inline)] public static V Not(V a) => ~a;
}
