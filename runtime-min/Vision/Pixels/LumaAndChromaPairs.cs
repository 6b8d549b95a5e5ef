using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Yuyv.</summary>
readonly unsafe struct LumaAndChromaPairs : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x)
    {
        ref var pair = ref Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), (nint)(x >> 1) * 4);
        return Yuv.ToRgb(Unsafe.Add(ref pair, (x & 1) * 2), Unsafe.Add(ref pair, 1), Unsafe.Add(ref pair, 3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes ReadEight(byte* pixels, byte* chroma, Vector256<int> x)
    {
        var pair = Avx2.GatherVector256((int*)pixels, x >> 1, 4);
        var luma = Avx2.ShiftRightLogicalVariable(pair, ((x & Vector256<int>.One) << 4).AsUInt32());
        return Yuv.ToRgb(Planes.Byte(luma), Planes.Byte(pair >> 8), Planes.Byte(pair >> 24));
    }
}
