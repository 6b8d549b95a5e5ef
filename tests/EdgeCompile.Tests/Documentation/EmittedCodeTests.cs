using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Documentation;

/// <summary>The whole model of docs/emitted-code.md: what is written there is what the compiler makes, and it computes what is said there.</summary>
public class EmittedCodeTests
{
    static readonly CompileOptions options = new() { ClassName = "Strokes", FileName = "strokes.onnx", Rungs = ["Avx2"] };

    [Fact]
    public void ThePageHoldsWhatIsEmitted()
    {
        var graph = Example().ImportGraph();
        var analysis = Compiler.Analyze(Example().Proto.ToByteArray(), options, null, default);
        Assert.Empty(analysis.Diagnostics.All);
        var files = Compiler.EmitAll(analysis, options).Sources
            .ToDictionary(file => file.HintName, file => file.Text);
        new Page("docs/emitted-code.md").IsMadeOf(
            ("the graph", Fenced("text", GraphPrinter.Print(graph))),
            ("Strokes.g.cs", Fenced("csharp", files["Strokes.g.cs"])),
            ("Strokes.Body.g.cs", Fenced("csharp", files["Strokes.Body.g.cs"])),
            ("Strokes.Avx2.g.cs", Fenced("csharp", files["Strokes.Avx2.g.cs"])));
    }

    [Fact]
    public void ItComputesWhatThePageSays()
    {
        using var compiled = CompiledModels.Compile([new ModelSource("strokes", Example().Proto.ToByteArray())]);
        using var model = compiled.Models[0].New();
        // A vertical edge in the middle: columns 0 to 3 are dark, 4 to 7 are bright.
        var picture = Tensor.Floats(new Shape(1, 1, 8, 8), [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? 0f : 1f)]);
        Assert.Equal([0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0], model.Run([picture])[0].ToFloats()[..16]);
    }

    static string Fenced(string language, string text) => $"```{language}\n{text.TrimEnd('\n')}\n```";

    static ModelBuilder Example() => new ModelBuilder()
        .Input("pixels", 1, 1, 8, 8)
        .Initialiser("sobel", Tensor.Floats(new Shape(4, 1, 3, 3),
            -1, 0, 1, -2, 0, 2, -1, 0, 1,                                   // dark to bright, rightwards
            1, 0, -1, 2, 0, -2, 1, 0, -1,                                   // leftwards
            -1, -2, -1, 0, 0, 0, 1, 2, 1,                                   // downwards
            1, 2, 1, 0, 0, 0, -1, -2, -1))                                  // upwards
        .Node("Conv", ["pixels", "sobel"], ["edges"], Attribute("pads", new long[] { 1, 1, 1, 1 }))
        .Node("Relu", ["edges"], ["strokes"])
        .Node("MaxPool", ["strokes"], ["coarse"], Attribute("kernel_shape", new long[] { 2, 2 }), Attribute("strides", new long[] { 2, 2 }))
        .Output("coarse", 1, 4, 4, 4);
}
