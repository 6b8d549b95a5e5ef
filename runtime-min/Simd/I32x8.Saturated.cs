using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x8
{
    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref sbyte p, nint i) => I32x4.StoreSaturated(v.GetLower(), v.GetUpper(), ref p, i);

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref byte p, nint i) => I32x4.StoreSaturated(v.GetLower(), v.GetUpper(), ref p, i);

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V low, V high, ref sbyte p, nint i)
    {
        if (Avx2.IsSupported)
        {
            var halves = Avx2.PackSignedSaturate(low, high);
            var bytes = Sse2.PackSignedSaturate(halves.GetLower(), halves.GetUpper());
            Sse2.Shuffle(bytes.AsInt32(), InOrder).AsSByte().StoreUnsafe(ref Unsafe.Add(ref p, i));
            return;
        }
        StoreSaturated(low, ref p, i);
        StoreSaturated(high, ref p, i + Lanes);
    }

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V low, V high, ref byte p, nint i)
    {
        if (Avx2.IsSupported)
        {
            var halves = Avx2.PackSignedSaturate(low, high);
            var bytes = Sse2.PackUnsignedSaturate(halves.GetLower(), halves.GetUpper());
            Sse2.Shuffle(bytes.AsInt32(), InOrder).AsByte().StoreUnsafe(ref Unsafe.Add(ref p, i));
            return;
        }
        StoreSaturated(low, ref p, i);
        StoreSaturated(high, ref p, i + Lanes);
    }

    /// <summary>Packing works within halves: the low vector's first four lanes, the high one's, and again.</summary>
    const byte InOrder = 0b11_01_10_00;
}
