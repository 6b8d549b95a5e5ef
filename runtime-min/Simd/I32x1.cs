using System.ComponentModel;
using System.Runtime.CompilerServices;
using V = System.Int32;

namespace EdgeCompile.Runtime;

/// <summary>One 32-bit integer, computed as a lane of <see cref="I32x4"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct I32x1
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="I32x4.Lanes"/>
    public const int Lanes = 1;

    /// <inheritdoc cref="I32x4.Zero"/>
    public static V Zero { [MethodImpl(Inline)] get => 0; }

    /// <inheritdoc cref="I32x4.Create"/>
    [MethodImpl(Inline)] public static V Create(int value) => value;

    /// <inheritdoc cref="I32x4.Min"/>
    [MethodImpl(Inline)] public static V Min(V a, V b) => Math.Min(a, b);

    /// <inheritdoc cref="I32x4.Max"/>
    [MethodImpl(Inline)] public static V Max(V a, V b) => Math.Max(a, b);

    /// <inheritdoc cref="I32x4.Clamp"/>
    [MethodImpl(Inline)] public static V Clamp(V x, V low, V high) => Math.Min(Math.Max(x, low), high);

    /// <inheritdoc cref="I32x4.Abs"/>
    [MethodImpl(Inline)] public static V Abs(V x) => Math.Max(x, Negate(x));

    /// <inheritdoc cref="I32x4.Negate"/>
    [MethodImpl(Inline)] public static V Negate(V x) => unchecked(-x);

    /// <inheritdoc cref="I32x4.Sign"/>
    [MethodImpl(Inline)] public static V Sign(V x) => Math.Sign(x);

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

    /// <inheritdoc cref="I32x4.SumLanes"/>
    [MethodImpl(Inline)] public static int SumLanes(V v) => v;

    /// <inheritdoc cref="I32x4.ProdLanes"/>
    [MethodImpl(Inline)] public static int ProdLanes(V v) => v;

    /// <inheritdoc cref="I32x4.MaxLanes"/>
    [MethodImpl(Inline)] public static int MaxLanes(V v) => v;

    /// <inheritdoc cref="I32x4.MinLanes"/>
    [MethodImpl(Inline)] public static int MinLanes(V v) => v;
}
