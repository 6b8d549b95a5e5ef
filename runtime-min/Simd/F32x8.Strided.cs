using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x8
{
    /// <inheritdoc cref="F32x4.Gather(ref float, nint, nint)"/>
    [MethodImpl(Inline)]
    public static V Gather(ref float p, nint i, nint stride) =>
        Vector256.Create(F32x4.Gather(ref p, i, stride), F32x4.Gather(ref p, i + 4 * stride, stride));

    /// <inheritdoc cref="F32x4.Scatter(Vector128{float}, ref float, nint, nint)"/>
    [MethodImpl(Inline)]
    public static void Scatter(V v, ref float p, nint i, nint stride)
    {
        F32x4.Scatter(v.GetLower(), ref p, i, stride);
        F32x4.Scatter(v.GetUpper(), ref p, i + 4 * stride, stride);
    }
}
