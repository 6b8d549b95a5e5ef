using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Lowering;

/// <summary>Where the loads of a row are looked up in tables; that they load the right elements is what tests of Resize on all rungs show.</summary>
public class RowLoadsTests
{
    /// <summary>
    /// Between two convolutions pictures lie with their channels innermost: a pixel's four neighbours are found once for all of these, and two
    /// pairs of factors.
    /// </summary>
    [Fact]
    public void AResizeLooksItsNeighboursUpInFrontOfTheLoopOverChannels()
    {
        var model = new ModelBuilder().Input("x", 1, 32, 64, 64).Initialiser("w1", Weights(32, 32, 3, 3)).Initialiser("w2", Weights(32, 32, 3, 3))
            .Initialiser("sizes", Tensor.Longs(1, 32, 128, 128))
            .Node("Conv", ["x", "w1"], ["a"], Attribute("pads", new long[] { 1, 1, 1, 1 }))
            .Node("Resize", ["a", "", "", "sizes"], ["b"], Attribute("mode", "linear")).Node("Conv", ["b", "w2"], ["y"]).Output("y");
        var compiled = Compiler.Build(model.Proto.ToByteArray(), new CompileOptions { ClassName = "Model" }, null, default);
        foreach (var (rung, step) in new[] { ("Vector128", 4), ("Avx2", 8), ("Avx512", 16) })
        {
            var lines = compiled.Sources.Single(file => file.HintName == $"Model.{rung}.g.cs").Text.Split('\n');
            var method = lines.SkipWhile(line => !line.Contains("static void Float32Map(")).TakeWhile(line => line != "        }").ToArray();
            var loop = Array.FindIndex(method, line => line.Contains("< 32; i") && line.EndsWith($" += {step})", StringComparison.Ordinal));
            Assert.NotEqual(-1, loop);
            Assert.Equal(6, method[..loop].Count(line => line.Contains("GetReference") || line.Contains("ref constant")));
            Assert.DoesNotContain(method[loop..], line => line.Contains("GetReference"));
        }
    }
}
