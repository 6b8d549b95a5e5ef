using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Emit;

/// <summary>Which steps go band by band; that they compute the same is what CompiledModelsTests shows.</summary>
public class BandsTests
{
    [Fact]
    public void LargePicturesGoBandByBand()
    {
        var ends = EndsOf(Inverted(size: 128));
        Assert.Equal([0, 0], ends[..2]);
        Assert.Equal([128, 128], ends[^2..]);
        var bands = ends.Chunk(2).ToArray();
        Assert.InRange(bands.Length, 5, 65);
        foreach (var band in bands[1..^1])
        {
            // Row r is made of the rows up to r + 1, and comes soon behind them: the result lies over what the first step reads.
            Assert.True(band[1] + 1 <= band[0], $"{band[1]} rows of {band[0]}");
            Assert.True(band[1] + 8 >= band[0], $"{band[1]} rows of {band[0]}");
        }
    }

    [Fact]
    public void SmallPicturesGoStepByStep() => Assert.Null(Table(Inverted(size: 32)));

    /// <summary>Between the two convolutions stands a step that needs all rows: bands begin with the product behind it, the third step.</summary>
    [Fact]
    public void AMeanOfAllPixelsWaitsForThem()
    {
        var model = new ModelBuilder().Input("x", 1, 16, 128, 128).Initialiser("w1", Weights(32, 16, 1, 1)).Initialiser("w2", Weights(32, 32, 1, 1))
            .Node("Conv", ["x", "w1"], ["a"]).Node("GlobalAveragePool", ["a"], ["b"]).Node("Mul", ["a", "b"], ["c"]).Node("Conv", ["c", "w2"], ["d"])
            .Node("ReduceSum", ["d"], ["y"]).Output("y");
        Assert.Contains(" Bands3 ", Table(model));
        Assert.Equal(2, EndsOf(model).TakeWhile(end => end == 0).Count());
    }

    /// <summary>A pool reads two rows for each that it makes, and its result is read at once; a row may wait for the one behind it.</summary>
    [Fact]
    public void APoolGoesAlong()
    {
        var ends = EndsOf(new ModelBuilder().Input("x", 1, 3, 256, 256)
            .Initialiser("w1", Weights(16, 3, 3, 3)).Initialiser("w2", Weights(32, 16, 1, 1))
            .Node("Conv", ["x", "w1"], ["a"], Attribute("pads", new long[] { 1, 1, 1, 1 }))
            .Node("MaxPool", ["a"], ["b"], Attribute("kernel_shape", new long[] { 2, 2 }), Attribute("strides", new long[] { 2, 2 }))
            .Node("Conv", ["b", "w2"], ["c"]).Node("ReduceMax", ["c"], ["y"]).Output("y"));
        foreach (var band in ends.Chunk(3).Skip(1)) Assert.InRange(band[1], band[0] / 2 - 1, band[0] / 2);
    }

    static ModelBuilder Inverted(int size) => new ModelBuilder().Input("x", 1, 32, size, size).Initialiser("w1", Weights(32, 32, 1, 1))
        .Initialiser("w2", Weights(32, 1, 3, 3)).Node("Sqrt", ["x"], ["s"]).Node("Conv", ["s", "w1"], ["a"])
        .Node("Conv", ["a", "w2"], ["b"], Attribute("pads", new long[] { 1, 1, 1, 1 }), Attribute("group", 32L)).Node("ReduceMax", ["b"], ["y"])
            .Output("y");

    static int[] EndsOf(ModelBuilder model) => [.. Table(model)!.Split('{')[1].Split('}')[0].Split(',').Select(int.Parse)];

    /// <summary>The line with the only table of bands on Avx2, whose tiles of rows are those of any machine; null if there is none.</summary>
    static string? Table(ModelBuilder model)
    {
        var compiled = Compiler.Build(model.Proto.ToByteArray(), new CompileOptions { ClassName = "Model" }, null, default);
        var lines = compiled.Sources.Single(file => file.HintName.EndsWith("Avx2.g.cs", StringComparison.Ordinal)).Text.Split('\n')
            .Where(line => line.Contains("> Bands")).ToArray();
        return lines.Length == 0 ? null : Assert.Single(lines);
    }
}
