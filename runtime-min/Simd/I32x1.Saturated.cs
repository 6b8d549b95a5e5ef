using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Int32;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x1
{
    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref sbyte p, nint i) => Unsafe.Add(ref p, i) = (sbyte)Math.Clamp(v, sbyte.MinValue, sbyte.MaxValue);

    /// <inheritdoc cref="I32x4.StoreSaturated(Vector128{int}, ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static void StoreSaturated(V v, ref byte p, nint i) => Unsafe.Add(ref p, i) = (byte)Math.Clamp(v, byte.MinValue, byte.MaxValue);

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
