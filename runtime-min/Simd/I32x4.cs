using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector128<int>;

namespace EdgeCompile.Runtime;

/// <summary>Four 32-bit integers, in which 8- and 16-bit ones are computed too. Sums and products wrap; + - * are C#'s operators.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct I32x4
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Integers per vector.</summary>
    public const int Lanes = 4;

    /// <summary>All lanes 0.</summary>
    public static V Zero { [MethodImpl(Inline)] get => V.Zero; }

    /// <summary><paramref name="value"/> in every lane.</summary>
    [MethodImpl(Inline)] public static V Create(int value) => Vector128.Create(value);

    /// <summary>The smaller lane.</summary>
    [MethodImpl(Inline)] public static V Min(V a, V b) => Vector128.Min(a, b);

    /// <summary>The greater lane.</summary>
    [MethodImpl(Inline)] public static V Max(V a, V b) => Vector128.Max(a, b);

    /// <summary>x, or the bound that it exceeds.</summary>
    [MethodImpl(Inline)] public static V Clamp(V x, V low, V high) => Vector128.Min(Vector128.Max(x, low), high);

    /// <summary>|x|; the smallest integer stays.</summary>
    [MethodImpl(Inline)] public static V Abs(V x) => Vector128.Max(x, -x);

    /// <summary>-x; the smallest integer stays.</summary>
    [MethodImpl(Inline)] public static V Negate(V x) => -x;

    /// <summary>1, 0 or -1.</summary>
    [MethodImpl(Inline)] public static V Sign(V x) => (x >> 31) | (-x >>> 31);

    /// <summary>x·2ⁿ, for n from 0 to 31.</summary>
    [MethodImpl(Inline)] public static V ShiftLeft(V x, int n) => x << n;

    /// <summary>x/2ⁿ rounded down, for n from 0 to 31.</summary>
    [MethodImpl(Inline)] public static V ShiftRight(V x, int n) => x >> n;

    /// <summary>Bitwise and.</summary>
    [MethodImpl(Inline)] public static V And(V a, V b) => a & b;

    /// <summary>Bitwise or.</summary>
    [MethodImpl(Inline)] public static V Or(V a, V b) => a | b;

    /// <summary>Bitwise exclusive or.</summary>
    [MethodImpl(Inline)] public static V Xor(V a, V b) => a ^ b;

    /// <summary>Bitwise complement.</summary>
    [MethodImpl(Inline)] public static V Not(V a) => ~a;

    /// <summary>The sum of the lanes, wrapped.</summary>
    [MethodImpl(Inline)]
    public static int SumLanes(V v)
    {
        v += SwapHalves(v);
        return (v + SwapNeighbours(v)).ToScalar();
    }

    /// <summary>The product of the lanes, wrapped.</summary>
    [MethodImpl(Inline)]
    public static int ProdLanes(V v)
    {
        v *= SwapHalves(v);
        return (v * SwapNeighbours(v)).ToScalar();
    }

    /// <summary>The greatest lane.</summary>
    [MethodImpl(Inline)]
    public static int MaxLanes(V v)
    {
        v = Max(v, SwapHalves(v));
        return Max(v, SwapNeighbours(v)).ToScalar();
    }

    /// <summary>The smallest lane.</summary>
    [MethodImpl(Inline)]
    public static int MinLanes(V v)
    {
        v = Min(v, SwapHalves(v));
        return Min(v, SwapNeighbours(v)).ToScalar();
    }

    [MethodImpl(Inline)] static V SwapHalves(V v) => Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1));

    [MethodImpl(Inline)] static V SwapNeighbours(V v) => Vector128.Shuffle(v, Vector128.Create(1, 0, 3, 2));
}
