using EdgeCompile.Harness;
using EdgeCompile.Harness.OnnxRuntime;
using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Harness;

public class OrtSessionTests
{
    [SharedFact]
    public void PortsAreReadAndAPreparedCallComputesWhatAPlainRunDoes()
    {
        using var session = new OrtSession(ModelFolder.Find("mnist8").Model);
        Assert.Equal(("Input3", ElementType.Float32), (session.Inputs[0].Name, session.Inputs[0].Element));
        Assert.Equal([1, 1, 28, 28], session.Inputs[0].Dimensions);
        Assert.Equal([1, 10], session.Outputs[0].Dimensions);

        var image = new Tensor(ElementType.Float32, new Shape(1, 1, 28, 28));
        for (var i = 0; i < image.Count; i++) image.SetDouble(i, i % 7);
        var plain = session.Run([image])[0];
        Assert.Equal("float32[1x10]", plain.Type.ToString());
        Assert.NotEqual(plain.GetDouble(0), plain.GetDouble(1));
        using var call = session.Prepare([image]);
        call.Run();
        call.Run();
        Assert.Equal(plain, call.ReadOutputs()[0]);
    }

    [SharedFact]
    public void ErrorsSpeakInOnnxRuntimesOwnWords()
    {
        Assert.Contains("protobuf parsing failed", Assert.Throws<OrtException>(() => new OrtSession([1, 2, 3])).Message);
        using var session = new OrtSession(ModelFolder.Find("mnist8").Model);
        var wrong = Assert.Throws<OrtException>(() => session.Run([new Tensor(ElementType.Float32, new Shape(1, 1, 28, 29))]));
        Assert.Contains("invalid dimensions", wrong.Message);
    }
}
