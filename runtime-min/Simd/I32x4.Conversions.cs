using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;
using F = System.Runtime.Intrinsics.Vector128<float>;
using V = System.Runtime.Intrinsics.Vector128<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x4
{
    /// <summary>The nearest float, halves to even.</summary>
    [MethodImpl(Inline)] public static F ToSingle(V x) => Vector128.ConvertToSingle(x);

    /// <summary>The integer part; beyond the range of integers its end, and 0 for NaN.</summary>
    [MethodImpl(Inline)]
    public static V Truncate(F x)
    {
        if (AdvSimd.IsSupported) return AdvSimd.ConvertToInt32RoundToZero(x);
        if (PackedSimd.IsSupported) return PackedSimd.ConvertToInt32Saturate(x);
        if (!Sse2.IsSupported) return Vector128.ConvertToInt32(x);
        // The instruction's answer to all that it cannot convert is 0x80000000.
        var above = Vector128.GreaterThanOrEqual(x, Vector128.Create(2147483648f)).AsInt32();
        return (Sse2.ConvertToVector128Int32WithTruncation(x) ^ above) & Vector128.Equals(x, x).AsInt32();
    }

    /// <summary>The nearest integer, halves to even, for |x| &lt; 2³¹; of others only that the low 16 bits for NaN are 0.</summary>
    [MethodImpl(Inline)]
    public static V Nearest(F x) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32(x)
        : AdvSimd.IsSupported ? AdvSimd.ConvertToInt32RoundToEven(x)
        : PackedSimd.IsSupported ? PackedSimd.ConvertToInt32Saturate(PackedSimd.RoundToNearest(x))
        : Vector128.ConvertToInt32(F32x4.Round(x));

    /// <summary>The low 8 bits, as an sbyte.</summary>
    [MethodImpl(Inline)] public static V ToInt8(V x) => x << 24 >> 24;

    /// <summary>The low 8 bits, as a byte.</summary>
    [MethodImpl(Inline)] public static V ToUInt8(V x) => x & Vector128.Create(0xff);

    /// <summary>The low 16 bits, as a short.</summary>
    [MethodImpl(Inline)] public static V ToInt16(V x) => x << 16 >> 16;

    /// <summary>The low 16 bits, as a ushort.</summary>
    [MethodImpl(Inline)] public static V ToUInt16(V x) => x & Vector128.Create(0xffff);
}
