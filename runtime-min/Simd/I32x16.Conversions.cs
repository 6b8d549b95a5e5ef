using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using F = System.Runtime.Intrinsics.Vector512<float>;
using V = System.Runtime.Intrinsics.Vector512<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x16
{
    /// <inheritdoc cref="I32x4.ToSingle"/>
    [MethodImpl(Inline)] public static F ToSingle(V x) => Vector512.ConvertToSingle(x);

    /// <inheritdoc cref="I32x4.Truncate"/>
    [MethodImpl(Inline)]
    public static V Truncate(F x)
    {
        if (!Avx512F.IsSupported) return Vector512.Create(I32x8.Truncate(x.GetLower()), I32x8.Truncate(x.GetUpper()));
        var above = Vector512.GreaterThanOrEqual(x, Vector512.Create(2147483648f)).AsInt32();
        return (Avx512F.ConvertToVector512Int32WithTruncation(x) ^ above) & Vector512.Equals(x, x).AsInt32();
    }

    /// <inheritdoc cref="I32x4.Nearest"/>
    [MethodImpl(Inline)]
    public static V Nearest(F x) =>
        Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(x) : Vector512.Create(I32x8.Nearest(x.GetLower()), I32x8.Nearest(x.GetUpper()));

    /// <inheritdoc cref="I32x4.ToInt8"/>
    [MethodImpl(Inline)] public static V ToInt8(V x) => x << 24 >> 24;

    /// <inheritdoc cref="I32x4.ToUInt8"/>
    [MethodImpl(Inline)] public static V ToUInt8(V x) => x & Vector512.Create(0xff);

    /// <inheritdoc cref="I32x4.ToInt16"/>
    [MethodImpl(Inline)] public static V ToInt16(V x) => x << 16 >> 16;

    /// <inheritdoc cref="I32x4.ToUInt16"/>
    [MethodImpl(Inline)] public static V ToUInt16(V x) => x & Vector512.Create(0xffff);
}
