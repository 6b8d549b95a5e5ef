using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using M = System.Runtime.Intrinsics.Vector128<float>;
using V = System.Runtime.Intrinsics.Vector128<int>;

namespace EdgeCompile.Runtime;

public readonly partial struct I32x4
{
    /// <summary>A mask, as those of floats: all bits of a lane set where a &lt; b, else none.</summary>
    [MethodImpl(Inline)] public static M Less(V a, V b) => Vector128.LessThan(a, b).AsSingle();

    /// <summary>A mask: all bits of a lane set where a ≤ b, else none.</summary>
    [MethodImpl(Inline)] public static M LessOrEqual(V a, V b) => Vector128.LessThanOrEqual(a, b).AsSingle();

    /// <summary>A mask: all bits of a lane set where a &gt; b, else none.</summary>
    [MethodImpl(Inline)] public static M Greater(V a, V b) => Vector128.GreaterThan(a, b).AsSingle();

    /// <summary>A mask: all bits of a lane set where a ≥ b, else none.</summary>
    [MethodImpl(Inline)] public static M GreaterOrEqual(V a, V b) => Vector128.GreaterThanOrEqual(a, b).AsSingle();

    /// <summary>A mask: all bits of a lane set where a = b, else none.</summary>
    [MethodImpl(Inline)] public static M Equal(V a, V b) => Vector128.Equals(a, b).AsSingle();

    /// <summary>a where the mask is set, b elsewhere.</summary>
    [MethodImpl(Inline)] public static V Select(M mask, V a, V b) => F32x4.Select(mask, a.AsSingle(), b.AsSingle()).AsInt32();

    /// <summary>1 where the mask is set, 0 elsewhere.</summary>
    [MethodImpl(Inline)] public static V FromMask(M mask) => mask.AsInt32() >>> 31;

    /// <summary>A mask, set where a lane is not 0.</summary>
    [MethodImpl(Inline)] public static M ToMask(V x) => (~Vector128.Equals(x, V.Zero)).AsSingle();
}
