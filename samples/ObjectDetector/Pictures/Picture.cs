using EdgeCompile;

namespace Samples.Detector.Pictures;

/// <summary>Pixels of red, green and blue bytes, row by row.</summary>
sealed record Picture(int Width, int Height, byte[] Rgb)
{
    /// <summary>As the generated class takes it: no copy.</summary>
    public ImageView View => new(Rgb, Width, Height, 3 * Width, PixelFormat.Rgb24);

    /// <summary>Reads a picture of either format, which its first bytes tell.</summary>
    /// <exception cref="PictureException">It is neither, or damaged.</exception>
    public static Picture Read(byte[] file) =>
        PngReader.IsPng(file) ? PngReader.Read(file)
        : PnmReader.IsPnm(file) ? PnmReader.Read(file)
        : throw new PictureException(file.Length == 0 ? "the file is empty" : "neither a PNG nor a PPM picture");

    /// <summary>Room for the pixels of a picture whose file gave this size.</summary>
    public static Picture Empty(long width, long height)
    {
        const long MostPixels = 1 << 28;
        if (width < 1 || height < 1) throw new PictureException($"its size is {width} x {height}");
        if (width > MostPixels || height > MostPixels
            || width * height > MostPixels) throw new PictureException($"it is too large, {width} x {height}");
        return new((int)width, (int)height, new byte[3 * width * height]);
    }
}

/// <summary>Why a file is no picture that can be read.</summary>
sealed class PictureException(string message) : Exception(message);
