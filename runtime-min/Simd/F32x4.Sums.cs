using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace EdgeCompile.Runtime;

// Sums whose products lie along the lanes: how they begin, what is left of a row that fills no vector, their end and their store.
public readonly partial struct F32x4
{
    /// <summary>The float that lies <paramref name="i"/> floats after <paramref name="p"/>, in the first lane; zeros in the others.</summary>
    [MethodImpl(Inline)] public static V LoadFirst(ref float p, nint i) => Vector128.CreateScalar(Unsafe.Add(ref p, i));

    /// <summary>
    /// Of the vector that starts <paramref name="i"/> floats after <paramref name="p"/> the last <paramref name="kept"/> lanes; zeros before them,
    /// whatever lies there.
    /// </summary>
    [MethodImpl(Inline)]
    public static V LoadLast(ref float p, nint i, int kept) =>
        Load(ref p, i) & Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(LastLanes.Masks), (nuint)(LastLanes.Most - Lanes + kept)).AsSingle();

    /// <summary>The sum of each vector's lanes, in the lane of its number.</summary>
    [MethodImpl(Inline)] public static V LaneSums(V v0, V v1, V v2, V v3) => AddNeighbours(AddNeighbours(v0, v1), AddNeighbours(v2, v3));

    /// <summary>
    /// Writes the lanes from <paramref name="first"/> on, each where it would lie if the first of all lay <paramref name="i"/> floats after
    /// <paramref name="p"/> and the others <paramref name="stride"/> floats apart.
    /// </summary>
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

    /// <summary>Of each four lanes, here and in the wider classes: a0+a1, a2+a3, b0+b1, b2+b3.</summary>
    [MethodImpl(Inline)]
    internal static V AddNeighbours(V a, V b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00) + Sse.Shuffle(a, b, 0b11_01_11_01)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.AddPairwise(a, b)
        : Evens(a, b) + Evens(SwapNeighbours(a), SwapNeighbours(b));

    [MethodImpl(Inline)]
    static V Evens(V a, V b) => Select(Vector128.Create(-1, -1, 0, 0).AsSingle(),
        Vector128.Shuffle(a, Vector128.Create(0, 2, 0, 2)), Vector128.Shuffle(b, Vector128.Create(0, 2, 0, 2)));
}
