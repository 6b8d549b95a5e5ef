using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Models;
using EdgeCompile.Tests.Onnx;
using EdgeCompile.Tests.RandomGraphs;

namespace EdgeCompile.Tests.Planning;

/// <summary>
/// A rotary embedding, in the forms in which exporters write it, is one step, and computes what the interpreter does on every rung.
/// </summary>
public class RotaryTests
{
    const int Positions = 5;

    /// <summary>
    /// (a·c - b·s, a·s + b·c) of neighbours, stacked behind them: the original Llama. Odd numbers of pairs are computed one by one.
    /// </summary>
    [Theory]
    [InlineData(8, true), InlineData(32, true), InlineData(6, true), InlineData(2, true), InlineData(16, false)]
    public void PairsOfNeighbours(int depth, bool constant)
    {
        var model = Heads(depth)
            .Node("Slice", ["heads", "zero", "end", "last", "two"], ["a"]).Node("Slice", ["heads", "one", "end", "last", "two"], ["b"]);
        Angles(model, Positions, depth / 2, constant)
            .Node("Mul", ["a", "cos"], ["ac"]).Node("Mul", ["b", "sin"], ["bs"]).Node("Sub", ["ac", "bs"], ["first"])
            .Node("Mul", ["a", "sin"], ["as"]).Node("Mul", ["b", "cos"], ["bc"]).Node("Add", ["as", "bc"], ["second"])
            .Node("Unsqueeze", ["first", "last"], ["firsts"]).Node("Unsqueeze", ["second", "last"], ["seconds"])
            .Node("Concat", ["firsts", "seconds"], ["pairs"], Axis(-1)).Node("Reshape", ["pairs", "shape"], ["y"]).Output("y");
        IsOneStep(model, depth, constant ? null : depth / 2);
    }

    /// <summary>x·cos + (-b, a)·sin of halves: transformers' rotate_half.</summary>
    [Theory]
    [InlineData(8, true), InlineData(64, true), InlineData(6, true), InlineData(16, false)]
    public void Halves(int depth, bool constant)
    {
        var model = Heads(depth)
            .Node("Slice", ["heads", "zero", "half", "last"], ["a"]).Node("Slice", ["heads", "half", "end", "last"], ["b"]);
        Angles(model, Positions, depth, constant)
            .Node("Neg", ["b"], ["negative"]).Node("Concat", ["negative", "a"], ["turned"], Axis(-1))
            .Node("Mul", ["heads", "cos"], ["straight"]).Node("Mul", ["turned", "sin"], ["across"]).Node("Add", ["straight", "across"], ["y"])
                .Output("y");
        IsOneStep(model, depth, constant ? null : depth);
    }

    /// <summary>(a·c - b·s, b·c + a·s) of halves: the other spelling.</summary>
    [Theory]
    [InlineData(8, true), InlineData(64, false)]
    public void HalvesApart(int depth, bool constant)
    {
        var model = Heads(depth).Node("Split", ["heads"], ["a", "b"], Axis(-1));
        Angles(model, Positions, depth / 2, constant)
            .Node("Mul", ["a", "cos"], ["ac"]).Node("Mul", ["b", "sin"], ["bs"]).Node("Sub", ["ac", "bs"], ["first"])
            .Node("Mul", ["b", "cos"], ["bc"]).Node("Mul", ["sin", "a"], ["sa"]).Node("Add", ["bc", "sa"], ["second"])
            .Node("Concat", ["first", "second"], ["y"], Axis(3)).Output("y");
        IsOneStep(model, depth, constant ? null : depth / 2);
    }

    /// <summary>What other work reads as well is made for it, and the parts are left as they are.</summary>
    [Fact]
    public void PartsThatAreOutputsStay()
    {
        var model = Angles(Heads(8).Node("Split", ["heads"], ["a", "b"], Axis(-1)), Positions, 4, constant: true)
            .Node("Mul", ["a", "cos"], ["first"]).Node("Mul", ["b", "sin"], ["second"]).Node("Concat", ["first", "second"], ["y"], Axis(3))
                .Output("y").Output("first");
        Assert.Equal(3, Kernels(model).Count);
        Assert.True(Agrees(model, 8, null));
    }

    /// <summary>Three heads of five positions, as a product makes them, and what Slice, Unsqueeze and Reshape are told.</summary>
    static ModelBuilder Heads(int depth) => new ModelBuilder().Input("x", 1, Positions, 3, depth)
        .Initialiser("zero", Tensor.Longs(0)).Initialiser("one", Tensor.Longs(1)).Initialiser("two", Tensor.Longs(2))
            .Initialiser("last", Tensor.Longs(-1))
        .Initialiser("half", Tensor.Longs(depth / 2)).Initialiser("end", Tensor.Longs(int.MaxValue))
            .Initialiser("shape", Tensor.Longs(0, 0, 0, depth))
        .Node("Transpose", ["x"], ["heads"], ModelBuilder.Attribute("perm", new long[] { 0, 2, 1, 3 }));

    static ModelBuilder Angles(ModelBuilder model, int positions, int depth, bool constant) => constant
        ? model.Initialiser("cos", Waves(positions, depth, 0)).Initialiser("sin", Waves(positions, depth, 1))
        : model.Input("cos", positions, depth).Input("sin", positions, depth);

    static Tensor Waves(int positions, int depth, double phase) => Tensor.Floats(new Shape(positions, depth),
        [.. Enumerable.Range(0, positions * depth).Select(i => (float)Math.Cos(i * 0.7 - phase))]);

    static EdgeCompile.Onnx.AttributeProto Axis(long axis) => ModelBuilder.Attribute("axis", axis);

    static void IsOneStep(ModelBuilder model, int depth, int? angles)
    {
        Assert.Equal(["float32-map"], Kernels(model));
        Assert.True(Agrees(model, depth, angles));
    }

    static IReadOnlyList<string> Kernels(ModelBuilder model) =>
        [.. Compiler.Plan(model.ImportGraph(), new CompileOptions { ClassName = "Model" }, new DiagnosticBag(),
            default)!.Steps.Select(step => step.Kernel.Name)];

    static bool Agrees(ModelBuilder model, int depth, int? angles)
    {
        var draw = new Draw(3);
        int[][] inputs = angles is { } size ? [[1, Positions, 3, depth], [Positions, size], [Positions, size]] : [[1, Positions, 3, depth]];
        return EmittedModels.Agrees(model, [.. inputs.Select(sizes => draw.Tensor(ElementType.Float32, sizes))]).Count > 0;
    }
}
