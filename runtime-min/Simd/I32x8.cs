using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector256<int>;

namespace EdgeCompile.Runtime;

/// <summary>Eight 32-bit integers: AVX2; two halves elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct I32x8
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="I32x4.Lanes"/>
    public const int Lanes = 8;

    /// <inheritdoc cref="I32x4.Zero"/>
    public static V Zero { [MethodImpl(Inline)] get => V.Zero; }

    /// <inheritdoc cref="I32x4.Create"/>
    [MethodImpl(Inline)] public static V Create(int value) => Vector256.Create(value);

    /// <inheritdoc cref="I32x4.Min"/>
    [MethodImpl(Inline)] public static V Min(V a, V b) => Vector256.Min(a, b);

    /// <inheritdoc cref="I32x4.Max"/>
    [MethodImpl(Inline)] public static V Max(V a, V b) => Vector256.Max(a, b);

    /// <inheritdoc cref="I32x4.Clamp"/>
    [MethodImpl(Inline)] public static V Clamp(V x, V low, V high) => Vector256.Min(Vector256.Max(x, low), high);

    /// <inheritdoc cref="I32x4.Abs"/>
    [MethodImpl(Inline)] public static V Abs(V x) => Vector256.Max(x, -x);

    /// <inheritdoc cref="I32x4.Negate"/>
    [MethodImpl(Inline)] public static V Negate(V x) => -x;

    /// <inheritdoc cref="I32x4.Sign"/>
    [MethodImpl(Inline)] public static V Sign(V x) => (x >> 31) | (-x >>> 31);

    /// <inheritdoc cref="I32x4.ShiftLeft"/>
    [MethodImpl(Inline)] public static V ShiftLeft(V x, int n) => x << n;

    /// <inheritdoc cref="I32x4.ShiftRight"/>
    [MethodImpl(Inline)] public static V ShiftRight(V x, int n) => x >> n;

    /// <inheritdoc cref="I32x4.And"/>
    [MethodImpl(Inline)] public static V And(V a, V b) => a & b;

    /// <inheritdoc cref="I32x4.Or"/>
    [MethodImpl(Inline)] public static V Or(V a, V b) => a | b;

    /// <inheritdoc cref="I32x4.Xor"/>
    [MethodImpl(Inline)] public static V Xor(V a, V b) => a ^ b;

    /// <inheritdoc cref="I32x4.Not"/>
    [MethodImpl(Inline)] public static V Not(V a) => ~a;

    /// <summary>The first 4 lanes.</summary>
    [MethodImpl(Inline)] public static Vector128<int> Lower(V v) => v.GetLower();

    /// <summary>The last 4 lanes.</summary>
    [MethodImpl(Inline)] public static Vector128<int> Upper(V v) => v.GetUpper();

    /// <inheritdoc cref="I32x4.SumLanes"/>
    [MethodImpl(Inline)] public static int SumLanes(V v) => I32x4.SumLanes(v.GetLower() + v.GetUpper());

    /// <inheritdoc cref="I32x4.ProdLanes"/>
    [MethodImpl(Inline)] public static int ProdLanes(V v) => I32x4.ProdLanes(v.GetLower() * v.GetUpper());

    /// <inheritdoc cref="I32x4.MaxLanes"/>
    [MethodImpl(Inline)] public static int MaxLanes(V v) => I32x4.MaxLanes(I32x4.Max(v.GetLower(), v.GetUpper()));

    /// <inheritdoc cref="I32x4.MinLanes"/>
    [MethodImpl(Inline)] public static int MinLanes(V v) => I32x4.MinLanes(I32x4.Min(v.GetLower(), v.GetUpper()));
}
