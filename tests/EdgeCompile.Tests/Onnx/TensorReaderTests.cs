using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.Onnx;

public class TensorReaderTests
{
    static Tensor Read(TensorProto proto) => new TensorReader(null).Read(proto);

    static TensorProto Proto(ElementType element, params long[] dims) => new() { DataType = (int)element, Dims = { dims } };

    static string Refusal(TensorProto proto) => Assert.Throws<ModelException>(() => Read(proto)).Message;

    public static TheoryData<string> Types => [.. Enum.GetNames<ElementType>().Except([nameof(ElementType.Undefined), nameof(ElementType.String)])];

    [Theory]
    [MemberData(nameof(Types))]
    public void Raw_data_of_each_type_is_read_if_and_only_if_its_length_fits(string name)
    {
        var element = Enum.Parse<ElementType>(name);
        foreach (var count in new[] { 0, 1, 2, 3, 4, 5, 9 })
        {
            var bytes = (count * element.StoredBits() + 7) / 8;
            for (var length = 0; length <= bytes + 17; length++)
            {
                var proto = Proto(element, count);
                proto.RawData = ByteString.CopyFrom(new byte[length]);
                if (length == bytes) Assert.Equal(new Tensor(element, new Shape(count)), Read(proto));
                else Assert.Throws<ModelException>(() => Read(proto));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Typed_data_of_each_type_is_read_if_and_only_if_its_length_fits(string name)
    {
        var element = Enum.Parse<ElementType>(name);
        for (var length = 0; length <= 8; length++)
        {
            var proto = Proto(element, 4);
            switch (element)
            {
                case ElementType.Float32 or ElementType.Complex64: proto.FloatData.AddRange(new float[length]); break;
                case ElementType.Float64 or ElementType.Complex128: proto.DoubleData.AddRange(new double[length]); break;
                case ElementType.Int64: proto.Int64Data.AddRange(new long[length]); break;
                case ElementType.UInt64 or ElementType.UInt32: proto.Uint64Data.AddRange(new ulong[length]); break;
                default: proto.Int32Data.AddRange(new int[length]); break;
            }
            var fits = element is ElementType.Complex64 or ElementType.Complex128 ? 8 : element.StoredBits() < 8 ? 4 * element.StoredBits() / 8 : 4;
            if (length == fits) Assert.Equal(new Tensor(element, new Shape(4)), Read(proto));
            else Assert.Throws<ModelException>(() => Read(proto));
        }
    }

    [Fact]
    public void Narrow_integers_keep_their_sign_and_their_bits()
    {
        var int8 = Proto(ElementType.Int8, 3);
        int8.Int32Data.AddRange([-128, -1, 127]);
        Assert.Equal([-128, -1, 127], Read(int8).ToLongs());

        var half = Proto(ElementType.Float16, 2);
        half.Int32Data.AddRange([0x3C00, 0xC000]);
        Assert.Equal([1f, -2f], Read(half).ToFloats());

        var uint32 = Proto(ElementType.UInt32, 1);
        uint32.Uint64Data.Add(uint.MaxValue);
        Assert.Equal([uint.MaxValue], Read(uint32).ToLongs());
    }

    [Theory]
    [InlineData("Int8", 256)]
    [InlineData("Int8", -129)]
    [InlineData("UInt16", 65536)]
    [InlineData("BFloat16", int.MinValue)]
    public void A_number_beyond_its_type_is_refused(string element, int number)
    {
        var proto = Proto(Enum.Parse<ElementType>(element), 1);
        proto.Int32Data.Add(number);
        Assert.Contains("in int32_data is beyond", Refusal(proto));
    }

    // ONNX: the first of the elements that share a byte is in its lowest bits.
    [Theory]
    [InlineData("Int4", 3, new byte[] { 0x7F, 0x08 }, new long[] { -1, 7, -8 })]
    [InlineData("UInt4", 3, new byte[] { 0x7F, 0x08 }, new long[] { 15, 7, 8 })]
    [InlineData("Int2", 5, new byte[] { 0b11_10_01_00, 0b10 }, new long[] { 0, 1, -2, -1, -2 })]
    [InlineData("UInt2", 5, new byte[] { 0b11_10_01_00, 0b10 }, new long[] { 0, 1, 2, 3, 2 })]
    [InlineData("Bool", 3, new byte[] { 0, 1, 255 }, new long[] { 0, 1, 1 })]
    public void Packed_elements_are_unpacked(string name, int count, byte[] stored, long[] wanted)
    {
        var element = Enum.Parse<ElementType>(name);
        var raw = Proto(element, count);
        raw.RawData = ByteString.CopyFrom(stored);
        Assert.Equal(wanted, Read(raw).ToLongs());

        var typed = Proto(element, count);
        typed.Int32Data.AddRange(stored.Select(b => (int)b));
        Assert.Equal(wanted, Read(typed).ToLongs());
    }

    [Fact]
    public void Strings_are_read_as_utf8()
    {
        var proto = Proto(ElementType.String, 2);
        proto.StringData.AddRange([ByteString.CopyFromUtf8("é"), ByteString.Empty]);
        Assert.Equal(["é", ""], Read(proto).Strings);
        proto.StringData.Add(ByteString.Empty);
        Assert.Equal("string_data has 3 strings, and string[2] takes 2", Refusal(proto));
    }

    [Fact]
    public void Impossible_tensors_are_refused_before_anything_is_allocated()
    {
        Assert.Equal("dimension -1 is not between 0 and 2^31-1", Refusal(Proto(ElementType.Float32, -1)));
        Assert.Equal("dimension 9223372036854775807 is not between 0 and 2^31-1", Refusal(Proto(ElementType.Float32, long.MaxValue)));
        Assert.Contains("has more than 2^31-1 elements", Refusal(Proto(ElementType.Float32, 65536, 65536, 65536, 65536)));
        Assert.Equal("float32[1000000000] takes more than 2^31-1 bytes", Refusal(Proto(ElementType.Float32, 1_000_000_000)));
        Assert.Equal("int32_data has 0 numbers, and the type takes 2000000000", Refusal(Proto(ElementType.Int8, 2_000_000_000)));
        Assert.Equal("data type 99 is none that ONNX defines", Refusal(new TensorProto { DataType = 99 }));
        Assert.Equal("data type 0 is none that ONNX defines", Refusal(new TensorProto()));
    }

    [Fact]
    public void Data_in_two_places_or_in_the_wrong_one_is_refused()
    {
        var both = Proto(ElementType.Float32, 1);
        both.RawData = ByteString.CopyFrom(new byte[4]);
        both.FloatData.Add(1);
        Assert.Equal("it has both raw_data and typed data", Refusal(both));

        var wrong = Proto(ElementType.Float32, 1);
        wrong.Int32Data.Add(1);
        Assert.Equal("it has data in another field than float_data, where its type belongs", Refusal(wrong));

        var segment = Proto(ElementType.Float32, 0);
        segment.Segment = new TensorProto.Types.Segment { Begin = 1, End = 2 };
        Assert.StartsWith("its data is split into segments", Refusal(segment));
    }

    [Theory]
    [InlineData(new long[] { 1, 5 }, new long[] { 2 })]
    [InlineData(new long[] { 0, 1, 1, 2 }, new long[] { 2, 2 })]
    public void Sparse_tensors_become_dense(long[] indices, long[] indexShape)
    {
        var sparse = new SparseTensorProto
        {
            Dims = { 2, 3 },
            Values = ModelBuilder.TensorOf("s", Tensor.Floats(new Shape(2), 7, 8)),
            Indices = ModelBuilder.TensorOf("", Tensor.Of(ElementType.Int64, TensorReader.Shape(indexShape), indices)),
        };
        Assert.Equal([0, 7, 0, 0, 0, 8f], SparseTensorReader.Read(sparse, new TensorReader(null)).ToFloats());
    }

    [Theory]
    [InlineData(new long[] { 1, 6 }, new long[] { 2, 3 }, "sparse index 6 is outside of 6 elements")]
    [InlineData(new long[] { -1, 0 }, new long[] { 2, 3 }, "sparse index -1 is outside of 6 elements")]
    [InlineData(new long[] { 1 }, new long[] { 2, 3 }, "the indices of 2 sparse values are int64[1]")]
    [InlineData(new long[] { 1, 2 }, new long[] { 100000, 10000 }, "the sparse tensor 100000x10000 takes more than 268435456 bytes")]
    public void Sparse_tensors_that_lie_are_refused(long[] indices, long[] dims, string message)
    {
        var sparse = new SparseTensorProto
        {
            Dims = { dims },
            Values = ModelBuilder.TensorOf("s", Tensor.Floats(new Shape(2), 7, 8)),
            Indices = ModelBuilder.TensorOf("", Tensor.Longs(indices)),
        };
        Assert.Equal(message, Assert.Throws<ModelException>(() => SparseTensorReader.Read(sparse, new TensorReader(null))).Message);
    }
}
