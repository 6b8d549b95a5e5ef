using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x8
{
    /// <inheritdoc cref="I32x4.Gather{T}"/>
    [MethodImpl(Inline)]
    public static V Gather<T>(ref T p, nint i, nint stride) where T : unmanaged, IBinaryInteger<T> =>
        Vector256.Create(I32x4.Gather(ref p, i, stride), I32x4.Gather(ref p, i + 4 * stride, stride));

    /// <inheritdoc cref="I32x4.Scatter{T}"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(V v, ref T p, nint i, nint stride) where T : unmanaged, IBinaryInteger<T>
    {
        I32x4.Scatter(v.GetLower(), ref p, i, stride);
        I32x4.Scatter(v.GetUpper(), ref p, i + 4 * stride, stride);
    }

    /// <inheritdoc cref="I32x4.Lookup"/>
    [MethodImpl(Inline)]
    public static V Lookup(ref byte table, V indices) =>
        Vector256.Create(I32x4.Lookup(ref table, indices.GetLower()), I32x4.Lookup(ref table, indices.GetUpper()));
}
