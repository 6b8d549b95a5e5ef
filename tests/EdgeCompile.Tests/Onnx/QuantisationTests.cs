using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.Onnx;

/// <summary>What the integers at a model's border stand for.</summary>
public class QuantisationTests
{
    [SharedTheory]
    [InlineData("kws_ref_int8", 0.584702909f, 83, 1 / 256f, -128)]
    [InlineData("ad01_int8", 0.391015232f, 89, 0.364498466f, 96)]
    public void BytesOfQuantisedModelsHaveAScale(string name, float inputScale, int inputZero, float outputScale, int outputZero)
    {
        var model = Import(name);
        Assert.Equal(new(inputScale, inputZero), model.Inputs[0].Quantisation);
        Assert.Equal(new(outputScale, outputZero), model.Outputs[0].Quantisation);
    }

    [SharedFact]
    public void FloatsHaveNone()
    {
        var model = Import("kws_ref_fp32");
        Assert.Null(model.Inputs[0].Quantisation);
        Assert.Null(model.Outputs[0].Quantisation);
    }

    static ImportedModel Import(string name)
    {
        var diagnostics = new DiagnosticBag();
        return ModelImporter.Import(File.ReadAllBytes(Path.Combine(Repository.Shared!, "zoo", name, "model.onnx")),
            new CompileOptions { ClassName = "Model" }, null, diagnostics)!;
    }
}
