using System.Runtime.CompilerServices;
using V = System.Single;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x1
{
    /// <inheritdoc cref="F32x4.LoadFirst"/>
    [MethodImpl(Inline)] public static V LoadFirst(ref float p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="F32x4.LoadLast"/>
    [MethodImpl(Inline)] public static V LoadLast(ref float p, nint i, int kept) => kept > 0 ? Unsafe.Add(ref p, i) : 0f;

    /// <inheritdoc cref="F32x4.StoreFrom"/>
    [MethodImpl(Inline)]
    public static void StoreFrom(V v, ref float p, nint i, nint stride, int first)
    {
        if (first == 0) Unsafe.Add(ref p, i) = v;
    }
}
