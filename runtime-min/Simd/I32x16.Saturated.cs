using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x16
{
    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref sbyte p, nint i)
    {
        if (Avx512F.IsSupported) Avx512F.ConvertToVector128SByteWithSaturation(v).StoreUnsafe(ref Unsafe.Add(ref p, i));
        else I32x8.StoreSaturated(v.GetLower(), v.GetUpper(), ref p, i);
    }

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref byte p, nint i)
    {
        // The instruction takes lanes as unsigned.
        if (Avx512F.IsSupported) Avx512F.ConvertToVector128ByteWithSaturation(Vector512.Max(v, V.Zero).AsUInt32())
            .StoreUnsafe(ref Unsafe.Add(ref p, i));
        else I32x8.StoreSaturated(v.GetLower(), v.GetUpper(), ref p, i);
    }

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V low, V high, ref sbyte p, nint i)
    {
        StoreSaturated(low, ref p, i);
        StoreSaturated(high, ref p, i + Lanes);
    }

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V low, V high, ref byte p, nint i)
    {
        StoreSaturated(low, ref p, i);
        StoreSaturated(high, ref p, i + Lanes);
    }
}
