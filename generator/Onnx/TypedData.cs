using System.Runtime.InteropServices;
using EdgeCompile.Ir;
using Google.Protobuf.Collections;

namespace EdgeCompile.Onnx;

/// <summary>Numbers of a tensor that are stored in one of the typed fields, as the bytes that raw_data would hold.</summary>
static class TypedData
{
    /// <summary>Whether one of the fields is filled.</summary>
    public static bool Any(TensorProto tensor) =>
        tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count > 0;

    public static byte[] Read(TensorProto tensor, ElementType element, int count, int stored) => element switch
    {
        ElementType.Float32 => Bytes(Exactly(tensor, tensor.FloatData, "float_data", count)),
        ElementType.Complex64 => Bytes(Exactly(tensor, tensor.FloatData, "float_data", 2L * count)),
        ElementType.Float64 => Bytes(Exactly(tensor, tensor.DoubleData, "double_data", count)),
        ElementType.Complex128 => Bytes(Exactly(tensor, tensor.DoubleData, "double_data", 2L * count)),
        ElementType.Int64 => Bytes(Exactly(tensor, tensor.Int64Data, "int64_data", count)),
        ElementType.UInt64 => Bytes(Exactly(tensor, tensor.Uint64Data, "uint64_data", count)),
        ElementType.UInt32 => Narrow(Exactly(tensor, tensor.Uint64Data, "uint64_data", count)),
        ElementType.Int32 => Bytes(Exactly(tensor, tensor.Int32Data, "int32_data", count)),
        ElementType.Bool => [.. Exactly(tensor, tensor.Int32Data, "int32_data", count).Select(number => number != 0 ? (byte)1 : (byte)0)],
        _ when element.StoredBits() == 16 => Narrow16(Exactly(tensor, tensor.Int32Data, "int32_data", count)),
        _ => Narrow8(Exactly(tensor, tensor.Int32Data, "int32_data", stored)),       // two or four elements share a number below a byte
    };

    static T[] Exactly<T>(TensorProto tensor, RepeatedField<T> field, string name, long count)
    {
        var all = tensor.FloatData.Count + tensor.Int32Data.Count + tensor.Int64Data.Count + tensor.DoubleData.Count + tensor.Uint64Data.Count;
        if (all != field.Count) throw new ModelException($"it has data in another field than {name}, where its type belongs");
        if (field.Count != count) throw new ModelException($"{name} has {field.Count} numbers, and the type takes {count}");
        return [.. field];
    }

    static byte[] Bytes<T>(T[] numbers) where T : struct => MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray();

    static byte[] Narrow(ulong[] numbers) => Bytes(Array.ConvertAll(numbers, number => number <= uint.MaxValue
        ? (uint)number
        : throw new ModelException($"{number} is beyond uint32")));

    // Signed and unsigned are told apart by the element type; files hold narrow numbers with and without their sign extended.
    static byte[] Narrow16(int[] numbers) => Bytes(Array.ConvertAll(numbers, number => number is >= short.MinValue and <= ushort.MaxValue
        ? unchecked((ushort)number)
        : throw new ModelException($"{number} in int32_data is beyond 16 bits")));

    static byte[] Narrow8(int[] numbers) => Array.ConvertAll(numbers, number => number is >= sbyte.MinValue and <= byte.MaxValue
        ? unchecked((byte)number)
        : throw new ModelException($"{number} in int32_data is beyond 8 bits"));
}
