using EdgeCompile.Harness;
using EdgeCompile.Harness.OnnxRuntime;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.Harness;

public sealed class TestDataTests : IDisposable
{
    static readonly TensorType anyTensor = new(ElementType.Float32, Shape.Scalar);
    readonly string folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [SharedTheory]
    [InlineData("mnist8")]
    [InlineData("micro_kws_fp32")]
    public void OnnxRuntimeReproducesTheSavedOutputs(string name)
    {
        var model = ModelFolder.Find(name);
        using var session = new OrtSession(model.Model, optimization: OrtOptimization.None);
        Assert.NotEmpty(model.DataSets);
        foreach (var dataSet in model.DataSets)
        {
            var data = TestData.Read(dataSet, [.. session.Inputs.Select(_ => anyTensor)], [.. session.Outputs.Select(_ => anyTensor)]);
            var outputs = session.Run([.. data.Inputs.Cast<Tensor>()]);
            Assert.Equal(data.Outputs.Count, outputs.Count);
            for (var i = 0; i < outputs.Count; i++)
            {
                var comparison = Comparison.Of(data.Outputs[i], outputs[i], new Tolerance(OfLargest: 1e-6));
                Assert.True(comparison.Passes, comparison.ToString());
            }
        }
    }

    [Fact]
    public void FilesAreTakenByTheirNumberNotTheirSpelling()
    {
        for (var i = 0; i <= 10; i++) Write($"input_{i}.pb", Tensor(i));
        Write("output_0.pb", Tensor(100));
        var data = TestData.Read(folder, [.. Enumerable.Repeat(anyTensor, 11)], [anyTensor]);
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (double)i), data.Inputs.Select(input => ((Tensor)input).GetDouble(0)));
        Assert.Equal(100, ((Tensor)data.Outputs[0]).GetDouble(0));
    }

    [Fact]
    public void SequencesAndOptionalsAreReadAsTheTypeSays()
    {
        var sequence = new SequenceProto { TensorValues = { Tensor(1), Tensor(2) } };
        var read = (SequenceDatum)TestData.Read(Write("a.pb", sequence), new SequenceType(anyTensor));
        Assert.Equal([1.0, 2.0], read.Items.Select(item => ((Tensor)item).GetDouble(0)));

        var full = (OptionalDatum)TestData.Read(Write("b.pb", new OptionalProto { SequenceValue = sequence }),
            new OptionalType(new SequenceType(anyTensor)));
        Assert.Equal(2, ((SequenceDatum)full.Item!).Items.Count);
        var empty = (OptionalDatum)TestData.Read(Write("c.pb", new OptionalProto()), new OptionalType(anyTensor));
        Assert.Null(empty.Item);
    }

    [Fact]
    public void ADamagedFileIsNamed()
    {
        var path = Path.Combine(folder, "input_0.pb");
        File.WriteAllBytes(path, [0x4a, 0xff]);
        Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => TestData.Read(path, anyTensor)).Message);
        Write("input_0.pb", new TensorProto { DataType = 1, Dims = { 2 }, FloatData = { 1 } });
        Assert.StartsWith(path, Assert.Throws<InvalidDataException>(() => TestData.Read(path, anyTensor)).Message);
    }

    static TensorProto Tensor(float value) => new() { DataType = (int)ElementType.Float32, FloatData = { value } };

    string Write(string name, IMessage message)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, message.ToByteArray());
        return path;
    }
}
