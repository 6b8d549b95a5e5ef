using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FmaIsa = System.Runtime.Intrinsics.X86.Fma;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace EdgeCompile.Runtime;

/// <summary>Eight floats: AVX2 and FMA; two halves elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct F32x8 : ISimd<V>, ILanes<V>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="F32x4.Lanes"/>
    public const int Lanes = 8;

    /// <inheritdoc cref="F32x4.Zero"/>
    public static V Zero { [MethodImpl(Inline)] get => V.Zero; }

    /// <inheritdoc cref="F32x4.Load(ref float, nint)"/>
    [MethodImpl(Inline)] public static V Load(ref float p, nint i) => Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Store(Vector128{float}, ref float, nint)"/>
    [MethodImpl(Inline)] public static void Store(V v, ref float p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Broadcast"/>
    [MethodImpl(Inline)] public static V Broadcast(ref float p, nint i) => Vector256.Create(Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.Create(float)"/>
    [MethodImpl(Inline)] public static V Create(float value) => Vector256.Create(value);

    /// <inheritdoc cref="F32x4.Fma"/>
    [MethodImpl(Inline)]
    public static V Fma(V a, V b, V c) =>
        FmaIsa.IsSupported ? FmaIsa.MultiplyAdd(a, b, c)
        : Join(F32x4.Fma(a.GetLower(), b.GetLower(), c.GetLower()), F32x4.Fma(a.GetUpper(), b.GetUpper(), c.GetUpper()));

    /// <inheritdoc cref="F32x4.Min"/>
    [MethodImpl(Inline)]
    public static V Min(V a, V b) =>
        Avx.IsSupported ? Avx.Min(b, a) : Join(F32x4.Min(a.GetLower(), b.GetLower()), F32x4.Min(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc cref="F32x4.Max"/>
    [MethodImpl(Inline)]
    public static V Max(V a, V b) =>
        Avx.IsSupported ? Avx.Max(b, a) : Join(F32x4.Max(a.GetLower(), b.GetLower()), F32x4.Max(a.GetUpper(), b.GetUpper()));

    /// <inheritdoc cref="F32x4.Abs"/>
    [MethodImpl(Inline)] public static V Abs(V x) => x & Vector256.Create(int.MaxValue).AsSingle();

    /// <inheritdoc cref="F32x4.Negate"/>
    [MethodImpl(Inline)] public static V Negate(V x) => x ^ Vector256.Create(-0f);

    /// <inheritdoc cref="F32x4.Sqrt"/>
    [MethodImpl(Inline)] public static V Sqrt(V x) => Vector256.Sqrt(x);

    /// <inheritdoc cref="F32x4.Reciprocal"/>
    [MethodImpl(Inline)] public static V Reciprocal(V x) => Vector256.Create(1f) / x;

    /// <inheritdoc cref="F32x4.Floor"/>
    [MethodImpl(Inline)] public static V Floor(V x) => Vector256.Floor(x);

    /// <inheritdoc cref="F32x4.Ceil"/>
    [MethodImpl(Inline)] public static V Ceil(V x) => Vector256.Ceiling(x);

    /// <inheritdoc cref="F32x4.Round"/>
    [MethodImpl(Inline)]
    public static V Round(V x) =>
        Avx.IsSupported ? Avx.RoundToNearestInteger(x) : Join(F32x4.Round(x.GetLower()), F32x4.Round(x.GetUpper()));

    /// <inheritdoc cref="F32x4.Trunc"/>
    [MethodImpl(Inline)]
    public static V Trunc(V x) =>
        Avx.IsSupported ? Avx.RoundToZero(x) : Join(F32x4.Trunc(x.GetLower()), F32x4.Trunc(x.GetUpper()));

    /// <inheritdoc cref="F32x4.Sign"/>
    [MethodImpl(Inline)] public static V Sign(V x) => Select(Greater(x, Zero), Create(1f), Select(Less(x, Zero), Create(-1f), x));

    /// <summary>The first 4 lanes.</summary>
    [MethodImpl(Inline)] public static Vector128<float> Lower(V v) => v.GetLower();

    /// <summary>The last 4 lanes.</summary>
    [MethodImpl(Inline)] public static Vector128<float> Upper(V v) => v.GetUpper();

    /// <inheritdoc cref="F32x4.SumLanes"/>
    [MethodImpl(Inline)] public static float SumLanes(V v) => F32x4.SumLanes(v.GetLower() + v.GetUpper());

    /// <inheritdoc cref="F32x4.ProdLanes"/>
    [MethodImpl(Inline)] public static float ProdLanes(V v) => F32x4.ProdLanes(v.GetLower() * v.GetUpper());

    /// <inheritdoc cref="F32x4.MaxLanes"/>
    [MethodImpl(Inline)] public static float MaxLanes(V v) => F32x4.MaxLanes(F32x4.Max(v.GetLower(), v.GetUpper()));

    /// <inheritdoc cref="F32x4.MinLanes"/>
    [MethodImpl(Inline)] public static float MinLanes(V v) => F32x4.MinLanes(F32x4.Min(v.GetLower(), v.GetUpper()));

    /// <inheritdoc cref="F32x4.SwapNeighbours"/>
    [MethodImpl(Inline)]
    public static V SwapNeighbours(V v) =>
        Avx.IsSupported ? Avx.Permute(v, 0b10_11_00_01) : Join(F32x4.SwapNeighbours(v.GetLower()), F32x4.SwapNeighbours(v.GetUpper()));

    [MethodImpl(Inline)] static V Join(Vector128<float> lower, Vector128<float> upper) => Vector256.Create(lower, upper);
}
