using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;

namespace EdgeCompile.Onnx;

/// <summary>A tensor of the file to one of the IR. Nothing is allocated for a shape before the data has been found to fill it.</summary>
sealed class TensorReader(IExternalData? files)
{
    /// <summary>The tensor with its numbers.</summary>
    /// <exception cref="ModelException">The type is unknown, the shape absurd, or the data is not what they ask for.</exception>
    public Tensor Read(TensorProto tensor)
    {
        var element = Element(tensor.DataType);
        var shape = Shape(tensor.Dims);
        if (tensor.Segment is not null) throw new ModelException("its data is split into segments, which ONNX never defined");
        if (element == ElementType.String) return Strings(tensor, shape);

        var stored = StoredBytes(element, shape);
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
        {
            if (tensor.RawData.Length > 0 || TypedData.Any(tensor)) throw new ModelException("it has both external data and data in the file");
            return Unpacked(element, shape, ExternalDataReader.Read(tensor, stored, files));
        }
        if (tensor.RawData.Length == 0) return Unpacked(element, shape, TypedData.Read(tensor, element, shape.Count, stored));
        if (TypedData.Any(tensor)) throw new ModelException("it has both raw_data and typed data");
        if (tensor.RawData.Length != stored)
            throw new ModelException($"raw_data has {tensor.RawData.Length} bytes, and {element.Text()}[{shape}] takes {stored}");
        return Unpacked(element, shape, tensor.RawData.ToByteArray());
    }

    /// <summary>The element type with ONNX's number.</summary>
    public static ElementType Element(int dataType) => dataType is > (int)ElementType.Undefined and <= (int)ElementType.Int2
        ? (ElementType)dataType
        : throw new ModelException($"data type {dataType} is none that ONNX defines");

    /// <summary>A shape whose dimensions are plain numbers.</summary>
    public static Shape Shape(IEnumerable<long> dims) => new(dims.Select(dim => dim is >= 0 and <= int.MaxValue
        ? (int)dim
        : throw new ModelException($"dimension {dim} is not between 0 and 2^31-1")));

    static int StoredBytes(ElementType element, Shape shape)
    {
        var bytes = ((long)shape.Count * element.StoredBits() + 7) / 8;
        return bytes <= int.MaxValue && (long)shape.Count * element.Size() <= int.MaxValue
            ? (int)bytes
            : throw new ModelException($"{element.Text()}[{shape}] takes more than 2^31-1 bytes");
    }

    static Tensor Strings(TensorProto tensor, Shape shape)
    {
        if (tensor.DataLocation == TensorProto.Types.DataLocation.External) throw new ModelException("strings cannot be external data");
        if (tensor.RawData.Length > 0) throw new ModelException("strings cannot be raw_data");
        if (tensor.StringData.Count != shape.Count)
            throw new ModelException($"string_data has {tensor.StringData.Count} strings, and string[{shape}] takes {shape.Count}");
        return new Tensor(shape, [.. tensor.StringData.Select(item => item.ToStringUtf8())]);
    }

    /// <summary>Bytes as stored to a byte or more for each element; of the types below a byte, the first element is in the lowest bits.</summary>
    static Tensor Unpacked(ElementType element, Shape shape, byte[] stored)
    {
        var bits = element.StoredBits();
        if (element == ElementType.Bool)
        {
            for (var i = 0; i < stored.Length; i++) stored[i] = stored[i] != 0 ? (byte)1 : (byte)0;
        }
        if (bits >= 8) return new Tensor(element, shape, stored);

        var perByte = 8 / bits;
        var unpacked = new byte[shape.Count];
        for (var i = 0; i < unpacked.Length; i++)
        {
            var value = stored[i / perByte] >> i % perByte * bits & (1 << bits) - 1;
            var isNegative = element is ElementType.Int4 or ElementType.Int2 && value >> (bits - 1) != 0;
            unpacked[i] = unchecked((byte)(isNegative ? value - (1 << bits) : value));
        }
        return new Tensor(element, shape, unpacked);
    }
}
