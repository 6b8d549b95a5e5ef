using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x16
{
    /// <inheritdoc cref="F32x4.LoadFirst"/>
    [MethodImpl(Inline)] public static V LoadFirst(ref float p, nint i) => Vector512.CreateScalar(Unsafe.Add(ref p, i));

    /// <inheritdoc cref="F32x4.LoadLast"/>
    [MethodImpl(Inline)]
    public static V LoadLast(ref float p, nint i, int kept) =>
        Load(ref p, i) & Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(LastLanes.Masks), (nuint)(LastLanes.Most - Lanes + kept)).AsSingle();

    /// <inheritdoc cref="F32x4.LaneSums"/>
    [MethodImpl(Inline)]
    public static V LaneSums(V v0, V v1, V v2, V v3, V v4, V v5, V v6, V v7, V v8, V v9, V v10, V v11, V v12, V v13, V v14, V v15) => AddQuads(
        AddQuads(AddNeighbours(AddNeighbours(v0, v1), AddNeighbours(v2, v3)), AddNeighbours(AddNeighbours(v4, v5), AddNeighbours(v6, v7))),
        AddQuads(AddNeighbours(AddNeighbours(v8, v9), AddNeighbours(v10, v11)), AddNeighbours(AddNeighbours(v12, v13), AddNeighbours(v14, v15))));

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
    static V AddNeighbours(V a, V b) =>
        Avx512F.IsSupported ? Avx512F.Shuffle(a, b, 0b10_00_10_00) + Avx512F.Shuffle(a, b, 0b11_01_11_01)
        : Join(F32x8.AddNeighbours(a.GetLower(), b.GetLower()), F32x8.AddNeighbours(a.GetUpper(), b.GetUpper()));

    /// <summary>Sums of neighbouring quads: a0+a1, a2+a3, b0+b1, b2+b3.</summary>
    [MethodImpl(Inline)]
    static V AddQuads(V a, V b) =>
        Avx512F.IsSupported ? Avx512F.Shuffle4x128(a, b, 0b10_00_10_00) + Avx512F.Shuffle4x128(a, b, 0b11_01_11_01)
        : Join(F32x8.AddQuads(a.GetLower(), a.GetUpper()), F32x8.AddQuads(b.GetLower(), b.GetUpper()));
}
