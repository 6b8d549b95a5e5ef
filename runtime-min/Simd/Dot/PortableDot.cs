using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>The instructions that dot products are made of, as their definition says: for machines without them, and to test the others by.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PortableDot
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>a0*b0 + a1*b1 of neighbouring int16 (x86 pmaddwd).</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> MultiplyAddPairs(Vector128<short> a, Vector128<short> b)
    {
        Vector128<int> x = a.AsInt32(), y = b.AsInt32();
        return First(x) * First(y) + (x >> 16) * (y >> 16);
    }

    [MethodImpl(Inline)] static Vector128<int> First(Vector128<int> pair) => (pair << 16) >> 16;
}
