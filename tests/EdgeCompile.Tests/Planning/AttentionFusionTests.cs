using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Models;
using EdgeCompile.Tests.Onnx;
using EdgeCompile.Tests.RandomGraphs;

namespace EdgeCompile.Tests.Planning;

/// <summary>Softmax between two products is one step, and computes what the interpreter does on every rung.</summary>
public class AttentionFusionTests
{
    /// <summary>Heads side by side, keys that are turned by strides, a scale and a mask.</summary>
    [Theory]
    [InlineData(1, 1, 16, 3), InlineData(2, 70, 70, 16), InlineData(3, 41, 1100, 5), InlineData(2, 300, 33, 1)]
    public void OneStepForAllHeads(int heads, int queries, int keys, int depth)
    {
        var model = new ModelBuilder().Input("q", 1, queries, heads, depth).Input("k", 1, keys, heads, depth).Input("v", 1, keys, heads, depth)
            .Input("mask", queries, keys)
            .Initialiser("scale", Tensor.Floats(Shape.Scalar, 0.25f))
            .Node("Transpose", ["q"], ["queries"], Axes(0, 2, 1, 3)).Node("Transpose", ["k"], ["keys"], Axes(0, 2, 3, 1))
                .Node("Transpose", ["v"], ["values"], Axes(0, 2, 1, 3))
            .Node("Mul", ["queries", "scale"], ["scaled"]).Node("MatMul", ["scaled", "keys"], ["scores"]).Node("Add", ["scores", "mask"], ["masked"])
            .Node("Softmax", ["masked"], ["weights"]).Node("MatMul", ["weights", "values"], ["heads"])
                .Node("Transpose", ["heads"], ["y"], Axes(0, 2, 1, 3)).Output("y");
        Assert.Equal(["f32-attention"], Kernels(model));
        Assert.True(Agrees(model, [1, queries, heads, depth], [1, keys, heads, depth], [1, keys, heads, depth], [queries, keys]));
    }

    /// <summary>Heads of keys and values that stand for several heads of queries each are read where they stand, and packed once.</summary>
    [Theory]
    [InlineData(8, 4, 20, 16), InlineData(6, 2, 17, 5), InlineData(4, 1, 33, 8), InlineData(3, 3, 19, 4)]
    public void GroupsOfHeadsShareKeys(int heads, int groups, int length, int depth)
    {
        var model = new ModelBuilder().Input("q", 1, length, heads, depth).Input("k", 1, length, groups, depth).Input("v", 1, length, groups, depth)
            .Initialiser("two", Tensor.Longs(2)).Initialiser("repeated", Tensor.Longs(1, groups, heads / groups, length, depth))
                .Initialiser("heads", Tensor.Longs(1, heads, length, depth))
            .Node("Transpose", ["q"], ["queries"], Axes(0, 2, 1, 3));
        foreach (var side in new[] { "k", "v" })
            model.Node("Transpose", [side], [side + "1"], Axes(0, 2, 1, 3)).Node("Unsqueeze", [side + "1", "two"], [side + "2"])
                .Node("Expand", [side + "2", "repeated"], [side + "3"]).Node("Reshape", [side + "3", "heads"], [side + "4"]);
        model.Node("Transpose", ["k4"], ["keys"], Axes(0, 1, 3, 2)).Node("MatMul", ["queries", "keys"], ["scores"])
            .Node("Softmax", ["scores"], ["weights"])
            .Node("MatMul", ["weights", "v4"], ["y"]).Output("y");
        Assert.Equal(["f32-attention"], Kernels(model));
        Assert.True(Agrees(model, [1, length, heads, depth], [1, length, groups, depth], [1, length, groups, depth]));
    }

    [Fact]
    public void MatricesOfOneBatch()
    {
        var model = Attention(new ModelBuilder().Input("q", 20, 24).Input("k", 24, 40).Input("v", 40, 9)).Output("y");
        Assert.Equal(["f32-attention"], Kernels(model));
        Assert.True(Agrees(model, [20, 24], [24, 40], [40, 9]));
    }

    /// <summary>What somebody else reads is made.</summary>
    [Fact]
    public void WeightsThatAreAnOutputStay()
    {
        var model = Attention(new ModelBuilder().Input("q", 20, 24).Input("k", 24, 40).Input("v", 40, 9)).Output("y").Output("weights");
        Assert.Equal(["f32-matmul-rows", "float32-rows", "f32-matmul-rows"], Kernels(model));
        Assert.True(Agrees(model, [20, 24], [24, 40], [40, 9]));
    }

    static ModelBuilder Attention(ModelBuilder model) =>
        model.Node("MatMul", ["q", "k"], ["scores"]).Node("Softmax", ["scores"], ["weights"]).Node("MatMul", ["weights", "v"], ["y"]);

    static EdgeCompile.Onnx.AttributeProto Axes(params long[] axes) => ModelBuilder.Attribute("perm", axes);

    static IEnumerable<string> Kernels(ModelBuilder model) =>
        Compiler.Plan(model.ImportGraph(), new CompileOptions { ClassName = "Model" }, new DiagnosticBag(),
            default)!.Steps.Select(step => step.Kernel.Name);

    static bool Agrees(ModelBuilder model, params int[][] inputs)
    {
        var draw = new Draw(7);
        return EmittedModels.Agrees(model, [.. inputs.Select(sizes => draw.Tensor(ElementType.Float32, sizes))]).Count > 0;
    }
}
