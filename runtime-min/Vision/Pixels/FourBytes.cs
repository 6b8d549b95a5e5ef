using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Rgba32 and Bgra32.</summary>
readonly unsafe struct FourBytes : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x) =>
        Widen(Unsafe.ReadUnaligned<uint>(in Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), (nint)x * 4)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes ReadEight(byte* pixels, byte* chroma, Vector256<int> x) => Planes.Unpack(Avx2.GatherVector256((int*)pixels, x, 4));

    /// <summary>The four bytes of a little-endian word as floats, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Widen(uint bytes) =>
        Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32());
}
