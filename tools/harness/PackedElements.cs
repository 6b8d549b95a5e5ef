using EdgeCompile.Ir;

namespace EdgeCompile.Harness;

/// <summary>Elements below a byte as models and callers hold them: packed, the first in the lowest bits.</summary>
static class PackedElements
{
    public static byte[] Pack(Tensor tensor)
    {
        var (bits, packed) = (tensor.Element.StoredBits(), new byte[tensor.Element.StoredBytes(tensor.Count)]);
        for (var i = 0; i < tensor.Count; i++) packed[i * bits / 8] |= (byte)((tensor.Bytes[i] & (1 << bits) - 1) << i * bits % 8);
        return packed;
    }

    public static void Unpack(byte[] packed, Tensor tensor)
    {
        var bits = tensor.Element.StoredBits();
        for (var i = 0; i < tensor.Count; i++)
        {
            var code = packed[i * bits / 8] >> i * bits % 8 & (1 << bits) - 1;
            var isNegative = tensor.Element is ElementType.Int4 or ElementType.Int2 && code >> (bits - 1) != 0;
            tensor.Bytes[i] = (byte)(isNegative ? code - (1 << bits) : code);
        }
    }
}
