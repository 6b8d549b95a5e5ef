using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>Rgb24 and Bgr24.</summary>
readonly struct ThreeBytes : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x)
    {
        ref readonly var pixel = ref Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), (nint)x * 3);
        // Two loads, so that the last pixel is not read past.
        return FourBytes.Widen(Unsafe.ReadUnaligned<ushort>(in pixel) | (uint)Unsafe.Add(ref Unsafe.AsRef(in pixel), 2) << 16);
    }
}

/// <summary>Rgba32 and Bgra32.</summary>
readonly struct FourBytes : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x) =>
        Widen(Unsafe.ReadUnaligned<uint>(in Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), (nint)x * 4)));

    /// <summary>The four bytes of a little-endian word as floats, the lowest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Widen(uint bytes) =>
        Vector128.ConvertToSingle(Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(bytes).AsByte())).AsInt32());
}

/// <summary>Gray8.</summary>
readonly struct OneByte : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x) => Vector128.Create((float)Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), x));
}

/// <summary>Nv12.</summary>
readonly struct LumaAndChromaPlanes : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x)
    {
        ref var chroma = ref Unsafe.Add(ref Unsafe.AsRef(in row.Chroma), x & ~1);
        return Yuv.ToRgb(Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), x), chroma, Unsafe.Add(ref chroma, 1));
    }
}

/// <summary>Yuyv.</summary>
readonly struct LumaAndChromaPairs : IPixel
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Read(PixelRow row, int x)
    {
        ref var pair = ref Unsafe.Add(ref Unsafe.AsRef(in row.Pixels), (nint)(x >> 1) * 4);
        return Yuv.ToRgb(Unsafe.Add(ref pair, (x & 1) * 2), Unsafe.Add(ref pair, 1), Unsafe.Add(ref pair, 3));
    }
}
