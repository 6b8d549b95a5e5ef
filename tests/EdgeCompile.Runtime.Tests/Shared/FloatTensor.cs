using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime.Tests.Shared;

/// <summary>The raw floats of an ONNX TensorProto (field 9, raw_data).</summary>
static class FloatTensor
{
    public static float[] Read(string path)
    {
        ReadOnlySpan<byte> message = File.ReadAllBytes(path);
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var value = Varint(ref message);
            if ((tag & 7) != 2)
                continue;
            if (tag >> 3 == 9)
                return MemoryMarshal.Cast<byte, float>(message[..(int)value]).ToArray();
            message = message[(int)value..];
        }
        throw new InvalidDataException($"{path} has no raw data.");
    }

    static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[0];
            message = message[1..];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }
}
