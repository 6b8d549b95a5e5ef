using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x8
{
    /// <inheritdoc cref="F32x4.LoadFirst"/>
    [MethodImpl(Inline)] public static V LoadFirst(ref float p, nint i) => Vector256.CreateScalar(Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.LoadLast"/>
    [MethodImpl(Inline)]
    public static V LoadLast(ref float p, nint i, int kept) =>
        Load(ref p, i) & Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(LastLanes.Masks), (nuint)(LastLanes.Most - Lanes + kept)).AsSingle();

    /// <inheritdoc cref="F32x4.LaneSums"/>
    [MethodImpl(Inline)]
    public static V LaneSums(V v0, V v1, V v2, V v3, V v4, V v5, V v6, V v7) => AddQuads(
        AddNeighbours(AddNeighbours(v0, v1), AddNeighbours(v2, v3)), AddNeighbours(AddNeighbours(v4, v5), AddNeighbours(v6, v7)));

    /// <inheritdoc cref="F32x4.StoreFrom"/>
    [MethodImpl(Inline)]
    public static void StoreFrom(V v, ref float p, nint i, nint stride, int first)
    {
        if (first > 0) StoreEach(v, ref Unsafe.Add(ref p, i), stride, first);
        else if (stride == 1) Store(v, ref p, i);
        else Scatter(v, ref p, i, stride);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void StoreEach(V v, ref float p, nint stride, int first)
    {
        for (var lane = first; lane < Lanes; lane++) Unsafe.Add(ref p, lane * stride) = v.GetElement(lane);
    }

    [MethodImpl(Inline)]
    internal static V AddNeighbours(V a, V b) =>
        Avx.IsSupported ? Avx.Shuffle(a, b, 0b10_00_10_00) + Avx.Shuffle(a, b, 0b11_01_11_01)
        : Vector256.Create(F32x4.AddNeighbours(a.GetLower(), b.GetLower()), F32x4.AddNeighbours(a.GetUpper(), b.GetUpper()));

    /// <summary>Sums of neighbouring quads: a0+a1, b0+b1.</summary>
    [MethodImpl(Inline)]
    internal static V AddQuads(V a, V b) =>
        Avx.IsSupported ? Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31)
        : Vector256.Create(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper());
}
