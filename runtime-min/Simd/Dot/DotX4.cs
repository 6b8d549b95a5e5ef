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
/// Activations are unsigned: int8 ones are shifted by 128 as they are loaded. (On Arm with dot products it is the other way round, see
/// <see cref="Signed"/>.) <see cref="Dot"/> is exact where no pair of products leaves int16, which the compiler proves from the weights;
/// <see cref="DotWide"/> is exact always.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DotX4
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>1 where activations are held signed, as sdot takes them, and uint8 ones are shifted by -128; else 0.</summary>
    public static nint Signed { [MethodImpl(Inline)] get => Dp.IsSupported ? 1 : 0; }

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

    /// <summary>Four neighbouring activations plus 128, the same in each lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<byte> Broadcast(ref sbyte p, nint i) =>
        Signed == 1 ? Same(ref Unsafe.As<sbyte, byte>(ref p), i) : Shift(Same(ref Unsafe.As<sbyte, byte>(ref p), i));

    /// <summary>Activations of four neighbouring channels at four places, by channel: what a depthwise product takes.</summary>
    [MethodImpl(Inline)]
    public static Vector128<byte> Quads(ref byte p, nint a, nint b, nint c, nint d) =>
        Signed == 1 ? Shift(Gather(ref p, a, b, c, d)) : Gather(ref p, a, b, c, d);

    /// <summary>The same plus 128.</summary>
    [MethodImpl(Inline)]
    public static Vector128<byte> Quads(ref sbyte p, nint a, nint b, nint c, nint d) => Signed == 1
        ? Gather(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d)
        : Shift(Gather(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d));

    [MethodImpl(Inline)]
    static Vector128<byte> Gather(ref byte p, nint a, nint b, nint c, nint d)
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
        : DotWide(sum, Even(x), Odd(x), Even(w), Odd(w));

    /// <summary>sum + x0*w0 + x2*w2 + x1*w1 + x3*w3 of activations and weights split into even and odd ones.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> DotWide(Vector128<int> sum, Vector128<short> evenX, Vector128<short> oddX, Vector128<short> evenW, Vector128<short> oddW) =>
        sum + MultiplyAddPairs(evenX, evenW) + MultiplyAddPairs(oddX, oddW);

    /// <summary>sum + x0*w0 + x1*w1 + x2*w2 + x3*w3 for any weights, by <see cref="Dot"/> where that is exact.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> DotAny(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w) =>
        IsExact ? Dot(sum, x, w) : DotWide(sum, Even(x), Odd(x), Even(w), Odd(w));

    /// <summary>The first and third activation of each lane, as int16.</summary>
    [MethodImpl(Inline)] public static Vector128<short> Even(Vector128<byte> x) => x.AsInt16() & Vector128.Create((short)0xFF);

    /// <summary>The second and fourth activation of each lane, as int16.</summary>
    [MethodImpl(Inline)] public static Vector128<short> Odd(Vector128<byte> x) => Vector128.ShiftRightLogical(x.AsInt16(), 8);

    /// <summary>The first and third weight of each lane, as int16.</summary>
    [MethodImpl(Inline)] public static Vector128<short> Even(Vector128<sbyte> w) => Vector128.ShiftRightArithmetic(Vector128.ShiftLeft(w.AsInt16(), 8), 8);

    /// <summary>The second and fourth weight of each lane, as int16.</summary>
    [MethodImpl(Inline)] public static Vector128<short> Odd(Vector128<sbyte> w) => Vector128.ShiftRightArithmetic(w.AsInt16(), 8);

    [MethodImpl(Inline)] static Vector128<byte> Shift(Vector128<byte> x) => x ^ Vector128.Create((byte)0x80);

    [MethodImpl(Inline)]
    static Vector128<byte> Same(ref byte p, nint i) => Vector128.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

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
