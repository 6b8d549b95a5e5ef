using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using F = System.Single;
using M = System.Single;
using V = System.Int32;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x1
{
    /// <inheritdoc cref="I32x4.Less"/>
    [MethodImpl(Inline)] public static M Less(V a, V b) => F32x1.Create(a < b);

    /// <inheritdoc cref="I32x4.LessOrEqual"/>
    [MethodImpl(Inline)] public static M LessOrEqual(V a, V b) => F32x1.Create(a <= b);

    /// <inheritdoc cref="I32x4.Greater"/>
    [MethodImpl(Inline)] public static M Greater(V a, V b) => F32x1.Create(a > b);

    /// <inheritdoc cref="I32x4.GreaterOrEqual"/>
    [MethodImpl(Inline)] public static M GreaterOrEqual(V a, V b) => F32x1.Create(a >= b);

    /// <inheritdoc cref="I32x4.Equal"/>
    [MethodImpl(Inline)] public static M Equal(V a, V b) => F32x1.Create(a == b);

    /// <inheritdoc cref="I32x4.Select"/>
    [MethodImpl(Inline)] public static V Select(M mask, V a, V b) => BitConverter.SingleToInt32Bits(mask) < 0 ? a : b;

    /// <inheritdoc cref="I32x4.FromMask"/>
    [MethodImpl(Inline)] public static V FromMask(M mask) => BitConverter.SingleToInt32Bits(mask) >>> 31;

    /// <inheritdoc cref="I32x4.ToMask"/>
    [MethodImpl(Inline)] public static M ToMask(V x) => F32x1.Create(x != 0);

    /// <inheritdoc cref="I32x4.ToSingle"/>
    [MethodImpl(Inline)] public static F ToSingle(V x) => x;

    /// <inheritdoc cref="I32x4.Truncate"/>
    [MethodImpl(Inline)] public static V Truncate(F x) => I32x4.Truncate(Vector128.CreateScalarUnsafe(x)).ToScalar();

    /// <inheritdoc cref="I32x4.Nearest"/>
    [MethodImpl(Inline)] public static V Nearest(F x) => I32x4.Nearest(Vector128.CreateScalarUnsafe(x)).ToScalar();

    /// <inheritdoc cref="I32x4.ToInt8"/>
    [MethodImpl(Inline)] public static V ToInt8(V x) => (sbyte)x;

    /// <inheritdoc cref="I32x4.ToUInt8"/>
    [MethodImpl(Inline)] public static V ToUInt8(V x) => (byte)x;

    /// <inheritdoc cref="I32x4.ToInt16"/>
    [MethodImpl(Inline)] public static V ToInt16(V x) => (short)x;

    /// <inheritdoc cref="I32x4.ToUInt16"/>
    [MethodImpl(Inline)] public static V ToUInt16(V x) => (ushort)x;
}
