using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Ops;
using EdgeCompile.Tests.Onnx;

namespace EdgeCompile.Tests.Kernels;

/// <summary>Weights that are no normal floats are zeros in kernels.</summary>
public class SubnormalTests
{
    const float LeastNormal = 1.17549435e-38f;

    [Fact]
    public void OnlyTheyBecomeZero()
    {
        var weights = Tensor.Floats(new Shape(2, 3), LeastNormal, -LeastNormal, LeastNormal / 2, -float.Epsilon, 0, -1);
        Assert.Equal([LeastNormal, -LeastNormal, 0, 0, 0, -1], Subnormal.ToZero(weights).ToFloats());
        var normal = Tensor.Floats(new Shape(2), LeastNormal, 0);
        Assert.Same(normal, Subnormal.ToZero(normal));
    }

    [Fact]
    public void KernelsStoreNoneAndTheModelIsToldSo()
    {
        var diagnostics = new DiagnosticBag();
        var model = new ModelBuilder().Input("x", 1, 8, 5, 5).Initialiser("w1", Decayed(16, 8, 1, 1)).Initialiser("b1", Decayed(16))
            .Initialiser("w2", Decayed(16, 1, 3, 3)).Initialiser("w3", Decayed(3, 20))
            .Node("Conv", ["x", "w1", "b1"], ["a"]).Node("Conv", ["a", "w2"], ["b"], ModelBuilder.Attribute("group", 16L))
                .Node("MatMul", ["b", "w3"], ["y"]).Output("y");
        var plan = Compiler.Plan(model.ImportGraph(), new CompileOptions { ClassName = "Model" }, diagnostics, default)!;
        Assert.Equal(["f32-conv-1x1-pointwise", "f32-conv-3x3-depthwise", "f32-matmul-panels"], plan.Steps.Select(step => step.Kernel.Name));
        foreach (var tensor in plan.Steps.SelectMany(step => step.Kernel.Weights))
            Assert.DoesNotContain(tensor.ToFloats(), float.IsSubnormal);
        Assert.Equal(["44", "39", "20"], diagnostics.All.Where(item => item.Id == "EC0027").Select(item => item.Message.Split(' ')[4]));
    }

    /// <summary>Every third has decayed.</summary>
    static Tensor Decayed(params int[] sizes)
    {
        var shape = new Shape(sizes);
        return Tensor.Floats(shape, [.. Enumerable.Range(1, shape.Count).Select(i => i % 3 == 0 ? i * 1e-40f : i)]);
    }
}
