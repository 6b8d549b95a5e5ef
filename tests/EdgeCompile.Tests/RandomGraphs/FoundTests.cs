using EdgeCompile.Ir;
using EdgeCompile.Tests.Models;
using EdgeCompile.Tests.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>What random graphs that failed were shrunk to; the seed at which each was found stands beside it.</summary>
public class FoundTests
{
    /// <summary>Seed 726: C# warns of a variable that is compared with itself, and warnings are errors.</summary>
    [Theory]
    [InlineData("Equal"), InlineData("Less"), InlineData("LessOrEqual"), InlineData("Greater"), InlineData("GreaterOrEqual")]
    public void ATensorIsComparedWithItself(string op)
    {
        EmittedModels.Agrees(Comparison(ElementType.Float32), Tensor.Floats(new Shape(5), 1, -2, float.NaN, 0, float.PositiveInfinity));
        EmittedModels.Agrees(Comparison(ElementType.Int32), Tensor.Of(ElementType.Int32, new Shape(5), 1, -2, 3, 0, int.MaxValue));

        ModelBuilder Comparison(ElementType type) => new ModelBuilder(23).Input("x", type, 5).Node(op, ["x", "x"], ["y"]).Output("y");
    }

    /// <summary>Seed 95: a pointwise convolution that cuts its input walked it as if it were whole.</summary>
    [Fact]
    public void APointwiseConvolutionCutsItsInput()
    {
        var x = new Draw(95).Tensor(ElementType.Float32, [1, 6, 24]);
        EmittedModels.Agrees(
            new ModelBuilder(18).Input("x", 1, 6, 24).Initialiser("image", Tensor.Longs(7, 4)).Initialiser("block", Tensor.Longs(2, 1))
                .Node("Col2Im", ["x", "image", "block"], ["y"],
                    ModelBuilder.Attribute("strides", new long[] { 2, 1 }), ModelBuilder.Attribute("pads", new long[] { 0, 1, 1, 1 }))
                .Output("y"), x);
    }

    /// <summary>Seed 717: a slice that keeps all columns it takes did not move to where they were once columns before it were gone.</summary>
    [Fact]
    public void ASliceOfTheLastColumnsFollowsThem()
    {
        var draw = new Draw(717);
        EmittedModels.Agrees(
            new ModelBuilder(18).Input("x", 4, 9).Initialiser("w", draw.Tensor(ElementType.Float32, [9, 9])).Initialiser("starts", Tensor.Longs(7))
                .Initialiser("ends", Tensor.Longs(9)).Initialiser("axes", Tensor.Longs(1))
                .Node("MatMul", ["x", "w"], ["a"]).Node("Slice", ["a", "starts", "ends", "axes"], ["y"]).Output("y"),
            draw.Tensor(ElementType.Float32, [4, 9]));
    }
}
