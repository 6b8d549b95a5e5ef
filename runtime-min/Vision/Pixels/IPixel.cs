using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>Reads pixels of one format as floats from 0 to 255, channels in the order of the bytes.</summary>
unsafe interface IPixel
{
    /// <summary>One pixel: its three channels; the fourth lane is of no meaning.</summary>
    static abstract Vector128<float> Read(PixelRow row, int x);

    /// <summary>Eight pixels as three planes, with AVX2. Reads up to three bytes past a pixel: see <see cref="PixelRow.CanReadPast"/>.</summary>
    static abstract Planes ReadEight(byte* pixels, byte* chroma, Vector256<int> x);
}
