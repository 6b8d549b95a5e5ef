using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Sixteen sums of int32, each fed by four products of bytes: AVX-512 BW.</summary>
/// <inheritdoc cref="DotX4" path="/remarks"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DotX16
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="DotX4.IsExact"/>
    public static bool IsExact { [MethodImpl(Inline)] get => false; }

    /// <inheritdoc cref="DotX4.Load"/>
    [MethodImpl(Inline)] public static Vector512<int> Load(ref int p, nint i) => Vector512.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Store"/>
    [MethodImpl(Inline)] public static void Store(Vector512<int> v, ref int p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Zero"/>
    public static Vector512<int> Zero { [MethodImpl(Inline)] get => Vector512<int>.Zero; }

    /// <inheritdoc cref="DotX4.Broadcast(ref byte, nint)"/>
    [MethodImpl(Inline)]
    public static Vector512<byte> Broadcast(ref byte p, nint i) => Same(ref p, i);

    /// <inheritdoc cref="DotX4.Same"/>
    [MethodImpl(Inline)]
    public static Vector512<byte> Same(ref byte p, nint i) => Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

    /// <inheritdoc cref="DotX4.Pair"/>
    [MethodImpl(Inline)]
    public static Vector512<short> Pair(ref short p, nint i) =>
        Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref p, i)))).AsInt16();

    /// <inheritdoc cref="DotX4.SignedTaps"/>
    public static int SignedTaps { [MethodImpl(Inline)] get => 1; }

    /// <inheritdoc cref="DotX4.FirstTaps(ref byte, nint, nint, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector512<short> FirstTaps(ref byte p, nint a, nint b, nint c, nint d) =>
        (I32x16.Load(ref p, a) | I32x16.Load(ref p, b) << 16).AsInt16();

    /// <inheritdoc cref="DotX4.FirstTaps(ref byte, nint, nint, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector512<short> FirstTaps(ref sbyte p, nint a, nint b, nint c, nint d) =>
        SignedPairs(ref p, a, b);

    /// <inheritdoc cref="DotX4.LastTaps(ref byte, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector512<short> LastTaps(ref byte p, nint c, nint d) =>
        (I32x16.Load(ref p, c) | I32x16.Load(ref p, d) << 16).AsInt16();

    /// <inheritdoc cref="DotX4.LastTaps(ref byte, nint, nint)"/>
    [MethodImpl(Inline)] public static Vector512<short> LastTaps(ref sbyte p, nint c, nint d) => SignedPairs(ref p, c, d);

    /// <inheritdoc cref="DotX4.LastTap(ref byte, nint)"/>
    [MethodImpl(Inline)] public static Vector512<short> LastTap(ref byte p, nint c) => I32x16.Load(ref p, c).AsInt16();

    /// <inheritdoc cref="DotX4.LastTap(ref byte, nint)"/>
    [MethodImpl(Inline)] public static Vector512<short> LastTap(ref sbyte p, nint c) => I32x16.Load(ref p, c).AsInt16();

    /// <inheritdoc cref="DotX4.DotTaps"/>
    [MethodImpl(Inline)]
    public static Vector512<int> DotTaps(Vector512<int> sum, Vector512<short> first, Vector512<short> last, Vector512<sbyte> w) =>
        DotWide(sum, first, last, First(w), Last(w));

    [MethodImpl(Inline)]
    static Vector512<short> SignedPairs(ref sbyte p, nint a, nint b) =>
        Vector512.ConditionalSelect(Vector512.Create(0xFFFF), I32x16.Load(ref p, a), I32x16.Load(ref p, b) << 16).AsInt16();

    /// <inheritdoc cref="DotX4.Weights"/>
    [MethodImpl(Inline)] public static Vector512<sbyte> Weights(ref sbyte p, nint i) => Vector512.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Dot"/>
    [MethodImpl(Inline)]
    public static Vector512<int> Dot(Vector512<int> sum, Vector512<byte> x, Vector512<sbyte> w) =>
        sum + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(x, w), Vector512.Create((short)1));

    /// <inheritdoc cref="DotX4.DotFours"/>
    [MethodImpl(Inline)]
    public static Vector512<int> DotFours(Vector512<int> sum, Vector512<byte> x, Vector512<sbyte> w, Vector512<byte> nextX, Vector512<sbyte> nextW) =>
        sum + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(x, w) + Avx512BW.MultiplyAddAdjacent(nextX, nextW),
            Vector512.Create((short)1));

    /// <inheritdoc cref="DotX4.DotWide"/>
    [MethodImpl(Inline)]
    public static Vector512<int> DotWide(Vector512<int> sum, Vector512<short> firstX, Vector512<short> lastX, Vector512<short> firstW,
        Vector512<short> lastW) =>
        sum + Avx512BW.MultiplyAddAdjacent(firstX, firstW) + Avx512BW.MultiplyAddAdjacent(lastX, lastW);

    /// <inheritdoc cref="DotX4.First(Vector128{sbyte})"/>
    [MethodImpl(Inline)]
    public static Vector512<short> First(Vector512<sbyte> w) =>
        Vector512.ShiftRightArithmetic(Avx512BW.Shuffle(w.AsByte(), Each(0x01800080, 0x05800480, 0x09800880, 0x0D800C80)).AsInt16(), 8);

    /// <inheritdoc cref="DotX4.Last(Vector128{sbyte})"/>
    [MethodImpl(Inline)]
    public static Vector512<short> Last(Vector512<sbyte> w) =>
        Vector512.ShiftRightArithmetic(Avx512BW.Shuffle(w.AsByte(), Each(0x03800280, 0x07800680, 0x0B800A80, 0x0F800E80)).AsInt16(), 8);

    /// <summary>The same four numbers in each 128 bits.</summary>
    [MethodImpl(Inline)]
    static Vector512<byte> Each(int a, int b, int c, int d) => Vector512.Create(a, b, c, d, a, b, c, d, a, b, c, d, a, b, c, d).AsByte();
}
