using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x4
{
    /// <summary>Reads floats <paramref name="stride"/> floats apart, the first <paramref name="i"/> floats after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)]
    public static V Gather(ref float p, nint i, nint stride) => Vector128.Create(
        Unsafe.Add(ref p, i), Unsafe.Add(ref p, i + stride),
        Unsafe.Add(ref p, i + 2 * stride), Unsafe.Add(ref p, i + 3 * stride));

    /// <summary>Writes the lanes <paramref name="stride"/> floats apart, the first <paramref name="i"/> floats after <paramref name="p"/>.</summary>
    [MethodImpl(Inline)]
    public static void Scatter(V v, ref float p, nint i, nint stride)
    {
        Unsafe.Add(ref p, i) = v.ToScalar();
        Unsafe.Add(ref p, i + stride) = v.GetElement(1);
        Unsafe.Add(ref p, i + 2 * stride) = v.GetElement(2);
        Unsafe.Add(ref p, i + 3 * stride) = v.GetElement(3);
    }
}
