using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class GridSampleTests
{
    /// <summary>Elements 1, 2, 3, 4 in a row, and where to look: 3 is one element beyond the last if corners are aligned.</summary>
    static Tensor Row(string mode, string padding, params float[] places) => Run("GridSample", 20,
        [Count(1, 1, 4), F(new Shape(1, places.Length, 1), [.. places.Select(place => place / 1.5f - 1)])],
        new { mode, padding_mode = padding, align_corners = 1L });

    [Fact]
    public void NearestTakesOneElement() => Near([1, 1, 2, 4, 0, 0], Row("nearest", "zeros", 0, 0.4f, 0.6f, 3, 3.6f, -1));

    [Fact]
    public void LinearBlendsTwo() => Near([1, 1.25f, 3.5f, 4, 2, 0.5f], Row("linear", "zeros", 0, 0.25f, 2.5f, 3, 3.5f, -0.5f), 1e-5);

    [Fact]
    public void PaddingGoesOn()
    {
        Near([4, 4, 1, 1], Row("linear", "border", 3.5f, 9, -0.5f, -9), 1e-5);
        Near([3.5f, 3, 1.5f, 2, 1], Row("linear", "reflection", 3.5f, 4, -0.5f, -1, 6), 1e-5);
    }

    [Fact]
    public void CubicKeepsStraightLinesInside() => Near([2, 2.5f, 3], Row("cubic", "border", 1, 1.5f, 2), 1e-5);

    [Fact]
    public void BordersOfElementsWhereCornersAreNotAligned() =>
        Near([0.5f, 1, 2, 1], Run("GridSample", 16, [Count(1, 1, 1, 2), F(new Shape(1, 1, 4, 2), -1, 0, -0.5f, 0, 0.5f, 0, 1, 0)]));

    [Fact]
    public void TheLastAxisComesFirstInTheGrid() =>
        Near([2], Run("GridSample", 16, [Count(1, 1, 2, 2), F(new Shape(1, 1, 1, 2), 1, -1)], new { align_corners = 1L }));

    [Theory]
    [InlineData("bilinear", "zeros", 0L), InlineData("bilinear", "border", 1L), InlineData("bilinear", "reflection", 0L)]
    [InlineData("bicubic", "zeros", 1L), InlineData("bicubic", "border", 0L), InlineData("bicubic", "reflection", 1L)]
    [InlineData("nearest", "zeros", 0L), InlineData("nearest", "border", 1L), InlineData("nearest", "reflection", 0L)]
    public void LoweringAgrees(string mode, string padding, long corners)
    {
        var random = new Random(5);
        Tensor[] inputs = [Count(2, 2, 3, 4), F(new Shape(2, 3, 2, 2),
            [.. Enumerable.Range(0, 24).Select(_ => (float)(3 * random.NextDouble() - 1.5))])];
        LoweredEvaluator.AgreesOnEveryNode(
            Import("GridSample", 16, inputs, 1, new { mode, padding_mode = padding, align_corners = corners }), inputs);
    }
}
