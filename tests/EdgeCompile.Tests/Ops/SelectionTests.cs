using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class SelectionTests
{
    static Tensor L(Shape shape, params long[] items) => Tensor.Of(ElementType.Int64, shape, items);

    [Fact]
    public void ScatterElementsTakesUpdatesToTheirPlaces()
    {
        Near([1, 9, 3, 8, 5], Run("ScatterElements", 11, [Count(1, 5), L(new Shape(1, 2), 1, -2), F(new Shape(1, 2), 9, 8)], new { axis = 1L }));
        Near([1, 9, 3, 8, 5], Run("Scatter", 9, [Count(1, 5), L(new Shape(1, 2), 1, 3), F(new Shape(1, 2), 9, 8)], new { axis = -1L }));
        Near([7, 2, 3, 8], Run("ScatterElements", 18, [Count(2, 2), L(new Shape(1, 2), 0, 1), F(new Shape(1, 2), 7, 8)]));
        Assert.Throws<ModelException>(() => Run("ScatterElements", 11, [Count(1, 5), L(new Shape(1, 1), 5), Count(1, 1)], new { axis = 1L }));
    }

    [Theory]
    [InlineData("none", new[] { 4f, 2, 3 })]
    [InlineData("add", new[] { 15f, 2, 3 })]
    [InlineData("mul", new[] { 40f, 2, 3 })]
    [InlineData("max", new[] { 10f, 2, 3 })]
    [InlineData("min", new[] { 1f, 2, 3 })]
    public void ReductionsJoinWhatMeets(string reduction, float[] expected)
    {
        Near(expected, Run("ScatterElements", 18, [Count(3), L(new Shape(2), 0, 0), F(10, 4)], new { reduction }));
        Near(expected, Run("ScatterND", 18, [Count(3), L(new Shape(2, 1), 0, 0), F(10, 4)], new { reduction }));
    }

    [Fact]
    public void ScatterNDWritesElementsAndSlices()
    {
        Near([1, 2, 9, 4], Run("ScatterND", 11, [Count(2, 2), L(new Shape(1, 2), 1, -2), F(9)]));
        Near([7, 8, 3, 4], Run("ScatterND", 11, [Count(2, 2), L(new Shape(1, 1), 0), F(new Shape(1, 2), 7, 8)]));
        Assert.Contains("not 1x2", Assert.Throws<ModelException>(() => Run("ScatterND", 11, [Count(2, 2), L(new Shape(1, 1), 0), F(7)])).Message);
    }

    [Fact]
    public void TopKIsSortedAndTakesTheFirstOfEqualOnes()
    {
        var x = F(new Shape(2, 4), 1, 5, 5, 3, 2, 2, 9, 2);
        var top = RunAll("TopK", 11, [x, Tensor.Longs(3)], 2, null, 1);
        Near([5, 5, 3, 9, 2, 2], (Tensor)top[0]);
        Assert.Equal([1, 2, 3, 2, 0, 1], ((Tensor)top[1]).ToLongs());
        var least = RunAll("TopK", 11, [x, Tensor.Longs(1)], 2, new { axis = 0L, largest = 0L, sorted = 0L }, 1);
        Near([1, 2, 5, 2], (Tensor)least[0]);
        Assert.Equal([0, 1, 0, 1], ((Tensor)least[1]).ToLongs());
        Near([5, 9], Run("TopK", 1, [x], new { k = 1L }));
        Assert.Contains("fewer", Assert.Throws<ModelException>(() => Run("TopK", 10, [x, Tensor.Longs(5)], null, 1)).Message);
    }

    [Fact]
    public void HardmaxMarksTheFirstOfTheLargest()
    {
        var x = F(new Shape(2, 2, 2), 1, 3, 3, 2, 7, 7, 1, 9);
        Near([0, 1, 1, 0, 1, 0, 0, 1], Run("Hardmax", 13, [x]));
        Near([0, 1, 0, 0, 0, 0, 0, 1], Run("Hardmax", 11, [x]));
        Near([0, 0, 1, 0, 1, 1, 0, 1], Run("Hardmax", 13, [x], new { axis = 0L }));
    }

    [Fact]
    public void CompressKeepsWhereTheConditionHolds()
    {
        Near([3, 4], Run("Compress", 9, [Count(3, 2), B(false, true)], new { axis = 0L }, 1));
        Near([2, 4, 5], Run("Compress", 9, [Count(3, 2), B(false, true, false, true, true)], null, 1));
        Assert.Contains("build time", Assert.Throws<ModelException>(() => Run("Compress", 9, [Count(2), B(true, true)])).Message);
    }

    [Fact]
    public void CenterCropPadCutsAndPadsBothSides()
    {
        Near([2, 3], Run("CenterCropPad", 18, [Count(5), Tensor.Longs(2)], null, 1));
        Near([0, 1, 2, 0, 0], Run("CenterCropPad", 18, [Count(2), Tensor.Longs(5)], null, 1));
        Near([2, 5], Run("CenterCropPad", 18, [Count(2, 3), Tensor.Longs(1)], new { axes = new[] { -1L } }, 1));
    }

    [Fact]
    public void ReverseSequenceTurnsTheFirstElements()
    {
        Near([3, 2, 1, 4, 5, 6], Run("ReverseSequence", 10, [Count(2, 3), Tensor.Longs(3, 1)], new { time_axis = 1L, batch_axis = 0L }));
        Near([3, 2, 1, 4, 5, 6], Run("ReverseSequence", 10, [Count(3, 2), Tensor.Longs(2, 0)]));
    }

    [Fact]
    public void MaxUnpoolPutsMaximaBack()
    {
        var indices = L(new Shape(1, 1, 2), 1, 2);
        var strides = new { kernel_shape = new[] { 2L }, strides = new[] { 2L } };
        Near([0, 1, 2, 0], Run("MaxUnpool", 9, [Count(1, 1, 2), indices], strides));
        Near([0, 1, 2, 0, 0], Run("MaxUnpool", 11, [Count(1, 1, 2), indices, Tensor.Longs(1, 1, 5)], strides, 2));
    }

    [Fact]
    public void Col2ImAddsBlocksWhereTheyOverlap() =>
        Near([1, 2 + 3, 4], Run("Col2Im", 18, [F(new Shape(1, 2, 2), 1, 3, 2, 4), Tensor.Longs(3), Tensor.Longs(2)], null, 1, 2));

    [Theory]
    [InlineData("Hardmax"), InlineData("Compress"), InlineData("CenterCropPad"), InlineData("ReverseSequence"), InlineData("Col2Im")]
    public void LoweringAgrees(string op)
    {
        (Tensor?[] inputs, object? attributes, int[] constants) = op switch
        {
            "Hardmax" => ([F(new Shape(2, 3), 1, 3, 2, 7, 1, 7)], null, []),
            "Compress" => ([Count(3, 4), B(true, false, true)], new { axis = 0L }, [1]),
            "CenterCropPad" => ([Count(5, 2), Tensor.Longs(2, 5)], null, [1]),
            "ReverseSequence" => ([Count(4, 3, 2), Tensor.Longs(4, 2, 0)], null, []),
            _ => ((Tensor?[], object?, int[]))([Count(1, 8, 6), Tensor.Longs(4, 3), Tensor.Longs(2, 2)], null, [1, 2]),
        };
        LoweredEvaluator.AgreesOnEveryNode(Import(op, 18, inputs, 1, attributes, constants),
            [.. inputs.Where((input, i) => input is not null && !constants.Contains(i)).Select(input => input!)]);
    }
}
