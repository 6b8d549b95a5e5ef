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
}
