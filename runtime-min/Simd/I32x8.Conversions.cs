using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using F = System.Runtime.Intrinsics.Vector256<float>;
using V = System.Runtime.Intrinsics.Vector256<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x8
{
    /// <inheritdoc cref="I32x4.ToSingle"/>
    [MethodImpl(Inline)] public static F ToSingle(V x) => Vector256.ConvertToSingle(x);

    /// <inheritdoc cref="I32x4.Truncate"/>
    [MethodImpl(Inline)]
    public static V Truncate(F x)
    {
        if (!Avx.IsSupported) return Vector256.Create(I32x4.Truncate(x.GetLower()), I32x4.Truncate(x.GetUpper()));
        var above = Vector256.GreaterThanOrEqual(x, Vector256.Create(2147483648f)).AsInt32();
        return (Avx.ConvertToVector256Int32WithTruncation(x) ^ above) & Vector256.Equals(x, x).AsInt32();
    }

    /// <inheritdoc cref="I32x4.Nearest"/>
    [MethodImpl(Inline)]
    public static V Nearest(F x) =>
        Avx.IsSupported ? Avx.ConvertToVector256Int32(x) : Vector256.Create(I32x4.Nearest(x.GetLower()), I32x4.Nearest(x.GetUpper()));

    /// <inheritdoc cref="I32x4.ToInt8"/>
    [MethodImpl(Inline)] public static V ToInt8(V x) => x << 24 >> 24;

    /// <inheritdoc cref="I32x4.ToUInt8"/>
    [MethodImpl(Inline)] public static V ToUInt8(V x) => x & Vector256.Create(0xff);

    /// <inheritdoc cref="I32x4.ToInt16"/>
    [MethodImpl(Inline)] public static V ToInt16(V x) => x << 16 >> 16;

    /// <inheritdoc cref="I32x4.ToUInt16"/>
    [MethodImpl(Inline)] public static V ToUInt16(V x) => x & Vector256.Create(0xffff);
}
