using System.Buffers.Binary;
using System.IO.Compression;

namespace Samples.Detector.Pictures;

/// <summary>
/// Reads PNG files of every colour type, depth and interlacing; what is transparent is laid on white. Source: W3C, PNG (third edition).
/// </summary>
static class PngReader
{
    static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static bool IsPng(ReadOnlySpan<byte> file) => file.StartsWith(Signature);

    /// <exception cref="PictureException">The file is truncated or damaged.</exception>
    public static Picture Read(byte[] file)
    {
        PngHeader? header = null;
        var colours = new PngColours();
        using var packed = new MemoryStream();
        var at = Signature.Length;
        while (true)
        {
            if (at + 12 > file.Length) throw new PictureException("the PNG ends early");
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
            if (length > file.Length - at - 12) throw new PictureException("the PNG ends early");
            var type = file.AsSpan(at + 4, 4);
            var data = file.AsSpan(at + 8, (int)length);
            if (Crc32.Of(file.AsSpan(at + 4, 4 + (int)length)) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + (int)length)))
                throw new PictureException("the PNG is damaged: a checksum is wrong");
            at += 12 + (int)length;

            if (header is null && !type.SequenceEqual("IHDR"u8)) throw new PictureException("the PNG does not start with its header");
            if (type.SequenceEqual("IHDR"u8)) header = PngHeader.Read(data);
            else if (type.SequenceEqual("PLTE"u8)) colours.Palette = data.ToArray();
            else if (type.SequenceEqual("tRNS"u8)) colours.Transparency = data.ToArray();
            else if (type.SequenceEqual("IDAT"u8)) packed.Write(data);
            else if (type.SequenceEqual("IEND"u8)) break;
            else if ((type[0] & 0x20) == 0) throw new PictureException("the PNG has a critical chunk of an unknown kind");
        }
        packed.Position = 0;
        return Unpack(header!, colours, packed);
    }

    static Picture Unpack(PngHeader header, PngColours colours, Stream packed)
    {
        if (header.ColourType == PngHeader.Indexed && colours.Palette.Length is 0 or > 768) throw new PictureException("the PNG has no palette");
        var picture = Picture.Empty(header.Width, header.Height);
        using var stream = new ZLibStream(packed, CompressionMode.Decompress);
        try
        {
            foreach (var (left, top, stepX, stepY) in header.Passes)
            {
                var width = (header.Width - left + stepX - 1) / stepX;
                var height = (header.Height - top + stepY - 1) / stepY;
                if (width <= 0 || height <= 0) continue;
                var row = new byte[header.BytesOfRow(width)];
                var above = new byte[row.Length];
                for (var y = 0; y < height; y++)
                {
                    var filter = stream.ReadByte();
                    stream.ReadExactly(row);
                    Unfilter(filter, row, above, header.BytesOfPixel);
                    for (var x = 0; x < width; x++)
                        colours.Write(header, row, x, picture.Rgb.AsSpan(3 * ((top + y * stepY) * header.Width + left + x * stepX), 3));
                    (row, above) = (above, row);
                }
            }
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            throw new PictureException("the PNG is damaged: its pixels do not unpack");
        }
        return picture;
    }

    static void Unfilter(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        for (var i = 0; i < row.Length; i++)
        {
            int left = i >= distance ? row[i - distance] : 0, up = above[i], corner = i >= distance ? above[i - distance] : 0;
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Paeth(left, up, corner),
                _ => throw new InvalidDataException(),
            });
        }
    }

    static int Paeth(int left, int up, int corner)
    {
        var estimate = left + up - corner;
        int toLeft = Math.Abs(estimate - left), toUp = Math.Abs(estimate - up), toCorner = Math.Abs(estimate - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
