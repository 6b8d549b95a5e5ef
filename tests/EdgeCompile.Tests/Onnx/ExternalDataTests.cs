using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.Onnx;

public class ExternalDataTests
{
    /// <summary>One file, weights.bin, of bytes 0, 1, 2 …; everything else must not even be asked for.</summary>
    sealed class OneFile(int length) : IExternalData
    {
        public long Length(string fileName) => fileName == "weights.bin" ? length : throw new InvalidOperationException($"asked for {fileName}");
        public byte[] Read(string fileName, long offset, int count) => [.. Enumerable.Range((int)offset, count).Select(i => (byte)i)];
    }

    static TensorProto Proto(params (string Key, string Value)[] entries) => new()
    {
        Name = "w",
        DataType = (int)ElementType.UInt8,
        Dims = { 4 },
        DataLocation = TensorProto.Types.DataLocation.External,
        ExternalData = { entries.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }) },
    };

    [Fact]
    public void A_range_of_a_file_beside_the_model_is_read()
    {
        var tensor = new TensorReader(new OneFile(10)).Read(Proto(("location", "weights.bin"), ("offset", "6"), ("length", "4"), ("checksum", "?")));
        Assert.Equal([6, 7, 8, 9], tensor.Bytes);
        Assert.Equal([0, 1, 2, 3], new TensorReader(new OneFile(10)).Read(Proto(("location", "weights.bin"))).Bytes);
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("..\\weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("a/b")]
    [InlineData("./weights.bin")]
    [InlineData("\\\\server\\share")]
    [InlineData("C:weights.bin")]
    [InlineData("C:\\weights.bin")]
    [InlineData("weights.bin:stream")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("weights.bin ")]
    [InlineData("weights.bin.")]
    [InlineData("weights\0.bin")]
    [InlineData("weights\n.bin")]
    [InlineData("weights*")]
    public void Anything_but_a_bare_file_name_is_refused(string location)
    {
        var refusal = Assert.Throws<ModelException>(() => new TensorReader(new OneFile(10)).Read(Proto(("location", location))));
        Assert.StartsWith("its data lies in '", refusal.Message);
        Assert.NotNull(refusal.Todo);
    }

    [Theory]
    [InlineData("7", "4", "bytes 7 to 11 lie outside of 'weights.bin', which has 10")]
    [InlineData("9223372036854775807", "4", "bytes 9223372036854775807 to 9223372036854775811 lie outside of 'weights.bin', which has 10")]
    [InlineData("9223372036854775808", "4", "the offset '9223372036854775808' of its external data is not a number of bytes")]
    [InlineData("-1", "4", "the offset '-1' of its external data is not a number of bytes")]
    [InlineData("0x1", "4", "the offset '0x1' of its external data is not a number of bytes")]
    [InlineData("0", "5", "its external data has 5 bytes, and its type takes 4")]
    public void Ranges_are_checked(string offset, string length, string message) =>
        Assert.Equal(message, Assert.Throws<ModelException>(() => new TensorReader(new OneFile(10))
            .Read(Proto(("location", "weights.bin"), ("offset", offset), ("length", length)))).Message);

    [Fact]
    public void A_model_whose_data_is_refused_gets_its_own_diagnostic()
    {
        var builder = new ModelBuilder().Input("x", 4).Node("Relu", ["x"], ["y"]).Output("y");
        builder.Graph.Initializer.Add(Proto(("location", "../secret")));
        var diagnostic = Assert.Single(builder.Import().Diagnostics);
        Assert.Equal("EC0014", diagnostic.Id);
        Assert.StartsWith("initialiser 'w': its data lies in '../secret'; external data must be a plain file in the model's folder",
            diagnostic.Message);
    }
}
