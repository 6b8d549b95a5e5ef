using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x4
{
    /// <summary>A mask: all bits of a lane set where a &lt; b, else none.</summary>
    [MethodImpl(Inline)] public static V Less(V a, V b) => Vector128.LessThan(a, b);

    /// <summary>A mask: all bits of a lane set where a ≤ b, else none.</summary>
    [MethodImpl(Inline)] public static V LessOrEqual(V a, V b) => Vector128.LessThanOrEqual(a, b);

    /// <summary>A mask: all bits of a lane set where a &gt; b, else none.</summary>
    [MethodImpl(Inline)] public static V Greater(V a, V b) => Vector128.GreaterThan(a, b);

    /// <summary>A mask: all bits of a lane set where a ≥ b, else none.</summary>
    [MethodImpl(Inline)] public static V GreaterOrEqual(V a, V b) => Vector128.GreaterThanOrEqual(a, b);

    /// <summary>A mask: all bits of a lane set where a = b, else none; false for NaN, true for 0 and -0.</summary>
    [MethodImpl(Inline)] public static V Equal(V a, V b) => Vector128.Equals(a, b);

    /// <summary>a where the mask is set, b elsewhere.</summary>
    [MethodImpl(Inline)]
    public static V Select(V mask, V a, V b) => Sse41.IsSupported ? Sse41.BlendVariable(b, a, mask) : Vector128.ConditionalSelect(mask, a, b);

    /// <summary>Bitwise and.</summary>
    [MethodImpl(Inline)] public static V And(V a, V b) => a & b;

    /// <summary>Bitwise or.</summary>
    [MethodImpl(Inline)] public static V Or(V a, V b) => a | b;

    /// <summary>Bitwise exclusive or.</summary>
    [MethodImpl(Inline)] public static V Xor(V a, V b) => a ^ b;

    /// <summary>Bitwise complement.</summary>
    [MethodImpl(Inline)] public static V Not(V a) => ~a;
}
