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
    public static Vector512<byte> Broadcast(ref byte p, nint i) => Vector512.Create(Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref p, i))).AsByte();

    /// <inheritdoc cref="DotX4.Broadcast(ref sbyte, nint)"/>
    [MethodImpl(Inline)]
    public static Vector512<byte> Broadcast(ref sbyte p, nint i) => Shift(Broadcast(ref Unsafe.As<sbyte, byte>(ref p), i));

    /// <summary>Activations of sixteen neighbouring channels at four places, by channel.</summary>
    [MethodImpl(Inline)]
    public static Vector512<byte> Quads(ref byte p, nint a, nint b, nint c, nint d)
    {
        Vector128<byte> va = Sixteen(ref p, a), vb = Sixteen(ref p, b), vc = Sixteen(ref p, c), vd = Sixteen(ref p, d);
        Vector128<short> ab = Interleave.Lower(va, vb).AsInt16(), cd = Interleave.Lower(vc, vd).AsInt16();
        Vector128<short> ab8 = Interleave.Upper(va, vb).AsInt16(), cd8 = Interleave.Upper(vc, vd).AsInt16();
        return Vector512.Create(
            Vector256.Create(Interleave.Lower(ab, cd), Interleave.Upper(ab, cd)),
            Vector256.Create(Interleave.Lower(ab8, cd8), Interleave.Upper(ab8, cd8))).AsByte();
    }

    /// <summary>The same plus 128.</summary>
    [MethodImpl(Inline)]
    public static Vector512<byte> Quads(ref sbyte p, nint a, nint b, nint c, nint d) => Shift(Quads(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d));

    /// <inheritdoc cref="DotX4.Weights"/>
    [MethodImpl(Inline)] public static Vector512<sbyte> Weights(ref sbyte p, nint i) => Vector512.LoadUnsafe(ref Unsafe.Add(ref p, i));

    /// <inheritdoc cref="DotX4.Dot"/>
    [MethodImpl(Inline)]
    public static Vector512<int> Dot(Vector512<int> sum, Vector512<byte> x, Vector512<sbyte> w) =>
        sum + Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(x, w), Vector512.Create((short)1));

    /// <inheritdoc cref="DotX4.DotWide"/>
    [MethodImpl(Inline)]
    public static Vector512<int> DotWide(Vector512<int> sum, Vector512<short> evenX, Vector512<short> oddX, Vector512<short> evenW, Vector512<short> oddW) =>
        sum + Avx512BW.MultiplyAddAdjacent(evenX, evenW) + Avx512BW.MultiplyAddAdjacent(oddX, oddW);

    /// <inheritdoc cref="DotX4.DotAny"/>
    [MethodImpl(Inline)]
    public static Vector512<int> DotAny(Vector512<int> sum, Vector512<byte> x, Vector512<sbyte> w) =>
        IsExact ? Dot(sum, x, w) : DotWide(sum, Even(x), Odd(x), Even(w), Odd(w));

    /// <inheritdoc cref="DotX4.Even(Vector128{byte})"/>
    [MethodImpl(Inline)] public static Vector512<short> Even(Vector512<byte> x) => x.AsInt16() & Vector512.Create((short)0xFF);

    /// <inheritdoc cref="DotX4.Odd(Vector128{byte})"/>
    [MethodImpl(Inline)] public static Vector512<short> Odd(Vector512<byte> x) => Vector512.ShiftRightLogical(x.AsInt16(), 8);

    /// <inheritdoc cref="DotX4.Even(Vector128{sbyte})"/>
    [MethodImpl(Inline)] public static Vector512<short> Even(Vector512<sbyte> w) => Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(w.AsInt16(), 8), 8);

    /// <inheritdoc cref="DotX4.Odd(Vector128{sbyte})"/>
    [MethodImpl(Inline)] public static Vector512<short> Odd(Vector512<sbyte> w) => Vector512.ShiftRightArithmetic(w.AsInt16(), 8);

    [MethodImpl(Inline)] static Vector512<byte> Shift(Vector512<byte> x) => x ^ Vector512.Create((byte)0x80);

    [MethodImpl(Inline)] static Vector128<byte> Sixteen(ref byte p, nint i) => Vector128.LoadUnsafe(ref Unsafe.Add(ref p, i));
}
