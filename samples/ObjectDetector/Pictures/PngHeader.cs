using System.Buffers.Binary;

namespace Samples.Detector.Pictures;

/// <summary>A PNG's first chunk: its size and how pixels are stored.</summary>
sealed record PngHeader(int Width, int Height, int Depth, int ColourType, bool IsInterlaced)
{
    public const int Grey = 0, Colour = 2, Indexed = 3, GreyAlpha = 4, ColourAlpha = 6;

    public int Channels => ColourType switch { Colour => 3, GreyAlpha => 2, ColourAlpha => 4, _ => 1 };

    /// <summary>How far back filters look: a pixel, but at least a byte.</summary>
    public int BytesOfPixel => Math.Max(1, Channels * Depth / 8);

    public int BytesOfRow(int pixels) => (int)(((long)pixels * Channels * Depth + 7) / 8);

    /// <summary>The grids of pixels that follow each other: one, or the seven of Adam7.</summary>
    public IEnumerable<(int Left, int Top, int StepX, int StepY)> Passes => IsInterlaced
        ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        : [(0, 0, 1, 1)];

    /// <exception cref="PictureException">The header is damaged or says what no PNG may say.</exception>
    public static PngHeader Read(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13) throw new PictureException("the PNG's header is damaged");
        uint width = BinaryPrimitives.ReadUInt32BigEndian(data), height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        int depth = data[8], type = data[9];
        var isKnown = type switch
        {
            Grey => depth is 1 or 2 or 4 or 8 or 16,
            Indexed => depth is 1 or 2 or 4 or 8,
            Colour or GreyAlpha or ColourAlpha => depth is 8 or 16,
            _ => false,
        };
        if (!isKnown || data[10] != 0 || data[11] != 0 || data[12] > 1 || width > int.MaxValue || height > int.MaxValue)
            throw new PictureException("the PNG's header is damaged");
        return new((int)width, (int)height, depth, type, data[12] == 1);
    }
}
