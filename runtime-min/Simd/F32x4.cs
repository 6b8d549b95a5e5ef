using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;
using FmaIsa = System.Runtime.Intrinsics.X86.Fma;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace EdgeCompile.Runtime;

/// <summary>Four floats: SSE4.1 (with FMA where there is one), NEON, WebAssembly SIMD, or plain code elsewhere.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly partial struct F32x4 : ISimd<V>, ILanes<V>
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Floats per vector.</summary>
    public const int Lanes = 4;

    /// <summary>All lanes 0.</summary>
    public static V Zero { [MethodImpl(Inline)] get => V.Zero; }

    /// <summary>Reads the vector that starts <paramref name="i"/> floats after <paramref name="p"/>; needs no alignment.</summary>
    [MethodImpl(Inline)] public static V Load(ref float p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <summary>Writes the vector that starts <paramref name="i"/> floats after <paramref name="p"/>; needs no alignment.</summary>
    [MethodImpl(Inline)] public static void Store(V v, ref float p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <summary>The float that lies <paramref name="i"/> floats after <paramref name="p"/>, in every lane.</summary>
    [MethodImpl(Inline)] public static V Broadcast(ref float p, nint i) => Vector128.Create(Unsafe.Add(ref p, i));

    /// <summary><paramref name="value"/> in every lane.</summary>
    [MethodImpl(Inline)] public static V Create(float value) => Vector128.Create(value);

    /// <summary>a·b + c with one rounding where the machine has a fused instruction, with two elsewhere.</summary>
    [MethodImpl(Inline)]
    public static V Fma(V a, V b, V c) =>
        FmaIsa.IsSupported ? FmaIsa.MultiplyAdd(a, b, c) : AdvSimd.IsSupported ? AdvSimd.FusedMultiplyAdd(c, a, b) : a * b + c;

    /// <summary>The smaller lane. A NaN in <paramref name="a"/> is kept; on x86 one in <paramref name="b"/> alone yields a.</summary>
    [MethodImpl(Inline)]
    public static V Min(V a, V b) => Sse.IsSupported ? Sse.Min(b, a) : AdvSimd.IsSupported ? AdvSimd.Min(a, b) : Select(Less(b, a), b, a);

    /// <summary>
    /// The greater lane: Relu is Max(x, 0). A NaN in <paramref name="a"/> is kept; on x86 one in <paramref name="b"/> alone yields a.
    /// </summary>
    [MethodImpl(Inline)]
    public static V Max(V a, V b) => Sse.IsSupported ? Sse.Max(b, a) : AdvSimd.IsSupported ? AdvSimd.Max(a, b) : Select(Greater(b, a), b, a);

    /// <summary>|x|.</summary>
    [MethodImpl(Inline)] public static V Abs(V x) => x & Vector128.Create(int.MaxValue).AsSingle();

    /// <summary>-x.</summary>
    [MethodImpl(Inline)] public static V Negate(V x) => x ^ Vector128.Create(-0f);

    /// <summary>The square root, correctly rounded; NaN for a negative lane.</summary>
    [MethodImpl(Inline)] public static V Sqrt(V x) => Vector128.Sqrt(x);

    /// <summary>1/x, correctly rounded.</summary>
    [MethodImpl(Inline)] public static V Reciprocal(V x) => Vector128.Create(1f) / x;

    /// <summary>The greatest integer that is not above x.</summary>
    [MethodImpl(Inline)] public static V Floor(V x) => Vector128.Floor(x);

    /// <summary>The smallest integer that is not below x.</summary>
    [MethodImpl(Inline)] public static V Ceil(V x) => Vector128.Ceiling(x);

    /// <summary>The nearest integer, halves to even.</summary>
    [MethodImpl(Inline)]
    public static unsafe V Round(V x) =>
        Sse41.IsSupported ? Sse41.RoundToNearestInteger(x)
        : AdvSimd.IsSupported ? AdvSimd.RoundToNearest(x)
        : PackedSimd.IsSupported ? PackedSimd.RoundToNearest(x)
        : LaneByLane.Map(x, &MathF.Round);

    /// <summary>The integer part: rounded towards zero.</summary>
    [MethodImpl(Inline)]
    public static unsafe V Trunc(V x) =>
        Sse41.IsSupported ? Sse41.RoundToZero(x)
        : AdvSimd.IsSupported ? AdvSimd.RoundToZero(x)
        : PackedSimd.IsSupported ? PackedSimd.Truncate(x)
        : LaneByLane.Map(x, &MathF.Truncate);

    /// <summary>1, -1, or the lane itself where it is a zero or NaN.</summary>
    [MethodImpl(Inline)] public static V Sign(V x) => Select(Greater(x, Zero), Create(1f), Select(Less(x, Zero), Create(-1f), x));

    /// <summary>Lane <paramref name="i"/>, 0 to 3.</summary>
    [MethodImpl(Inline)] public static float Element(V v, int i) => v.GetElement(i);

    /// <summary>The sum of the lanes, as (0+2)+(1+3).</summary>
    [MethodImpl(Inline)]
    public static float SumLanes(V v)
    {
        v += SwapHalves(v);
        return (v + SwapNeighbours(v)).ToScalar();
    }

    /// <summary>The product of the lanes, as (0·2)·(1·3).</summary>
    [MethodImpl(Inline)]
    public static float ProdLanes(V v)
    {
        v *= SwapHalves(v);
        return (v * SwapNeighbours(v)).ToScalar();
    }

    /// <summary>The greatest lane; unspecified if a lane is NaN.</summary>
    [MethodImpl(Inline)]
    public static float MaxLanes(V v)
    {
        v = Max(v, SwapHalves(v));
        return Max(v, SwapNeighbours(v)).ToScalar();
    }

    /// <summary>The smallest lane; unspecified if a lane is NaN.</summary>
    [MethodImpl(Inline)]
    public static float MinLanes(V v)
    {
        v = Min(v, SwapHalves(v));
        return Min(v, SwapNeighbours(v)).ToScalar();
    }

    [MethodImpl(Inline)] static V SwapHalves(V v) => Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1));

    /// <summary>Lanes 0 and 1 exchanged, 2 and 3, and so on.</summary>
    [MethodImpl(Inline)] public static V SwapNeighbours(V v) => Vector128.Shuffle(v, Vector128.Create(1, 0, 3, 2));
}
