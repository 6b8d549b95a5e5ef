using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.Wasm;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Four sums of int32, each fed by four products of an unsigned activation with a signed weight: SSSE3, NEON, WebAssembly.</summary>
/// <remarks>
/// Activations are unsigned: int8 ones are shifted by 128 before they are multiplied. (On Arm with dot products it is the other way round, see
/// <see cref="Signed"/>.) <see cref="Dot"/> is exact where no pair of products leaves int16, which the compiler proves from the weights;
/// <see cref="DotWide"/> is exact always.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DotX4
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>1 where activations are held signed, as sdot takes them, and uint8 ones are shifted by -128; else 0.</summary>
    public static int Signed { [MethodImpl(Inline)] get => Dp.IsSupported ? 1 : 0; }

    /// <summary>Whether <see cref="Dot"/> is exact for any weights on this machine.</summary>
    public static bool IsExact { [MethodImpl(Inline)] get => !Ssse3.IsSupported; }

    /// <summary>Sums from element <paramref name="i"/> on.</summary>
    [MethodImpl(Inline)] public static Vector128<int> Load(ref int p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <summary>Stores sums from element <paramref name="i"/> on.</summary>
    [MethodImpl(Inline)] public static void Store(Vector128<int> v, ref int p, nint i) => v.StoreUnsafe(ref Unsafe.Add(ref p, i));

    /// <summary>No sum yet.</summary>
    public static Vector128<int> Zero { [MethodImpl(Inline)] get => Vector128<int>.Zero; }

    /// <summary>Four neighbouring activations, the same in each lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<byte> Broadcast(ref byte p, nint i) => Signed == 1 ? Shift(Same(ref p, i)) : Same(ref p, i);

    /// <summary>Four neighbouring bytes as they lie, the same in each lane: activations that are ready to be multiplied.</summary>
    [MethodImpl(Inline)]
    public static Vector128<byte> Same(ref byte p, nint i) => Vector128.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

    /// <summary>Two neighbouring activations of int16, the same in each lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<short> Pair(ref short p, nint i) =>
        Vector128.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref p, i)))).AsInt16();

    /// <summary>Makes int8 activations ready to be multiplied: plus 128, or as they are where <see cref="Signed"/> is 1.</summary>
    /// <param name="x">The first activation.</param>
    /// <param name="ready">Where to put it.</param>
    /// <param name="count">How many there are.</param>
    public static void Prepare(ref sbyte x, ref byte ready, int count) =>
        Activations.Flip(ref Unsafe.As<sbyte, byte>(ref x), ref ready, count, (byte)(Signed == 1 ? 0 : 0x80));

    /// <summary>Writes unsigned activations as int16, as <see cref="Pair"/> reads them.</summary>
    /// <param name="x">The first activation.</param>
    /// <param name="wide">Where to put it.</param>
    /// <param name="count">How many there are.</param>
    public static void Widen(ref byte x, ref short wide, int count) => Activations.Widen(ref x, ref wide, count);

    /// <summary>
    /// Writes what a zero point takes from sums, <c>-zero * sum of w</c>; behind that, the same where activations are multiplied signed, and the
    /// zero point is less by 128.
    /// </summary>
    /// <param name="weights">The sum of each channel's weights.</param>
    /// <param name="zero">The zero point of activations in 0 … 255.</param>
    /// <param name="starts">Where to put it; twice as many as there are channels.</param>
    /// <param name="channels">How many there are, a multiple of four.</param>
    public static void Starts(ref int weights, int zero, ref int starts, int channels)
    {
        for (var i = 0; i < channels; i += Vector128<int>.Count)
        {
            var sum = Load(ref weights, i);
            var start = sum * Vector128.Create(-zero);
            Store(start, ref starts, i);
            Store(start + (sum << 7), ref starts, channels + i);
        }
    }

    /// <summary>1 where <see cref="FirstTaps(ref sbyte, nint, nint, nint, nint)"/> holds int8 activations as they are, 0 where it adds 128.</summary>
    public static int SignedTaps { [MethodImpl(Inline)] get => 1; }

    /// <summary>
    /// Activations of neighbouring channels at the first two of four places, by channel, as int16; all four as bytes where
    /// <see cref="DotTaps"/> takes bytes.
    /// </summary>
    [MethodImpl(Inline)]
    public static Vector128<short> FirstTaps(ref byte p, nint a, nint b, nint c, nint d) =>
        Dp.IsSupported ? Shift(Quads(ref p, a, b, c, d)).AsInt16() : (I32x4.Load(ref p, a) | I32x4.Load(ref p, b) << 16).AsInt16();

    /// <inheritdoc cref="FirstTaps(ref byte, nint, nint, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector128<short> FirstTaps(ref sbyte p, nint a, nint b, nint c, nint d) =>
        Dp.IsSupported ? Quads(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d).AsInt16() : SignedPairs(ref p, a, b);

    /// <summary>The same at the last two places; nothing where <see cref="FirstTaps(ref byte, nint, nint, nint, nint)"/> has them already.</summary>
    [MethodImpl(Inline)]
    public static Vector128<short> LastTaps(ref byte p, nint c, nint d) =>
        Dp.IsSupported ? default : (I32x4.Load(ref p, c) | I32x4.Load(ref p, d) << 16).AsInt16();

    /// <inheritdoc cref="LastTaps(ref byte, nint, nint)"/>
    [MethodImpl(Inline)]
    public static Vector128<short> LastTaps(ref sbyte p, nint c, nint d) => Dp.IsSupported ? default : SignedPairs(ref p, c, d);

    /// <summary>The same where the fourth place has a weight of zero.</summary>
    [MethodImpl(Inline)] public static Vector128<short> LastTap(ref byte p, nint c) => Dp.IsSupported ? default : I32x4.Load(ref p, c).AsInt16();

    /// <inheritdoc cref="LastTap(ref byte, nint)"/>
    [MethodImpl(Inline)] public static Vector128<short> LastTap(ref sbyte p, nint c) => Dp.IsSupported ? default : I32x4.Load(ref p, c).AsInt16();

    /// <summary>sum + x0*w0 + x1*w1 + x2*w2 + x3*w3 for any weights, of activations as <c>FirstTaps</c> and <c>LastTaps</c> give them.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> DotTaps(Vector128<int> sum, Vector128<short> first, Vector128<short> last, Vector128<sbyte> w) =>
        Dp.IsSupported ? Dp.DotProduct(sum, first.AsSByte(), w) : DotWide(sum, first, last, First(w), Last(w));

    [MethodImpl(Inline)]
    static Vector128<short> SignedPairs(ref sbyte p, nint a, nint b) =>
        Vector128.ConditionalSelect(Vector128.Create(0xFFFF), I32x4.Load(ref p, a), I32x4.Load(ref p, b) << 16).AsInt16();

    /// <summary>Bytes of four neighbouring channels at four places, by channel.</summary>
    [MethodImpl(Inline)]
    public static Vector128<byte> Quads(ref byte p, nint a, nint b, nint c, nint d)
    {
        var ab = Interleave.Lower(Four(ref p, a), Four(ref p, b)).AsInt16();
        var cd = Interleave.Lower(Four(ref p, c), Four(ref p, d)).AsInt16();
        return Interleave.Lower(ab, cd).AsByte();
    }

    /// <summary>Four weights for each lane.</summary>
    [MethodImpl(Inline)] public static Vector128<sbyte> Weights(ref sbyte p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <summary>sum + x0*w0 + x1*w1 + x2*w2 + x3*w3 where neither x0*w0 + x1*w1 nor x2*w2 + x3*w3 leaves int16.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> Dot(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w) =>
        Dp.IsSupported ? Dp.DotProduct(sum, x.AsSByte(), w)
        : Ssse3.IsSupported ? sum + Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(x, w), Vector128.Create((short)1))
        : DotWide(sum, First(x), Last(x), First(w), Last(w));

    /// <summary>
    /// sum + x0*w0 + … + x3*w3 + the same of the quad behind it, where neither the first two products of both quads together nor the last two can
    /// leave int16.
    /// </summary>
    [MethodImpl(Inline)]
    public static Vector128<int> DotFours(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w, Vector128<byte> nextX, Vector128<sbyte> nextW) =>
        Ssse3.IsSupported
            ? sum + Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(x, w) + Ssse3.MultiplyAddAdjacent(nextX, nextW), Vector128.Create((short)1))
            : Dot(Dot(sum, x, w), nextX, nextW);

    /// <summary>sum + x0*w0 + x1*w1 + x2*w2 + x3*w3 of activations and weights split into the first two of each lane and the last two.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> DotWide(Vector128<int> sum, Vector128<short> firstX, Vector128<short> lastX, Vector128<short> firstW,
        Vector128<short> lastW) =>
        sum + MultiplyAddPairs(firstX, firstW) + MultiplyAddPairs(lastX, lastW);

    /// <summary>The first two weights of each lane, as int16.</summary>
    [MethodImpl(Inline)]
    public static Vector128<short> First(Vector128<sbyte> w) =>
        Vector128.ShiftRightArithmetic(Vector128.Shuffle(w.AsByte(),
            Vector128.Create((byte)16, 0, 16, 1, 16, 4, 16, 5, 16, 8, 16, 9, 16, 12, 16, 13)).AsInt16(), 8);

    /// <summary>The last two weights of each lane, as int16.</summary>
    [MethodImpl(Inline)]
    public static Vector128<short> Last(Vector128<sbyte> w) =>
        Vector128.ShiftRightArithmetic(Vector128.Shuffle(w.AsByte(),
            Vector128.Create((byte)16, 2, 16, 3, 16, 6, 16, 7, 16, 10, 16, 11, 16, 14, 16, 15)).AsInt16(), 8);

    /// <summary>The first two activations of each lane, as int16.</summary>
    [MethodImpl(Inline)]
    static Vector128<short> First(Vector128<byte> x) =>
        Vector128.Shuffle(x, Vector128.Create((byte)0, 16, 1, 16, 4, 16, 5, 16, 8, 16, 9, 16, 12, 16, 13, 16)).AsInt16();

    /// <summary>The last two activations of each lane, as int16.</summary>
    [MethodImpl(Inline)]
    static Vector128<short> Last(Vector128<byte> x) =>
        Vector128.Shuffle(x, Vector128.Create((byte)2, 16, 3, 16, 6, 16, 7, 16, 10, 16, 11, 16, 14, 16, 15, 16)).AsInt16();

    [MethodImpl(Inline)] static Vector128<byte> Shift(Vector128<byte> x) => x ^ Vector128.Create((byte)0x80);

    [MethodImpl(Inline)]
    static Vector128<byte> Four(ref byte p, nint i) => Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

    /// <summary>a0*b0 + a1*b1 for each pair: pmaddwd, or what it is defined as.</summary>
    [MethodImpl(Inline)]
    internal static Vector128<int> MultiplyAddPairs(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported) return Sse2.MultiplyAddAdjacent(a, b);
        if (PackedSimd.IsSupported) return PackedSimd.Dot(a, b);
        if (AdvSimd.Arm64.IsSupported)
            return AdvSimd.Arm64.AddPairwise(AdvSimd.MultiplyWideningLower(a.GetLower(), b.GetLower()), AdvSimd.MultiplyWideningUpper(a, b));
        return PortableDot.MultiplyAddPairs(a, b);
    }
}
