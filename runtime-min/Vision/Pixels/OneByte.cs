using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Gray8.</summary>
readonly unsafe struct OneByte : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x) => Vector128.Create((float)Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Planes ReadEight(byte* pixels, byte* chroma, Vector256<int> x)
    {
        var gray = Planes.Byte(Avx2.GatherVector256((int*)pixels, x, 1));
        return new(gray, gray, gray);
    }
}
