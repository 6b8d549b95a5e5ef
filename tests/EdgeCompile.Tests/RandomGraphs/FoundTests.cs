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
}
