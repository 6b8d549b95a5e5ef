using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class MovementTests
{
    [Fact]
    public void ReshapeCopiesZerosAndInfersMinusOne()
    {
        Assert.Equal(new Shape(2, 3, 4), Run("Reshape", 5, [Count(2, 12), Tensor.Longs(0, 3, -1)], null, 1).Shape);
        Assert.Equal(new Shape(4, 3), Run("Reshape", 1, [Count(12)], new { shape = new long[] { 4, -1 } }).Shape);
        Assert.Equal(new Shape(0, 2), Run("Reshape", 14, [Tensor.Floats(new Shape(2, 0)), Tensor.Longs(0, 2)], new { allowzero = 1L }, 1).Shape);
        Assert.Throws<ModelException>(() => Run("Reshape", 5, [Count(2, 3), Tensor.Longs(-1, 4)], null, 1));
        Assert.Throws<ModelException>(() => Run("Reshape", 5, [Count(2, 3), Tensor.Longs(-1, -1)], null, 1));
    }

    [Fact]
    public void FlattenSqueezeUnsqueeze()
    {
        Assert.Equal(new Shape(6, 20), Run("Flatten", 13, [Count(2, 3, 4, 5)], new { axis = 2L }).Shape);
        Assert.Equal(new Shape(1, 120), Run("Flatten", 13, [Count(2, 3, 4, 5)], new { axis = 0L }).Shape);
        Assert.Equal(new Shape(24, 5), Run("Flatten", 13, [Count(2, 3, 4, 5)], new { axis = -1L }).Shape);
        Assert.Equal(new Shape(3, 4), Run("Squeeze", 11, [Count(1, 3, 1, 4)]).Shape);
        Assert.Equal(new Shape(1, 3, 4), Run("Squeeze", 13, [Count(1, 3, 1, 4), Tensor.Longs(-2)], null, 1).Shape);
        Assert.Equal(new Shape(1, 3, 1, 4), Run("Unsqueeze", 13, [Count(3, 4), Tensor.Longs(0, -2)], null, 1).Shape);
        Assert.Equal(new Shape(3, 4, 1), Run("Unsqueeze", 1, [Count(3, 4)], new { axes = new long[] { 2 } }).Shape);
        Assert.Throws<ModelException>(() => Run("Squeeze", 11, [Count(2, 1)], new { axes = new long[] { 0 } }));
    }

    [Fact]
    public void TransposeMovesAxes()
    {
        Near([1, 4, 2, 5, 3, 6], Run("Transpose", 13, [Count(2, 3)]));
        var moved = Run("Transpose", 13, [Count(1, 2, 3, 1)], new { perm = new long[] { 2, 3, 1, 0 } });
        Assert.Equal(new Shape(3, 1, 2, 1), moved.Shape);
        Near([1, 4, 2, 5, 3, 6], moved);
        Assert.Throws<ModelException>(() => Run("Transpose", 13, [Count(2, 3)], new { perm = new long[] { 0, 0 } }));
    }

    [Fact]
    public void ConcatTakesAnyElements()
    {
        Near([1, 2, 1, 3, 4, 2], Run("Concat", 13, [Count(2, 2), Count(2, 1)], new { axis = -1L }));
        Near([1, 2, 1, 3, 4, 2], Run("Concat", 1, [Count(2, 2), Count(2, 1)]));
        Assert.Equal(["a", "b", "c"], Run("Concat", 13, [Text("a"), Text(), Text("b", "c")], new { axis = 0L }).Strings);
        Assert.Throws<ModelException>(() => Run("Concat", 13, [Count(2, 2), Count(3, 1)], new { axis = 1L }));
    }

    [Fact]
    public void SplitByAttributeInputAndNumber()
    {
        static float[][] Parts(IReadOnlyList<Datum> parts) => [.. parts.Select(part => ((Tensor)part).ToFloats())];
        Assert.Equal([[1, 2], [3], [4]], Parts(RunAll("Split", 2, [Count(4)], 3, new { split = new long[] { 2, 1, 1 } })));
        Assert.Equal([[1, 4], [2, 5], [3, 6]], Parts(RunAll("Split", 11, [Count(2, 3)], 3, new { axis = 1L })));
        Assert.Equal([[1], [2, 3, 4]], Parts(RunAll("Split", 13, [Count(4), Tensor.Longs(1, 3)], 2, null, 1)));
        Assert.Equal([[1, 2, 3], [4, 5, 6], [7]], Parts(RunAll("Split", 18, [Count(7)], 3, new { num_outputs = 3L })));
        Assert.Throws<ModelException>(() => RunAll("Split", 13, [Count(5)], 2));
    }

    [Theory]
    [InlineData(1, 4, 1, new[] { 2f, 3, 4 })]
    [InlineData(-2, long.MaxValue, 1, new[] { 5f, 6 })]
    [InlineData(long.MaxValue, long.MinValue, -1, new[] { 6f, 5, 4, 3, 2, 1 })]
    [InlineData(4, 0, -2, new[] { 5f, 3 })]
    [InlineData(0, -1, 2, new[] { 1f, 3, 5 })]
    [InlineData(5, 2, 1, new float[0])]
    [InlineData(0, 6, long.MaxValue, new[] { 1f })]
    [InlineData(-1, -100, long.MinValue, new[] { 6f })]
    public void SliceClampsAndSteps(long start, long end, long step, float[] expected) =>
        Near(expected, Run("Slice", 13, [Count(6), Tensor.Longs(start), Tensor.Longs(end), Tensor.Longs(0), Tensor.Longs(step)], null, 1, 2, 3, 4));

    [Fact]
    public void SliceOfOpset1HasAttributes() =>
        Near([4, 5], Run("Slice", 1, [Count(2, 3)], new { starts = new long[] { 1, 0 }, ends = new long[] { 1000, 2 } }));

    [Fact]
    public void SliceOnNegativeAxes() =>
        Near([2, 5], Run("Slice", 13, [Count(2, 3), Tensor.Longs(1), Tensor.Longs(2), Tensor.Longs(-1)], null, 1, 2, 3));

    [Fact]
    public void GatherByConstantAndByData()
    {
        var indices = Tensor.Of(ElementType.Int64, new Shape(1, 3), 2L, 0, -1);
        foreach (var constants in new int[][] { [1], [] })
        {
            var picked = Run("Gather", 13, [Count(2, 3), indices], new { axis = 1L }, constants);
            Assert.Equal(new Shape(2, 1, 3), picked.Shape);
            Near([3, 1, 3, 6, 4, 6], picked);
        }
        Assert.Throws<ModelException>(() => Run("Gather", 13, [Count(2, 3), Tensor.Longs(3)], new { axis = 1L }));
    }

    [Fact]
    public void GatherOfEvenlySpacedConstantsIsASlice()
    {
        var last = Import("Gather", 13, [Count(2, 6), Tensor.LongScalar(-1)], 1, new { axis = 1L }, 1);
        Assert.DoesNotContain(last.Nodes, node => node.Op == Gather.Op);
        Near([6, 12], Run("Gather", 13, [Count(2, 6), Tensor.LongScalar(-1)], new { axis = 1L }, 1));
        Near([6, 4, 2, 12, 10, 8], Run("Gather", 13, [Count(2, 6), Tensor.Longs(5, 3, 1)], new { axis = 1L }, 1));
        Assert.Contains(Import("Gather", 13, [Count(2, 6), Tensor.Longs(1, 1)], 1, new { axis = 1L }, 1).Nodes, node => node.Op == Gather.Op);
    }

    [Fact]
    public void GatherElementsAndGatherND()
    {
        Near([1, 1, 4, 3], Run("GatherElements", 11, [Count(2, 2), Tensor.Of(ElementType.Int64, new Shape(2, 2), 0L, 0, 1, -2)], new { axis = 1L }));
        Near([1, 4], Run("GatherND", 12, [Count(2, 2), Tensor.Of(ElementType.Int64, new Shape(2, 2), 0L, 0, 1, -1)]));
        Near([3, 4, 5, 6], Run("GatherND", 12, [Count(2, 2, 2), Tensor.Of(ElementType.Int64, new Shape(2, 1), 1L, 0)], new { batch_dims = 1L }));
    }

    [Theory]
    [InlineData("constant", new[] { 0f, 0, 1, 2, 3, 0 })]
    [InlineData("reflect", new[] { 3f, 2, 1, 2, 3, 2 })]
    [InlineData("edge", new[] { 1f, 1, 1, 2, 3, 3 })]
    [InlineData("wrap", new[] { 2f, 3, 1, 2, 3, 1 })]
    public void PadModes(string mode, float[] expected) => Near(expected, Run("Pad", 19, [Count(3), Tensor.Longs(2, 1)], new { mode }, 1));

    [Fact]
    public void PadForms()
    {
        Near([9, 1, 2, 9, 3, 4], Run("Pad", 2, [Count(2, 2)], new { pads = new long[] { 0, 1, 0, 0 }, value = 9f }));
        Near([9, 1, 2, 9, 3, 4], Run("Pad", 1, [Count(2, 2)], new { paddings = new long[] { 0, 1, 0, 0 }, value = 9f }));
        Near([7, 1, 2, 7, 3, 4], Run("Pad", 18, [Count(2, 2), Tensor.Longs(1, 0), Tensor.Floats(Shape.Scalar, 7), Tensor.Longs(-1)], null, 1, 3));
        Near([2, 3, 0], Run("Pad", 13, [Count(3), Tensor.Longs(-1, 1)], null, 1));
        Near([3, 3], Run("Pad", 13, [Count(3), Tensor.Longs(-2, 1)], new { mode = "edge" }, 1));
    }

    [Fact]
    public void ExpandTileAndConstantOfShape()
    {
        Near([1, 1, 2, 2], Run("Expand", 13, [Count(2, 1), Tensor.Longs(1, 2)], null, 1));
        Assert.Equal(new Shape(3, 2, 1), Run("Expand", 13, [Count(2, 1), Tensor.Longs(3, 1, 1)], null, 1).Shape);
        Near([1, 2, 1, 2, 3, 4, 3, 4], Run("Tile", 13, [Count(2, 2), Tensor.Longs(1, 2)], null, 1));
        Near([1, 2, 1, 2, 3, 4, 3, 4], Run("Tile", 1, [Count(2, 2), F(2), F(1)], null, 1, 2));
        Near([5, 5, 5, 5], Run("ConstantOfShape", 9, [Tensor.Longs(2, 2)], new { value = Tensor.Of(ElementType.Float32, new Shape(1), 5f) }, 0));
    }

    [Fact]
    public void ShapesAndSizes()
    {
        Assert.Equal([2, 3, 4], Run("Shape", 13, [Count(2, 3, 4)]).ToLongs());
        Assert.Equal([3], Run("Shape", 15, [Count(2, 3, 4)], new { start = -2L, end = -1L }).ToLongs());
        Assert.Equal([], Run("Shape", 15, [Count(2, 3, 4)], new { start = 2L, end = 1L }).ToLongs());
        Assert.Equal([24], Run("Size", 13, [Count(2, 3, 4)]).ToLongs());
    }

    [Fact]
    public void RangeEyeLikeTriluOneHotCumSum()
    {
        Assert.Equal([10, 6], Run("Range", 11, [Tensor.LongScalar(10), Tensor.LongScalar(4), Tensor.LongScalar(-4)], null, 0, 1, 2).ToLongs());
        Near([1, 1.5f, 2, 2.5f], Run("Range", 11, [F(1f), F(3f), F(0.5f)], null, 0, 1, 2));
        Near([0, 1, 0, 0, 0, 1], Run("EyeLike", 9, [Count(2, 3)], new { k = 1L }));
        Near([1, 2, 0, 4, 0, 0], Run("Trilu", 14, [Count(3, 2)]));
        Near([1, 2, 0, 4, 5, 6], Run("Trilu", 14, [Count(2, 3), Tensor.LongScalar(1)], new { upper = 0L }, 1));
        Near([0, 0, 1, 0, 1, 0, 0, 0, 0], Run("OneHot", 11, [Tensor.Longs(-1, 1, 3), Tensor.LongScalar(3), F(0, 1)], null, 1));
        Near([1, 3, 6], Run("CumSum", 14, [Count(3), Tensor.LongScalar(0)], null, 1));
        Near([5, 3, 0], Run("CumSum", 14, [Count(3), Tensor.LongScalar(0)], new { exclusive = 1L, reverse = 1L }, 1));
    }

    [Fact]
    public void DepthToSpaceBothOrders()
    {
        var x = Count(1, 8, 1, 1);
        Near([1, 3, 5, 7, 2, 4, 6, 8], Run("DepthToSpace", 13, [x], new { blocksize = 2L }));
        Near([1, 2, 3, 4, 5, 6, 7, 8], Run("DepthToSpace", 13, [x], new { blocksize = 2L, mode = "CRD" }));
        Near([1, 2, 3, 4], Run("SpaceToDepth", 13, [Count(1, 1, 2, 2)], new { blocksize = 2L }));
    }

    [Fact]
    public void ConstantForms()
    {
        Assert.Equal([1, 2], Run("Constant", 12, [], new { value_ints = new long[] { 1, 2 } }).ToLongs());
        Near([1.5f], Run("Constant", 12, [], new { value_float = 1.5f }));
        Assert.Equal(["a"], Run("Constant", 12, [], new { value_string = "a" }).Strings);
        Assert.Throws<ModelException>(() => Run("Constant", 12, []));
    }
}
