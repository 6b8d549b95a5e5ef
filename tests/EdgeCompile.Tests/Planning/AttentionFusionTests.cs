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
        var model = new ModelBuilder().Input("q", 1, queries, heads, depth).Input("k", 1, keys, heads, depth).Input("v", 1, keys, heads, depth).Input("mask", queries, keys)
            .Initialiser("scale", Tensor.Floats(Shape.Scalar, 0.25f))
            .Node("Transpose", ["q"], ["queries"], Axes(0, 2, 1, 3)).Node("Transpose", ["k"], ["keys"], Axes(0, 2, 3, 1)).Node("Transpose", ["v"], ["values"], Axes(0, 2, 1, 3))
            .Node("Mul", ["queries", "scale"], ["scaled"]).Node("MatMul", ["scaled", "keys"], ["scores"]).Node("Add", ["scores", "mask"], ["masked"])
            .Node("Softmax", ["masked"], ["weights"]).Node("MatMul", ["weights", "values"], ["heads"]).Node("Transpose", ["heads"], ["y"], Axes(0, 2, 1, 3)).Output("y");
        Assert.Equal(["f32-attention"], Kernels(model));
        Assert.True(Agrees(model, [1, queries, heads, depth], [1, keys, heads, depth], [1, keys, heads, depth], [queries, keys]));
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
        Compiler.Plan(model.ImportGraph(), new CompileOptions { ClassName = "Model" }, new DiagnosticBag(), default)!.Steps.Select(step => step.Kernel.Name);

    static bool Agrees(ModelBuilder model, params int[][] inputs)
    {
        var draw = new Draw(7);
        return EmittedModels.Agrees(model, [.. inputs.Select(sizes => draw.Tensor(ElementType.Float32, sizes))]).Count > 0;
    }
}
