using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x4
{
    /// <summary>
    /// Writes each lane as the number nearest to it that an element can be, from <paramref name="i"/> elements after <paramref name="p"/>.
    /// </summary>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref sbyte p, nint i)
    {
        if (Sse2.IsSupported || AdvSimd.IsSupported) Write(ref p, i, ToInt8Saturated(v, v).AsUInt32().ToScalar());
        else Store(Clamp(v, Create(sbyte.MinValue), Create(sbyte.MaxValue)), ref p, i);
    }

    /// <inheritdoc cref="StoreSaturated(V, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref byte p, nint i)
    {
        if (Sse2.IsSupported || AdvSimd.IsSupported) Write(ref p, i, ToUInt8Saturated(v, v).AsUInt32().ToScalar());
        else Store(Clamp(v, Zero, Create(byte.MaxValue)), ref p, i);
    }

    /// <summary>Writes the lanes of two vectors one after the other, as <see cref="StoreSaturated(V, ref sbyte, nint)"/> does those of one.</summary>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V low, V high, ref sbyte p, nint i)
    {
        if (Sse2.IsSupported || AdvSimd.IsSupported)
        {
            Write(ref p, i, ToInt8Saturated(low, high).AsUInt64().ToScalar());
            return;
        }
        StoreSaturated(low, ref p, i);
        StoreSaturated(high, ref p, i + Lanes);
    }

    /// <inheritdoc cref="StoreSaturated(V, V, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V low, V high, ref byte p, nint i)
    {
        if (Sse2.IsSupported || AdvSimd.IsSupported)
        {
            Write(ref p, i, ToUInt8Saturated(low, high).AsUInt64().ToScalar());
            return;
        }
        StoreSaturated(low, ref p, i);
        StoreSaturated(high, ref p, i + Lanes);
    }

    /// <summary>Eight lanes, cut to int8, in the first eight bytes.</summary>
    [MethodImpl(Inline)]
    static Vector128<sbyte> ToInt8Saturated(V low, V high)
    {
        if (AdvSimd.IsSupported) return AdvSimd.ExtractNarrowingSaturateLower(Narrowed(low, high)).ToVector128Unsafe();
        var halves = Sse2.PackSignedSaturate(low, high);
        return Sse2.PackSignedSaturate(halves, halves);
    }

    /// <summary>Eight lanes, cut to uint8, in the first eight bytes.</summary>
    [MethodImpl(Inline)]
    static Vector128<byte> ToUInt8Saturated(V low, V high)
    {
        if (AdvSimd.IsSupported) return AdvSimd.ExtractNarrowingSaturateUnsignedLower(Narrowed(low, high)).ToVector128Unsafe();
        var halves = Sse2.PackSignedSaturate(low, high);
        return Sse2.PackUnsignedSaturate(halves, halves);
    }

    /// <summary>Eight lanes, cut to int16.</summary>
    [MethodImpl(Inline)]
    static Vector128<short> Narrowed(V low, V high) =>
        AdvSimd.ExtractNarrowingSaturateUpper(AdvSimd.ExtractNarrowingSaturateLower(low), high);
}
