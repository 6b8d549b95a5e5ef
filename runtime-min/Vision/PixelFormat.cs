namespace EdgeCompile;

/// <summary>How a picture's bytes lie in memory.</summary>
public enum PixelFormat
{
    /// <summary>Three bytes a pixel: red, green, blue.</summary>
    Rgb24,

    /// <summary>Three bytes a pixel: blue, green, red.</summary>
    Bgr24,

    /// <summary>Four bytes a pixel: red, green, blue and one that is ignored.</summary>
    Rgba32,

    /// <summary>Four bytes a pixel: blue, green, red and one that is ignored.</summary>
    Bgra32,

    /// <summary>One byte a pixel, used for red, green and blue.</summary>
    Gray8,

    /// <summary>
    /// A plane of luma, then a plane of interleaved U and V at half the width and height, rounded up, with the same stride; BT.601, limited range.
    /// </summary>
    Nv12,

    /// <summary>Four bytes for two pixels: Y, U, Y, V; BT.601, limited range.</summary>
    Yuyv,
}
