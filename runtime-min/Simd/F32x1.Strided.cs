using System.Runtime.CompilerServices;
using V = System.Single;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x1
{
    /// <inheritdoc cref="F32x4.Gather"/>
    [MethodImpl(Inline)] public static V Gather(ref float p, nint i, nint stride) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="F32x4.Scatter"/>
    [MethodImpl(Inline)] public static void Scatter(V v, ref float p, nint i, nint stride) => Unsafe.Add(ref p, i) = v;
}
