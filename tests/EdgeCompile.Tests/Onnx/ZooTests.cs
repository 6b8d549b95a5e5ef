using System.Text.RegularExpressions;
using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Onnx;

/// <summary>The shared public models: every file is read, and what keeps each from being compiled is written to the test's output.</summary>
public class ZooTests(ITestOutputHelper output)
{
    static string Zoo => Path.Combine(Repository.Shared!, "zoo");

    [SharedFact]
    public void Every_model_is_read_and_imported_or_refused_with_reasons()
    {
        var models = Directory.GetFiles(Zoo, "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(models);
        foreach (var path in models)
        {
            var bag = new DiagnosticBag();
            var options = new CompileOptions { ClassName = "Model" };
            var model = ModelImporter.Import(File.ReadAllBytes(path), options, null, bag);
            Assert.NotNull(model);
            Assert.Equal(model.Graph is null, bag.HasErrors);
            Assert.DoesNotContain(bag.All, d => d.Id is "EC0001" or "EC0002" or "EC0003" or "EC0013");

            var outcome = model.Graph is { } graph ? $"{graph.Nodes.Count} nodes" : "refused";
            output.WriteLine($"{Path.GetFileName(Path.GetDirectoryName(path))}: {outcome}");
            foreach (var kind in bag.All.Where(d => d.Severity != Severity.Info).GroupBy(d => (d.Id, What: OperatorOf(d.Message))))
                output.WriteLine($"    {kind.Key.Id} {kind.Key.What} ({kind.Count()}): {kind.First().Message}");
        }
    }

    /// <summary>As <see cref="HostileModelTests"/>, on a model with weights, shapes and attributes from an exporter.</summary>
    [SharedFact]
    public void Changed_bytes_of_a_real_model_are_answered()
    {
        var model = File.ReadAllBytes(Path.Combine(Zoo, "mnist8", "model.onnx"));
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            var bytes = (byte[])model.Clone();
            for (var change = random.Next(1, 20); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var bag = new DiagnosticBag();
            var graph = ModelImporter.Import(bytes, new CompileOptions { ClassName = "Model" }, null, bag)?.Graph;
            Assert.Equal(graph is null, bag.HasErrors);
            Assert.DoesNotContain(bag.All, d => d.Id == "EC0001");
        }
    }

    static string OperatorOf(string message) => Regex.Match(message, @" \((\S+), opset").Groups[1].Value;

    [SharedTheory]
    [InlineData("yolox_nano")]
    [InlineData("fastestdet")]
    [InlineData("ultraface_rfb320")]
    [InlineData("resnet8_fp32")]
    [InlineData("vww_96_fp32")]
    [InlineData("mnist8")]
    [InlineData("ad01_fp32")]
    [InlineData("../sample-model")]
    public void The_first_models_import_without_error_or_warning(string name)
    {
        var path = Directory.GetFiles(Path.Combine(Zoo, name), "*.onnx").Single();
        var bag = new DiagnosticBag();
        var model = ModelImporter.Import(File.ReadAllBytes(path), new CompileOptions { ClassName = "Model" }, null, bag);
        Assert.Empty(bag.All.Where(d => d.Severity != Severity.Info).Select(d => d.Message));
        GraphVerifier.Verify(model!.Graph!, "import");
        foreach (var diagnostic in bag.All) output.WriteLine($"{diagnostic.Id} {diagnostic.Message}");
    }
}
