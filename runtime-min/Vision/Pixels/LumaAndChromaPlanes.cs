using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Nv12.</summary>
readonly unsafe struct LumaAndChromaPlanes : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x)
    {
        ref var chroma = ref Unsafe.Add(ref Unsafe.AsRef(in row.Chroma), x & ~1);
        return Yuv.ToRgb(Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), x), chroma, Unsafe.Add(ref chroma, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes ReadEight(byte* pixels, byte* chroma, Vector256<int> x)
    {
        var luma = Avx2.GatherVector256((int*)pixels, x, 1);
        var pair = Avx2.GatherVector256((int*)chroma, x & Vector256.Create(~1), 1);
        return Yuv.ToRgb(Planes.Byte(luma), Planes.Byte(pair), Planes.Byte(pair >> 8));
    }
}
