using EdgeCompile.Harness;
using EdgeCompile.Lowering;

namespace EdgeCompile.Tests.Kernels;

public class ConvKernelTests
{
    static readonly ConvCase[] pointwise =
    [
        new(16, 32, [5, 7], [1, 1]),
        new(1, 1, [1, 1], [1, 1]),
        new(3, 5, [3, 5], [1, 1]) { Bias = false },
        new(24, 24, [4, 11], [1, 1]) { Then = "relu" },
        new(17, 85, [6, 6], [1, 1]) { Then = "add", Batch = 2 },
        new(8, 17, [13, 13], [1, 1]) { Then = "silu" },
        new(12, 40, [13, 3], [1, 1]) { Then = "silu-add", OutputBorder = 1 },
        new(72, 48, [12, 12], [1, 1]) { OutputBorder = 1, Then = "relu" },
        new(40, 12, [3, 3], [1, 1]) { Around = 4, Then = "silu" },
        new(33, 64, [9, 10], [1, 1]) { Around = 16, SpareRoom = 1, Then = "scale" },
        new(20, 29, [5, 4], [1, 1]) { Planar = true },
        new(128, 80, [7, 26], [1, 1]) { Then = "add" },
        new(64, 6, [5, 5], [1, 1]),
        new(64, 4, [8, 8], [1, 1]) { Batch = 3 },
        new(256, 128, [2, 2], [1, 1]),
        new(10, 30, [11], [1]) { Then = "relu" },
        new(6, 10, [3, 4, 5], [1, 1, 1]) { Then = "add" },
        new(16, 16, [40, 53], [1, 1]) { Then = "silu" },
        new(16, 32, [30, 41], [1, 1]) { Then = "silu-add" },
        new(16, 48, [30, 41], [1, 1]) { Then = "relu" },
        new(24, 58, [26, 26], [1, 1]) { Then = "leaky" },
        new(16, 32, [26, 26], [1, 1]) { Then = "add-upside-down" },
        new(24, 85, [6, 27], [1, 1]) { Then = "hard-swish" },
        new(48, 19, [1, 1], [1, 1]) { Then = "relu" },
    ];

    static readonly ConvCase[] direct =
    [
        new(3, 16, [9, 11], [3, 3]) { Strides = [2, 2], Pads = [1, 1, 1, 1], Planar = true, Then = "relu" },
        new(3, 8, [8, 8], [3, 3]) { Strides = [2, 2], Pads = [0, 0, 1, 1] },
        new(1, 8, [14, 14], [5, 5]) { Pads = [2, 2, 2, 2], Then = "relu" },
        new(16, 16, [10, 29], [3, 3]) { Pads = [1, 1, 1, 1], Then = "add", SpareRoom = 2 },
        new(16, 24, [12, 12], [3, 3]) { Pads = [3, 3, 3, 3], Dilations = [3, 3], Then = "silu" },
        new(8, 17, [7, 9], [3, 2]) { Pads = [2, 0, 1, 1], Strides = [1, 2], Dilations = [1, 2] },
        new(32, 12, [4, 5], [3, 3]) { Pads = [1, 1, 1, 1], Batch = 2, Around = 3 },
        new(32, 64, [8, 8], [1, 1]) { Strides = [2, 2], Then = "scale" },
        new(12, 8, [6, 6], [3, 3]) { Groups = 4, Pads = [1, 1, 1, 1], Then = "relu" },
        new(32, 48, [5, 5], [3, 3]) { Groups = 2, Pads = [1, 1, 1, 1], Then = "silu-add" },
        new(6, 12, [5, 6], [3, 3]) { Groups = 6, Pads = [1, 1, 1, 1] },
        new(5, 7, [20], [4]) { Pads = [1, 2], Strides = [2], Then = "add" },
        new(4, 20, [5, 6, 7], [3, 3, 3]) { Pads = [1, 1, 1, 1, 1, 1], Strides = [1, 2, 1], Then = "relu" },
        new(64, 96, [7, 7], [3, 3]) { Pads = [1, 1, 1, 1], OutputBorder = 1 },
        new(16, 32, [14, 56], [3, 3]) { Pads = [1, 1, 1, 1], Then = "silu" },
    ];

    static readonly ConvCase[] bare = [.. new ConvCase[]
    {
        new(3, 16, [112, 130], [3, 3]) { Strides = [2, 2], Pads = [1, 1, 1, 1], Then = "relu" },
        new(3, 24, [105, 137], [3, 3]) { Strides = [2, 2], Pads = [0, 0, 1, 1], Then = "silu" },
        new(1, 12, [5, 7001], [5, 5]) { Strides = [1, 3], Pads = [4, 2, 4, 2], Then = "add" },
        new(3, 20, [103, 109], [6, 6]) { Pads = [2, 3, 3, 2], Then = "silu-add", OutputBorder = 1 },
        new(4, 40, [70, 150], [3, 2]) { Pads = [3, 3, 3, 3], Dilations = [3, 4], Groups = 2, Bias = false },
        new(2, 16, [60, 280], [3, 3]) { Pads = [1, 1, 1, 1], Strides = [3, 2], Batch = 2, Then = "scale" },
    }.SelectMany(conv => new[] { conv with { Bare = true }, conv with { Bare = true, Planar = true } })];

    static readonly ConvCase[] pruned = [.. new ConvCase[]
    {
        new(16, 40, [5, 7], [1, 1]) { Then = "relu" },
        new(33, 64, [9, 10], [1, 1]) { Around = 16, SpareRoom = 1, Then = "scale" },
        new(64, 17, [3, 3], [1, 1]) { Planar = true },
        new(128, 80, [7, 26], [1, 1]) { Then = "silu-add", Batch = 2 },
        new(16, 24, [12, 30], [3, 3]) { Pads = [3, 3, 3, 3], Dilations = [3, 3], Then = "silu" },
        new(32, 12, [4, 5], [3, 3]) { Pads = [1, 1, 1, 1], Batch = 2, Around = 3 },
        new(8, 50, [7, 9], [3, 2]) { Pads = [2, 0, 1, 1], Strides = [1, 2], Dilations = [1, 2], Bias = false },
        new(20, 16, [40], [5]) { Pads = [2, 2], Then = "add" },
        new(64, 8, [1, 1], [1, 1]),
    }.Select(conv => conv with { Pruned = true })];

    static readonly ConvCase[] depthwise = [.. new ConvCase[]
    {
        new(16, 16, [7, 15], [3, 3]) { Pads = [1, 1, 1, 1] },
        new(24, 24, [6, 11], [3, 3]) { Pads = [1, 1, 1, 1], Then = "relu", OutputBorder = 2 },
        new(5, 5, [6, 6], [3, 3]) { Pads = [0, 0, 1, 1], Strides = [2, 2], Then = "add" },
        new(31, 31, [9, 13], [5, 5]) { Pads = [2, 2, 2, 2], Then = "silu", Batch = 2 },
        new(40, 40, [9, 26], [3, 3]) { Pads = [1, 1, 1, 1], Strides = [2, 2], Then = "silu-add" },
        new(20, 20, [6, 13], [3, 3]) { Pads = [1, 1, 1, 1], Then = "silu", OutputBorder = 1 },
        new(27, 27, [7, 9], [5, 5]) { Pads = [2, 2, 2, 2], Then = "scale", SpareRoom = 1 },
        new(13, 13, [9, 10], [3, 3]) { Strides = [2, 1], Then = "relu", Batch = 2 },
        new(8, 8, [12, 12], [3, 3]) { Pads = [2, 2, 2, 2], Dilations = [2, 2], Bias = false, Around = 8 },
        new(17, 17, [10, 9], [7, 7]) { Pads = [3, 3, 3, 3], Then = "scale", SpareRoom = 1 },
        new(20, 20, [30], [9]) { Pads = [4, 4], Then = "relu" },
        new(7, 7, [40], [31]) { Pads = [15, 15] },
        new(16, 16, [6, 28], [5, 5]) { Pads = [2, 2, 2, 2], Then = "silu" },
        new(29, 29, [8, 15], [5, 5]) { Pads = [2, 2, 2, 2], Then = "hard-swish" },
        new(256, 256, [3, 3], [3, 3]) { Pads = [1, 1, 1, 1] },
    }.Select(conv => conv with { Groups = conv.Channels })];

    /// <summary>Few outputs of any depth, over rows that tiles fill, overlap and leave empty.</summary>
    static IEnumerable<ConvCase> Few()
    {
        int[][] sizes = [[5, 7], [13, 13], [1, 1], [2, 19], [3, 3], [1, 40], [4, 16]];
        string[] then = ["", "relu", "add", "silu", "silu-add", "scale", "leaky", "add-upside-down"];
        for (var depth = 1; depth <= 130; depth++)
            yield return new(depth, 1 + depth % 4, sizes[depth % 7], [1, 1])
            {
                Then = then[depth / 3 % 8],
                Bias = depth % 5 > 0,
                Around = depth % 3 == 1 ? 3 : 0,
                OutputBorder = depth % 11 == 1 ? 1 : 0,
                SpareRoom = depth % 13 == 2 ? 1 : 0,
                Batch = depth % 17 == 3 ? 2 : 1,
            };
        yield return new(64, 1, [9, 20], [3, 3]) { Pads = [1, 1, 1, 1], Then = "silu-add" };
        yield return new(20, 4, [9, 20], [3, 3]) { Pads = [1, 1, 1, 1], Then = "relu" };
        yield return new(6, 2, [12, 37], [3, 3]) { Pads = [2, 2, 2, 2], Dilations = [2, 2], Then = "silu", Batch = 2 };
        yield return new(33, 3, [17, 17], [3, 3]) { Strides = [2, 2], Pads = [1, 1, 1, 1], Around = 2, Then = "add" };
        yield return new(12, 1, [50], [5]) { Pads = [2, 2], Then = "add" };
        yield return new(10, 2, [3, 4, 18], [3, 1, 3]) { Pads = [1, 0, 1, 1, 0, 1], Then = "relu" };
        yield return new(48, 4, [6, 6], [1, 1]) { Planar = true, Then = "silu" };
    }

    [Fact]
    public void EveryRungSumsAsTheOnnxTextSays() => Check(pointwise.Concat(direct).Concat(bare).Concat(depthwise).Concat(pruned));

    [Fact]
    public void EveryRungSumsFewOutputsAsTheOnnxTextSays() => Check(Few());

    static void Check(IEnumerable<ConvCase> cases)
    {
        var runs = cases.Select(conv => new ConvRun(conv)).ToList();
        var placed = runs.SelectMany(run => KernelCheck.Rungs.Select(isa => (Run: run, Kernel: run.Place(isa)))).ToList();
        var compiled = PlacedKernel.Compile([.. placed.Select(item => item.Kernel)]);
        var problems = placed.Zip(compiled, (item, run) => item.Run.Check(item.Kernel, run)).OfType<string>();
        Assert.Empty(problems);
        Assert.Empty(compiled.SelectMany(run => Inlining.Refused(run.Method.DeclaringType!)));
    }

    /// <summary>The cases without zeros around their inputs are some that the planner leaves so; narrow pictures it has copied.</summary>
    [Fact]
    public void LargePicturesAreReadAsTheyLie()
    {
        Assert.All(bare, conv => Assert.True(new ConvRun(conv).ReadsInputAsItLies(), conv.ToString()));
        Assert.All(direct, conv => Assert.False(new ConvRun(conv).ReadsInputAsItLies(), conv.ToString()));
    }

    [Theory]
    [InlineData(1, "dots-4x1-vector128", "dots-8x1-avx2", "dots-16x1-avx512")]
    [InlineData(4, "pointwise-13x1-vector128", "dots-2x4-avx2", "dots-4x4-avx512")]
    public void FewOutputsAreDotProducts(int outputs, params string[] names) =>
        Assert.All(Isa.All.Zip(names), rung => Assert.Contains($"-{rung.Second}\n", Text(new(64, outputs, [13, 13], [1, 1]), rung.First)));

    [Fact]
    public void MoreOutputsAndPlanarInputsAreNot() => Assert.All(Isa.All, isa =>
    {
        Assert.DoesNotContain("-dots-", Text(new(64, 5, [13, 13], [1, 1]), isa));
        Assert.DoesNotContain("-dots-", Text(new(64, 1, [13, 13], [1, 1]) { Planar = true }, isa));
    });

    static string Text(ConvCase conv, Isa isa) => new ConvRun(conv).Place(isa).Source("Kernel");

    [Fact]
    public void TilesOfOnePixelShareTheirTextWhateverTheDepth()
    {
        var texts = new[] { 8, 16, 24, 96 }.Select(depth => new ConvCase(depth, 16, [1, 1], [1, 1]) { Then = "relu" });
        Assert.Single(texts.Select(Tile).Distinct());

        static string Tile(ConvCase conv) => Source(conv).Split("static ").Single(part => part.StartsWith("void Tile", StringComparison.Ordinal));
    }

    [Fact]
    public void ALongEpilogueStandsOnce() =>
        Assert.Equal(2, Source(new(32, 32, [4, 26], [1, 1]) { Then = "hard-swish" }).Split("F32x16.Create(0.125f)").Length);

    static string Source(ConvCase conv) => new ConvRun(conv).Place(Isa.Avx512).Source("Text");

    [Fact]
    public void PointwiseIsNamedByItsShape()
    {
        Assert.All(pointwise, conv => Assert.EndsWith("-pointwise", new ConvRun(conv).Kernel.Name));
        Assert.Equal("f32-conv-3x3s2-direct", new ConvRun(direct[0]).Kernel.Name);
        Assert.All(pruned, conv => Assert.EndsWith("-sparse", new ConvRun(conv).Kernel.Name));
        Assert.Equal("f32-conv-3x3s2-depthwise", new ConvRun(depthwise[2]).Kernel.Name);
    }
}
