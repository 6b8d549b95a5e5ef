namespace Samples.Detector.Pictures;

/// <summary>Turns stored samples into red, green and blue.</summary>
sealed class PngColours
{
    public byte[] Palette { get; set; } = [];
    public byte[] Transparency { get; set; } = [];

    /// <summary>Writes pixel <paramref name="x"/> of an unfiltered row.</summary>
    public void Write(PngHeader header, ReadOnlySpan<byte> row, int x, Span<byte> rgb)
    {
        switch (header.ColourType)
        {
            case PngHeader.Indexed:
                var index = Sample(header, row, x);
                if (3 * index + 3 > Palette.Length) throw new InvalidDataException();
                Blend(Palette.AsSpan(3 * index, 3), index < Transparency.Length ? Transparency[index] : 255, rgb);
                break;
            case PngHeader.Grey or PngHeader.GreyAlpha:
                var first = x * header.Channels;
                var grey = Byte(header, Sample(header, row, first));
                var isClear = header.ColourType == PngHeader.Grey && Transparency.Length >= 2 && Sample(header, row, first) == Wide(0);
                Blend([grey, grey, grey], isClear ? 0 : header.ColourType == PngHeader.GreyAlpha ? Byte(header, Sample(header, row, first + 1)) : 255,
                    rgb);
                break;
            default:
                int red = Sample(header, row, x * header.Channels), green = Sample(header, row, x * header.Channels + 1),
                    blue = Sample(header, row, x * header.Channels + 2);
                var isKey = header.ColourType == PngHeader.Colour && Transparency.Length >= 6 && red == Wide(0) && green == Wide(1)
                    && blue == Wide(2);
                var alpha = isKey ? 0 : header.ColourType == PngHeader.ColourAlpha ? Byte(header, Sample(header, row, x * 4 + 3)) : 255;
                Blend([Byte(header, red), Byte(header, green), Byte(header, blue)], alpha, rgb);
                break;
        }
    }

    int Wide(int channel) => Transparency[2 * channel] << 8 | Transparency[2 * channel + 1];

    static int Sample(PngHeader header, ReadOnlySpan<byte> row, int index) => header.Depth switch
    {
        16 => row[2 * index] << 8 | row[2 * index + 1],
        8 => row[index],
        var depth => row[index * depth / 8] >> (8 - depth - index * depth % 8) & ((1 << depth) - 1),
    };

    static byte Byte(PngHeader header, int sample) => (byte)(header.Depth == 16 ? sample >> 8 : sample * 255 / ((1 << header.Depth) - 1));

    static void Blend(ReadOnlySpan<byte> colour, int alpha, Span<byte> rgb)
    {
        for (var i = 0; i < 3; i++) rgb[i] = (byte)((colour[i] * alpha + 255 * (255 - alpha) + 127) / 255);
    }
}
