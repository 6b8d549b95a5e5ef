using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Activations made ready for dot products, a stretch at a time.</summary>
static class Activations
{
    /// <summary>Copies bytes with some of their bits turned over.</summary>
    public static void Flip(ref byte x, ref byte to, int count, byte bits)
    {
        var i = 0;
        if (Vector256.IsHardwareAccelerated)
            for (; i <= count - Vector256<byte>.Count; i += Vector256<byte>.Count)
                (Vector256.LoadUnsafe(ref Unsafe.Add(ref x, i)) ^ Vector256.Create(bits)).StoreUnsafe(ref Unsafe.Add(ref to, i));
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
            (Vector128.LoadUnsafe(ref Unsafe.Add(ref x, i)) ^ Vector128.Create(bits)).StoreUnsafe(ref Unsafe.Add(ref to, i));
        for (; i < count; i++) Unsafe.Add(ref to, i) = (byte)(Unsafe.Add(ref x, i) ^ bits);
    }

    /// <summary>Copies bytes as int16.</summary>
    public static void Widen(ref byte x, ref short to, int count)
    {
        var i = 0;
        if (Avx2.IsSupported)
            for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
                Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref Unsafe.Add(ref x, i))).StoreUnsafe(ref Unsafe.Add(ref to, i));
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
        {
            var (lower, upper) = Vector128.Widen(Vector128.LoadUnsafe(ref Unsafe.Add(ref x, i)));
            lower.AsInt16().StoreUnsafe(ref Unsafe.Add(ref to, i));
            upper.AsInt16().StoreUnsafe(ref Unsafe.Add(ref to, i + Vector128<short>.Count));
        }
        for (; i < count; i++) Unsafe.Add(ref to, i) = Unsafe.Add(ref x, i);
    }
}
