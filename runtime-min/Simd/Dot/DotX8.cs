using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Eight sums of int32, each fed by four products of bytes: AVX2, and AVX-VNNI where the machine has it.</summary>
/// <inheritdoc cref="DotX4" path="/remarks"/>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DotX8
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <inheritdoc cref="DotX4.IsExact"/>
    public static bool IsExact { [MethodImpl(Inline)] get => Vnni.IsSupported; }

    /// <inheritdoc cref="DotX4.Load"/>
    [MethodImpl(Inline)] public static Vector256<int> Load(ref int p, nint i) => Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Store"/>
    [MethodImpl(Inline)] public static void Store(Vector256<int> v, ref int p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Zero"/>
    public static Vector256<int> Zero { [MethodImpl(Inline)] get => Vector256<int>.Zero; }

    /// <inheritdoc cref="DotX4.Broadcast(ref byte, nint)"/>
    [MethodImpl(Inline)]
    public static Vector256<byte> Broadcast(ref byte p, nint i) => Same(ref p, i);

    /// <inheritdoc cref="DotX4.Same"/>
    [MethodImpl(Inline)]
    public static Vector256<byte> Same(ref byte p, nint i) => Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

    /// <inheritdoc cref="DotX4.Pair"/>
    [MethodImpl(Inline)]
    public static Vector256<short> Pair(ref short p, nint i) =>
        Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref p, i)))).AsInt16();

    /// <inheritdoc cref="DotX4.SignedTaps"/>
    public static int SignedTaps { [MethodImpl(Inline)] get => IsExact ? 0 : 1; }

    /// <inheritdoc cref="DotX4.FirstTaps(ref byte, nint, nint, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector256<short> FirstTaps(ref byte p, nint a, nint b, nint c, nint d) =>
        IsExact ? Quads(ref p, a, b, c, d).AsInt16() : (I32x8.Load(ref p, a) | I32x8.Load(ref p, b) << 16).AsInt16();

    /// <inheritdoc cref="DotX4.FirstTaps(ref byte, nint, nint, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector256<short> FirstTaps(ref sbyte p, nint a, nint b, nint c, nint d) =>
        IsExact ? Shift(Quads(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d)).AsInt16() : SignedPairs(ref p, a, b);

    /// <inheritdoc cref="DotX4.LastTaps(ref byte, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector256<short> LastTaps(ref byte p, nint c, nint d) =>
        IsExact ? default : (I32x8.Load(ref p, c) | I32x8.Load(ref p, d) << 16).AsInt16();

    /// <inheritdoc cref="DotX4.LastTaps(ref byte, nint, nint)"/>
    [MethodImpl(Inline)] public static Vector256<short> LastTaps(ref sbyte p, nint c, nint d) => IsExact ? default : SignedPairs(ref p, c, d);

    /// <inheritdoc cref="DotX4.LastTap(ref byte, nint)"/>
    [MethodImpl(Inline)] public static Vector256<short> LastTap(ref byte p, nint c) => IsExact ? default : I32x8.Load(ref p, c).AsInt16();

    /// <inheritdoc cref="DotX4.LastTap(ref byte, nint)"/>
    [MethodImpl(Inline)] public static Vector256<short> LastTap(ref sbyte p, nint c) => IsExact ? default : I32x8.Load(ref p, c).AsInt16();

    /// <inheritdoc cref="DotX4.DotTaps"/>
    [MethodImpl(Inline)]
    public static Vector256<int> DotTaps(Vector256<int> sum, Vector256<short> first, Vector256<short> last, Vector256<sbyte> w) =>
        IsExact ? Dot(sum, first.AsByte(), w) : DotWide(sum, first, last, First(w), Last(w));

    [MethodImpl(Inline)]
    static Vector256<short> SignedPairs(ref sbyte p, nint a, nint b) =>
        Vector256.ConditionalSelect(Vector256.Create(0xFFFF), I32x8.Load(ref p, a), I32x8.Load(ref p, b) << 16).AsInt16();

    /// <summary>Bytes of eight neighbouring channels at four places, by channel.</summary>
    [MethodImpl(Inline)]
    public static Vector256<byte> Quads(ref byte p, nint a, nint b, nint c, nint d)
    {
        var ab = Interleave.Lower(Eight(ref p, a), Eight(ref p, b)).AsInt16();
        var cd = Interleave.Lower(Eight(ref p, c), Eight(ref p, d)).AsInt16();
        return Vector256.Create(Interleave.Lower(ab, cd), Interleave.Upper(ab, cd)).AsByte();
    }

    /// <inheritdoc cref="DotX4.Weights"/>
    [MethodImpl(Inline)] public static Vector256<sbyte> Weights(ref sbyte p, nint i) => Vector256.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Dot"/>
    [MethodImpl(Inline)]
    public static Vector256<int> Dot(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) =>
        Vnni.IsSupported ? Vnni.Dot(sum, x, w) : DotPairs(sum, x, w);

    /// <summary><see cref="Dot"/> by AVX2 alone.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> DotPairs(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) =>
        sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, w), Vector256.Create((short)1));

    /// <inheritdoc cref="DotX4.DotFours"/>
    [MethodImpl(Inline)]
    public static Vector256<int> DotFours(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w, Vector256<byte> nextX, Vector256<sbyte> nextW) =>
        sum + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, w) + Avx2.MultiplyAddAdjacent(nextX, nextW), Vector256.Create((short)1));

    /// <inheritdoc cref="DotX4.DotWide"/>
    [MethodImpl(Inline)]
    public static Vector256<int> DotWide(Vector256<int> sum, Vector256<short> firstX, Vector256<short> lastX, Vector256<short> firstW,
        Vector256<short> lastW) =>
        sum + Avx2.MultiplyAddAdjacent(firstX, firstW) + Avx2.MultiplyAddAdjacent(lastX, lastW);

    /// <inheritdoc cref="DotX4.First(Vector128{sbyte})"/>
    [MethodImpl(Inline)]
    public static Vector256<short> First(Vector256<sbyte> w) =>
        Vector256.ShiftRightArithmetic(Avx2.Shuffle(w.AsByte(), Each(0x01800080, 0x05800480, 0x09800880, 0x0D800C80)).AsInt16(), 8);

    /// <inheritdoc cref="DotX4.Last(Vector128{sbyte})"/>
    [MethodImpl(Inline)]
    public static Vector256<short> Last(Vector256<sbyte> w) =>
        Vector256.ShiftRightArithmetic(Avx2.Shuffle(w.AsByte(), Each(0x03800280, 0x07800680, 0x0B800A80, 0x0F800E80)).AsInt16(), 8);

    /// <summary>The same four numbers in each 128 bits.</summary>
    [MethodImpl(Inline)]
    static Vector256<byte> Each(int a, int b, int c, int d) => Vector256.Create(a, b, c, d, a, b, c, d).AsByte();

    [MethodImpl(Inline)] static Vector256<byte> Shift(Vector256<byte> x) => x ^ Vector256.Create((byte)0x80);

    [MethodImpl(Inline)]
    static Vector128<byte> Eight(ref byte p, nint i) => Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref p, i))).AsByte();
}
