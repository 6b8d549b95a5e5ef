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
    public static Vector256<byte> Broadcast(ref byte p, nint i) => Vector256.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

    /// <inheritdoc cref="DotX4.Broadcast(ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static Vector256<byte> Broadcast(ref sbyte p, nint i) => Shift(Broadcast(ref Unsafe.As<sbyte, byte>(ref p), i));

    /// <summary>Activations of eight neighbouring channels at four places, by channel.</summary>
    [MethodImpl(Inline)]
    public static Vector256<byte> Quads(ref byte p, nint a, nint b, nint c, nint d)
    {
        var ab = Interleave.Lower(Eight(ref p, a), Eight(ref p, b)).AsInt16();
        var cd = Interleave.Lower(Eight(ref p, c), Eight(ref p, d)).AsInt16();
        return Vector256.Create(Interleave.Lower(ab, cd), Interleave.Upper(ab, cd)).AsByte();
    }

    /// <summary>The same plus 128.</summary>
    [MethodImpl(Inline)]
    public static Vector256<byte> Quads(ref sbyte p, nint a, nint b, nint c, nint d) => Shift(Quads(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d));

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

    /// <inheritdoc cref="DotX4.DotWide"/>
    [MethodImpl(Inline)]
    public static Vector256<int> DotWide(Vector256<int> sum, Vector256<short> evenX, Vector256<short> oddX, Vector256<short> evenW, Vector256<short> oddW) =>
        sum + Avx2.MultiplyAddAdjacent(evenX, evenW) + Avx2.MultiplyAddAdjacent(oddX, oddW);

    /// <inheritdoc cref="DotX4.DotAny"/>
    [MethodImpl(Inline)]
    public static Vector256<int> DotAny(Vector256<int> sum, Vector256<byte> x, Vector256<sbyte> w) =>
        IsExact ? Dot(sum, x, w) : DotWide(sum, Even(x), Odd(x), Even(w), Odd(w));

    /// <inheritdoc cref="DotX4.Even(Vector128{byte})"/>
    [MethodImpl(Inline)] public static Vector256<short> Even(Vector256<byte> x) => x.AsInt16() & Vector256.Create((short)0xFF);

    /// <inheritdoc cref="DotX4.Odd(Vector128{byte})"/>
    [MethodImpl(Inline)] public static Vector256<short> Odd(Vector256<byte> x) => Vector256.ShiftRightLogical(x.AsInt16(), 8);

    /// <inheritdoc cref="DotX4.Even(Vector128{sbyte})"/>
    [MethodImpl(Inline)] public static Vector256<short> Even(Vector256<sbyte> w) => Vector256.ShiftRightArithmetic(Vector256.ShiftLeft(w.AsInt16(), 8), 8);

    /// <inheritdoc cref="DotX4.Odd(Vector128{sbyte})"/>
    [MethodImpl(Inline)] public static Vector256<short> Odd(Vector256<sbyte> w) => Vector256.ShiftRightArithmetic(w.AsInt16(), 8);

    [MethodImpl(Inline)] static Vector256<byte> Shift(Vector256<byte> x) => x ^ Vector256.Create((byte)0x80);

    [MethodImpl(Inline)]
    static Vector128<byte> Eight(ref byte p, nint i) => Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.Add(ref p, i))).AsByte();
}
