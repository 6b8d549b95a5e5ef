using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Single;

namespace EdgeCompile.Runtime;

/// <summary>One float: the low lane of <see cref="F32x4"/>, so that a tail element comes out bit for bit like a vector's.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct F32x1 : ILanes<V>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="F32x4.Lanes"/>
    public const int Lanes = 1;

    /// <inheritdoc cref="F32x4.Zero"/>
    public static V Zero { [MethodImpl(Inline)] get => 0f; }

    /// <inheritdoc cref="F32x4.Load(ref float, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref float p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="F32x4.Store(Vector128{float}, ref float, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref float p, nint i) => Unsafe.Add(ref p, i) = v;

    /// <inheritdoc cref="F32x4.Broadcast"/>
    [MethodImpl(Inline)] public static V Broadcast(ref float p, nint i) => Unsafe.Add(ref p, i);

    /// <inheritdoc cref="F32x4.Create(float)"/>
    [MethodImpl(Inline)] public static V Create(float value) => value;

    /// <inheritdoc cref="F32x4.Fma"/>
    [MethodImpl(Inline)] public static V Fma(V a, V b, V c) => F32x4.Fma(Low(a), Low(b), Low(c)).ToScalar();

    /// <inheritdoc cref="F32x4.Min"/>
    [MethodImpl(Inline)] public static V Min(V a, V b) => F32x4.Min(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Max"/>
    [MethodImpl(Inline)] public static V Max(V a, V b) => F32x4.Max(Low(a), Low(b)).ToScalar();

    /// <inheritdoc cref="F32x4.Abs"/>
    [MethodImpl(Inline)] public static V Abs(V x) => F32x4.Abs(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Negate"/>
    [MethodImpl(Inline)] public static V Negate(V x) => -x;

    /// <inheritdoc cref="F32x4.Sqrt"/>
    [MethodImpl(Inline)] public static V Sqrt(V x) => F32x4.Sqrt(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Reciprocal"/>
    [MethodImpl(Inline)] public static V Reciprocal(V x) => F32x4.Reciprocal(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Floor"/>
    [MethodImpl(Inline)] public static V Floor(V x) => F32x4.Floor(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Ceil"/>
    [MethodImpl(Inline)] public static V Ceil(V x) => F32x4.Ceil(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Round"/>
    [MethodImpl(Inline)] public static V Round(V x) => F32x4.Round(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Trunc"/>
    [MethodImpl(Inline)] public static V Trunc(V x) => F32x4.Trunc(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Sign"/>
    [MethodImpl(Inline)] public static V Sign(V x) => F32x4.Sign(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.SumLanes"/>
    [MethodImpl(Inline)] public static float SumLanes(V v) => v;

    /// <inheritdoc cref="F32x4.ProdLanes"/>
    [MethodImpl(Inline)] public static float ProdLanes(V v) => v;

    /// <inheritdoc cref="F32x4.MaxLanes"/>
    [MethodImpl(Inline)] public static float MaxLanes(V v) => v;

    /// <inheritdoc cref="F32x4.MinLanes"/>
    [MethodImpl(Inline)] public static float MinLanes(V v) => v;

    // The other lanes hold whatever the register held: nothing reads them.
    [MethodImpl(Inline)] static Vector128<float> Low(V x) => Vector128.CreateScalarUnsafe(x);
}
