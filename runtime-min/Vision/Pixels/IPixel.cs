using System.Runtime.Intrinsics;

namespace EdgeCompile.Runtime;

/// <summary>Reads a pixel of one format as three floats from 0 to 255 in the order of its bytes; the fourth lane is of no meaning.</summary>
interface IPixel
{
    static abstract Vector128<float> Read(PixelRow row, int x);
}
