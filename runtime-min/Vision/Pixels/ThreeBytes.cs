using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Rgb24 and Bgr24.</summary>
readonly unsafe struct ThreeBytes : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x)
    {
        ref readonly var pixel = ref Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), (nint)x * 3);
        // Two loads, so that the last pixel is not read past.
        return FourBytes.Widen(Unsafe.ReadUnaligned<ushort>(in pixel) | (uint)Unsafe.Add(ref Unsafe.AsRef(in pixel), 2) << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes ReadEight(byte* pixels, byte* chroma, Vector256<int> x) =>
        Planes.Unpack(Avx2.GatherVector256((int*)pixels, x + x + x, 1));
}
