using EdgeCompile;
using Samples.Detector.Pictures;

namespace Samples.Detector.Drawing;

/// <summary>Draws boxes and their labels onto a copy of a picture.</summary>
sealed class Canvas(Picture picture)
{
    const int Line = 2, Gap = 2;

    // Apart in hue and all dark enough for white letters.
    static readonly (byte R, byte G, byte B)[] colours =
        [(0xC6, 0x28, 0x28), (0x15, 0x65, 0xC0), (0x2E, 0x7D, 0x32), (0x8E, 0x24, 0xAA), (0xBF, 0x5F, 0x00), (0x00, 0x79, 0x6B), (0xAD, 0x14, 0x57),
            (0x5D, 0x40, 0x37)];

    readonly int _dot = Math.Clamp(picture.Width / 320, 1, 8);

    public Picture Picture { get; } = picture with { Rgb = [.. picture.Rgb] };

    public void Draw(Detection detection, string text)
    {
        var colour = colours[detection.Label % colours.Length];
        int left = Pixel(detection.Left), top = Pixel(detection.Top), right = Pixel(detection.Right), bottom = Pixel(detection.Bottom);
        Fill(left, top, right, top + Line, colour);
        Fill(left, bottom - Line, right, bottom, colour);
        Fill(left, top, left + Line, bottom, colour);
        Fill(right - Line, top, right, bottom, colour);

        var width = text.Length * (Font.Width + 1) * _dot + 2 * Gap;
        var height = Font.Height * _dot + 2 * Gap;
        var x = Math.Max(0, Math.Min(left, Picture.Width - width));
        var y = top >= height ? top - height : top;
        Fill(x, y, x + width, y + height, colour);
        Write(text, x + Gap, y + Gap);
    }

    static int Pixel(float coordinate) => (int)MathF.Round(coordinate);

    void Write(string text, int left, int top)
    {
        for (var i = 0; i < text.Length; i++)
            for (var y = 0; y < Font.Height; y++)
                for (var x = 0; x < Font.Width; x++)
                {
                    if (!Font.HasDot(text[i], x, y)) continue;
                    int dotX = left + (i * (Font.Width + 1) + x) * _dot, dotY = top + y * _dot;
                    Fill(dotX, dotY, dotX + _dot, dotY + _dot, (255, 255, 255));
                }
    }

    void Fill(int left, int top, int right, int bottom, (byte R, byte G, byte B) colour)
    {
        for (var y = Math.Max(top, 0); y < Math.Min(bottom, Picture.Height); y++)
            for (var x = Math.Max(left, 0); x < Math.Min(right, Picture.Width); x++)
                (Picture.Rgb[3 * (y * Picture.Width + x)], Picture.Rgb[3 * (y * Picture.Width + x) + 1],
                    Picture.Rgb[3 * (y * Picture.Width + x) + 2]) = colour;
    }
}
