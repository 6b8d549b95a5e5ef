using EdgeCompile.Emit;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Onnx;
using EdgeCompile.Planning;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Emit;

/// <summary>
/// Steps that hardly count, and such as are alike on all rungs, are written for the baseline alone; that they compute the same is what
/// CompiledModelsTests shows.
/// </summary>
public class SlightStepsTests
{
    /// <summary>Two convolutions of 64x64 pixels, and behind them one of a single pixel that is next to nothing.</summary>
    static readonly IReadOnlyList<RungMethods> s_rungs = RungsOf(new ModelBuilder().Input("x", 1, 16, 64, 64)
        .Initialiser("w1", Weights(32, 16, 3, 3)).Initialiser("w2", Weights(16, 32, 3, 3)).Initialiser("w3", Weights(8, 16, 1, 1))
        .Node("Conv", ["x", "w1"], ["a"]).Node("Conv", ["a", "w2"], ["b"]).Node("GlobalMaxPool", ["b"], ["c"]).Node("Conv", ["c", "w3"], ["y"])
        .Output("y"));

    [Fact]
    public void TheyAreCalledWhereTheBaselineHasThem()
    {
        foreach (var rung in s_rungs.Skip(1))
        {
            Assert.Equal("OnVector128." + s_rungs[0].Calls[^1].Method, rung.Calls[^1].Method);
            Assert.DoesNotContain(rung.Steps, step => step.Name == s_rungs[0].Calls[^1].Method);
        }
    }

    /// <summary>Zeros around a tensor are the same text everywhere, however much there is of it; the convolution calls tiles of its rung.</summary>
    [Fact]
    public void SoAreStepsOfTheSameText()
    {
        var rungs = RungsOf(new ModelBuilder().Input("x", 1, 32, 48, 48).Initialiser("w", Weights(32, 32, 3, 3)).Node("Sqrt", ["x"], ["s"])
            .Node("Conv", ["s", "w"], ["y"], Attribute("pads", new long[] { 1, 1, 1, 1 })).Output("y"));
        var halo = Assert.Single(rungs[0].Steps, step => step.Name == "ZeroHalo").Method;
        Assert.False(halo.CallsShared);
        foreach (var rung in rungs.Skip(1))
        {
            Assert.Contains(rung.Calls, call => call.Method == "OnVector128.ZeroHalo");
            Assert.DoesNotContain(rung.Calls, call => call.Method.StartsWith("OnVector128.F32Conv", StringComparison.Ordinal));
            Assert.True(Assert.Single(rung.Steps, step => step.Name.StartsWith("F32Conv", StringComparison.Ordinal)).Method.CallsShared);
        }
    }

    [Fact]
    public void OthersAreWrittenForEachRung()
    {
        foreach (var rung in s_rungs)
            foreach (var call in rung.Calls.Take(2))
                Assert.Contains(rung.Steps, step => step.Name == call.Method);
    }

    /// <summary>A hundredth of the work, on all models that there are: whatever these steps take, the others take the rest.</summary>
    [Fact]
    public void TheyAreAHundredthOfTheWorkTogether()
    {
        var steps = s_rungs[0].Calls.Select(call => call.Step).ToArray();
        var slight = SlightSteps.Of(steps);
        Assert.NotEmpty(slight);
        Assert.InRange(slight.Sum(i => steps[i].Work), 1, steps.Sum(step => step.Work) / 100);
        Assert.True(slight.Max(i => steps[i].Work) <= steps.Where((_, i) => !slight.Contains(i)).Min(step => step.Work));
    }

    [Fact]
    public void AModelOfOneStepHasNone() => Assert.Empty(SlightSteps.Of([s_rungs[0].Calls[0].Step]));

    static IReadOnlyList<RungMethods> RungsOf(ModelBuilder model)
    {
        var analysis = Compiler.Analyze(model.Proto.ToByteArray(), new CompileOptions { ClassName = "Model" }, null, default);
        return RungMethods.Of(analysis.Plan!, Isa.All);
    }
}
