using System.Buffers.Binary;
using System.IO.Compression;

namespace Samples.Detector.Pictures;

/// <summary>Writes 8-bit colour PNG files, each row filtered against the one above.</summary>
static class PngWriter
{
    public static byte[] Write(Picture picture)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), picture.Height);
        header[8] = 8;
        header[9] = PngHeader.Colour;
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Packed(picture));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    static byte[] Packed(Picture picture)
    {
        const byte Up = 2;
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            var length = 3 * picture.Width;
            var filtered = new byte[1 + length];
            filtered[0] = Up;
            for (var y = 0; y < picture.Height; y++)
            {
                for (var i = 0; i < length; i++) filtered[1 + i] =
                    (byte)(picture.Rgb[y * length + i] - (y == 0 ? 0 : picture.Rgb[(y - 1) * length + i]));
                stream.Write(filtered);
            }
        }
        return packed.ToArray();
    }

    static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] checkedPart = [.. type, .. data];
        file.Write(checkedPart);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.Of(checkedPart));
        file.Write(number);
    }
}
