using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgeCompile.Runtime.Tests.Shared;

/// <summary>Reads 8-bit RGB pictures without interlacing, which is what the samples are.</summary>
static class Png
{
    public static (byte[] Rgb, int Width, int Height) Read(string path)
    {
        var file = File.ReadAllBytes(path).AsSpan(8);
        var (width, height) = (0, 0);
        using var compressed = new MemoryStream();
        while (file.Length > 0)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file);
            var data = file.Slice(8, length);
            if (file.Slice(4, 4).SequenceEqual("IHDR"u8))
            {
                (width, height) = (BinaryPrimitives.ReadInt32BigEndian(data), BinaryPrimitives.ReadInt32BigEndian(data[4..]));
                Assert.Equal([8, 2, 0, 0, 0], data[8..].ToArray());
            }
            else if (file.Slice(4, 4).SequenceEqual("IDAT"u8))
                compressed.Write(data);
            file = file[(length + 12)..];
        }
        compressed.Position = 0;
        using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
        var pixels = new byte[3 * width * height];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            rows.ReadExactly(pixels, 3 * width * y, 3 * width);
            Unfilter(filter, pixels, 3 * width, y);
        }
        return (pixels, width, height);
    }

    // The filters of the PNG specification, section 9.
    static void Unfilter(int filter, byte[] pixels, int rowBytes, int y)
    {
        for (var x = 0; x < rowBytes; x++)
        {
            var at = y * rowBytes + x;
            int left = x >= 3 ? pixels[at - 3] : 0, up = y > 0 ? pixels[at - rowBytes] : 0, corner = x >= 3 && y > 0 ? pixels[at - rowBytes - 3] : 0;
            pixels[at] += (byte)(filter switch { 0 => 0, 1 => left, 2 => up, 3 => (left + up) / 2, _ => Paeth(left, up, corner) });
        }
    }

    static int Paeth(int left, int up, int corner)
    {
        var (toLeft, toUp, toCorner) = (Math.Abs(up - corner), Math.Abs(left - corner), Math.Abs(left + up - 2 * corner));
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }
}
