using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace EdgeCompile.Runtime;

/// <summary>Sixteen floats: AVX-512; two halves elsewhere.</summary>
/// <remarks>Vector512 operators are AVX-512 instructions wherever <see cref="Avx512F.IsSupported"/> holds, even if IsHardwareAccelerated is false.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct F32x16 : ISimd<V>, ILanes<V>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="F32x4.Lanes"/>
    public const int Lanes = 16;

    /// <inheritdoc cref="F32x4.Zero"/>
    public static V Zero { [MethodImpl(Inline)] get => V.Zero; }

    /// <inheritdoc cref="F32x4.Load(ref float, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref float p, nint i) => Vector512.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Store(Vector128{float}, ref float, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref float p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Broadcast"/>
    [MethodImpl(Inline)] public static V Broadcast(ref float p, nint i) => Vector512.Create(Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Create(float)"/>
    [MethodImpl(Inline)] public static V Create(float value) => Vector512.Create(value);

    /// <inheritdoc cref="F32x4.Fma"/>
    [MethodImpl(Inline)]
    public static V Fma(V a, V b, V c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAdd(a, b, c)
        : Join(F32x8.Fma(a.GetLower(), b.GetLower(), c.GetLower()), F32x8.Fma(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <inheritdoc cref="F32x4.Min"/>
    [MethodImpl(Inline)]
    public static V Min(V a, V b) =>
        Avx512F.IsSupported ? Avx512F.Min(b, a) : Join(F32x8.Min(a.GetLower(), b.GetLower()), F32x8.Min(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc cref="F32x4.Max"/>
    [MethodImpl(Inline)]
    public static V Max(V a, V b) =>
        Avx512F.IsSupported ? Avx512F.Max(b, a) : Join(F32x8.Max(a.GetLower(), b.GetLower()), F32x8.Max(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc cref="F32x4.Abs"/>
    [MethodImpl(Inline)] public static V Abs(V x) => x & Vector512.Create(int.MaxValue).AsSingle();

    /// <inheritdoc cref="F32x4.Negate"/>
    [MethodImpl(Inline)] public static V Negate(V x) => x ^ Vector512.Create(-0f);

    /// <inheritdoc cref="F32x4.Sqrt"/>
    [MethodImpl(Inline)] public static V Sqrt(V x) => Vector512.Sqrt(x);

    /// <inheritdoc cref="F32x4.Reciprocal"/>
    [MethodImpl(Inline)] public static V Reciprocal(V x) => Vector512.Create(1f) / x;

    /// <inheritdoc cref="F32x4.Floor"/>
    [MethodImpl(Inline)] public static V Floor(V x) => Vector512.Floor(x);

    /// <inheritdoc cref="F32x4.Ceil"/>
    [MethodImpl(Inline)] public static V Ceil(V x) => Vector512.Ceiling(x);

    /// <inheritdoc cref="F32x4.Round"/>
    [MethodImpl(Inline)]
    public static V Round(V x) =>
        Avx512F.IsSupported ? Avx512F.RoundScale(x, 0) : Join(F32x8.Round(x.GetLower()), F32x8.Round(x.GetUpper()));

    /// <inheritdoc cref="F32x4.Trunc"/>
    [MethodImpl(Inline)]
    public static V Trunc(V x) =>
        Avx512F.IsSupported ? Avx512F.RoundScale(x, 3) : Join(F32x8.Trunc(x.GetLower()), F32x8.Trunc(x.GetUpper()));

    /// <inheritdoc cref="F32x4.Sign"/>
    [MethodImpl(Inline)] public static V Sign(V x) => Select(Greater(x, Zero), Create(1f), Select(Less(x, Zero), Create(-1f), x));

    /// <summary>The first 8 lanes.</summary>
    [MethodImpl(Inline)] public static Vector256<float> Lower(V v) => v.GetLower();

    /// <summary>The last 8 lanes.</summary>
    [MethodImpl(Inline)] public static Vector256<float> Upper(V v) => v.GetUpper();

    /// <inheritdoc cref="F32x4.SumLanes"/>
    [MethodImpl(Inline)] public static float SumLanes(V v) => F32x8.SumLanes(v.GetLower() + v.GetUpper());

    /// <inheritdoc cref="F32x4.ProdLanes"/>
    [MethodImpl(Inline)] public static float ProdLanes(V v) => F32x8.ProdLanes(v.GetLower() * v.GetUpper());

    /// <inheritdoc cref="F32x4.MaxLanes"/>
    [MethodImpl(Inline)] public static float MaxLanes(V v) => F32x8.MaxLanes(F32x8.Max(v.GetLower(), v.GetUpper()));

    /// <inheritdoc cref="F32x4.MinLanes"/>
    [MethodImpl(Inline)] public static float MinLanes(V v) => F32x8.MinLanes(F32x8.Min(v.GetLower(), v.GetUpper()));

    /// <inheritdoc cref="F32x4.SwapNeighbours"/>
    [MethodImpl(Inline)]
    public static V SwapNeighbours(V v) =>
        Avx512F.IsSupported ? Avx512F.Permute4x32(v, 0b10_11_00_01) : Join(F32x8.SwapNeighbours(v.GetLower()), F32x8.SwapNeighbours(v.GetUpper()));

    [MethodImpl(Inline)] static V Join(Vector256<float> lower, Vector256<float> upper) => Vector512.Create(lower, upper);
}
