using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.Zoo;

/// <summary>Real models through import and the interpreter, against the outputs that another engine saved.</summary>
public class InterpretedModelsTests
{
    [SharedTheory]
    [InlineData("mnist8")]
    [InlineData("ad01_fp32")]
    [InlineData("resnet8_fp32")]
    [InlineData("vww_96_fp32")]
    [InlineData("ultraface_rfb320")]
    [InlineData("fastestdet")]
    [InlineData("yolox_nano")]
    [InlineData("../sample-model")]
    public void GiveTheSavedOutputs(string name)
    {
        var model = ModelFolder.Find(name);
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(File.ReadAllBytes(model.Model), new CompileOptions { ClassName = "Model" }, null, diagnostics);
        Assert.True(imported?.Graph is not null, string.Join('\n', diagnostics.All));
        Assert.NotEmpty(model.DataSets);
        foreach (var dataSet in model.DataSets)
        {
            var data = TestData.Read(dataSet, [.. imported!.Inputs.Select(input => input.Type!)],
                [.. imported.Outputs.Select(output => output.Type!)]);
            var outputs = Interpreter.Run(imported.Graph!, data.Inputs);
            for (var i = 0; i < data.Outputs.Count; i++)
            {
                var comparison = Comparison.Of(data.Outputs[i], outputs[i], Tolerance.Model);
                Assert.True(comparison.Passes, $"{data.Name} output {imported.Outputs[i].Name}: {comparison}");
            }
        }
    }
}
