using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Single;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x1
{
    /// <inheritdoc cref="F32x4.Gather(ref float, nint, nint)"/>
    [MethodImpl(Inline)] public static V Gather(ref float p, nint i, nint stride) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="F32x4.Scatter(Vector128{float}, ref float, nint, nint)"/>
    [MethodImpl(Inline)] public static void Scatter(V v, ref float p, nint i, nint stride) => Unsafe.Add(ref p, i) = v;
}
