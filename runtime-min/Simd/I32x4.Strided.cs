using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector128<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x4
{
    /// <summary>Reads integers <paramref name="stride"/> elements apart, from <paramref name="i"/> after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)]
    public static V Gather<T>(ref T p, nint i, nint stride) where T : unmanaged, IBinaryInteger<T> => Vector128.Create(
        int.CreateTruncating(Unsafe.Add(ref p, i)), int.CreateTruncating(Unsafe.Add(ref p, i + stride)),
        int.CreateTruncating(Unsafe.Add(ref p, i + 2 * stride)), int.CreateTruncating(Unsafe.Add(ref p, i + 3 * stride)));

    /// <summary>
    /// Writes the low bits of the lanes <paramref name="stride"/> elements apart, from <paramref name="i"/> after <paramref name="p"/>.
    /// </summary>
    [MethodImpl(Inline)]
    public static void Scatter<T>(V v, ref T p, nint i, nint stride) where T : unmanaged, IBinaryInteger<T>
    {
        Unsafe.Add(ref p, i) = T.CreateTruncating(v.ToScalar());
        Unsafe.Add(ref p, i + stride) = T.CreateTruncating(v.GetElement(1));
        Unsafe.Add(ref p, i + 2 * stride) = T.CreateTruncating(v.GetElement(2));
        Unsafe.Add(ref p, i + 3 * stride) = T.CreateTruncating(v.GetElement(3));
    }

    /// <summary>The bytes of a table at the lanes' indices, which must lie in it.</summary>
    [MethodImpl(Inline)]
    public static V Lookup(ref byte table, V indices) => Vector128.Create(
        (int)Unsafe.Add(ref table, indices.ToScalar()), Unsafe.Add(ref table, indices.GetElement(1)),
        Unsafe.Add(ref table, indices.GetElement(2)), Unsafe.Add(ref table, indices.GetElement(3)));
}
