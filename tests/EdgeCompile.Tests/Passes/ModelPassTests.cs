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
    /// <summary>Operators that passes are to make few of, or none.</summary>
    static readonly string[] Watched =
        ["Conv", "Swish", "Mul", "Slice", "Concat", "Transpose", "Reshape", "Gather", "Shape", "Pad", "Identity", "Cast", "BatchNormalization"];

    [SharedTheory]
    [InlineData("zoo/fastestdet", "70 Conv, 1 Mul, 26 Slice, 19 Concat, 2 Transpose")]
    [InlineData("zoo/ultraface_rfb320", "52 Conv, 6 Mul, 2 Slice, 3 Concat, 8 Transpose, 11 Reshape")]
    [InlineData("zoo/yolox_nano", "113 Conv, 104 Swish, 17 Concat, 1 Transpose, 3 Reshape")]
    [InlineData("zoo/resnet8_fp32", "9 Conv, 1 Mul, 1 Reshape")]
    [InlineData("zoo/vww_96_fp32", "27 Conv, 1 Mul, 1 Transpose, 1 Reshape")]
    [InlineData("zoo/mnist8", "2 Conv, 1 Reshape")]
    [InlineData("zoo/ad01_fp32", "")]
    [InlineData("sample-model", "63 Conv, 2 Mul, 2 Slice, 3 Concat, 6 Reshape")]
    public void KeepsWhatItComputes(string folder, string left)
    {
        var graph = Import(folder);
        var before = graph.Nodes.Count;
        Equivalence.Check(graph, g => PassPipeline.Run(g, []), tolerance: 1e-4);

        var counts = graph.Nodes.GroupBy(node => node.Op.Name).ToDictionary(group => group.Key, group => group.Count());
        output.WriteLine($"{before} nodes before, {graph.Nodes.Count} after: " +
            string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}")));
        Assert.Equal(left, string.Join(", ", Watched.Where(counts.ContainsKey).Select(op => $"{counts[op]} {op}")));
    }

    public static TheoryData<string> PassNames => [.. PassPipeline.Passes.Concat(PassPipeline.Last).Select(pass => pass.Name)];

    [SharedTheory]
    [MemberData(nameof(PassNames))]
    public void EachPassCanBeLeftOut(string pass)
    {
        foreach (var folder in new[] { "zoo/mnist8", "zoo/ad01_fp32" })
            Equivalence.Check(Import(folder), graph => PassPipeline.Run(graph, [pass]), tolerance: 1e-4);
    }

    static Graph Import(string folder)
    {
        var file = Directory.GetFiles(Path.Combine(Repository.Shared!, folder), "*.onnx").Single();
        var diagnostics = new DiagnosticBag();
        var imported = ModelImporter.Import(File.ReadAllBytes(file), new CompileOptions { ClassName = "Model" }, null, diagnostics);
        Assert.True(imported?.Graph is not null, string.Join("\n", diagnostics.All));
        return imported!.Graph!;
    }
}
