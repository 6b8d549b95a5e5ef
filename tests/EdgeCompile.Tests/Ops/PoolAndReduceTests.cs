using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class PoolAndReduceTests
{
    static readonly long[] Two = [2, 2], Three = [3, 3], Ones = [1, 1, 1, 1];

    [Fact]
    public void MaxPoolSkipsPadding() =>
        Near([-1, -1, -1, -1], Run("MaxPool", 12, [F(new Shape(1, 1, 2, 2), -4, -3, -2, -1)], new { kernel_shape = Three, pads = Ones }));

    [Fact]
    public void CeilModeAddsAWindowThatBeginsInside()
    {
        Near([5, 6, 8, 9], Run("MaxPool", 12, [Count(1, 1, 3, 3)], new { kernel_shape = Two, strides = Two, ceil_mode = 1L }));
        // With padding in front, the third window would begin behind the input: there is none.
        Assert.Equal(new Shape(1, 1, 2), Run("MaxPool", 12, [Count(1, 1, 3)],
            new { kernel_shape = new long[] { 1 }, strides = new long[] { 2 }, pads = new long[] { 0, 1 }, ceil_mode = 1L }).Shape);
    }

    [Theory]
    [InlineData(0, new long[] { 4, 5, 7, 8 })]
    [InlineData(1, new long[] { 4, 7, 5, 8 })]
    public void MaxPoolTellsWhereMaximaStand(long order, long[] expected)
    {
        var outputs = RunAll("MaxPool", 12, [Count(1, 1, 3, 3)], 2, new { kernel_shape = Two, storage_order = order });
        Near([5, 6, 8, 9], (Tensor)outputs[0]);
        Assert.Equal(expected, ((Tensor)outputs[1]).ToLongs());
    }

    [Fact]
    public void AveragePoolCountsPaddingIfAsked()
    {
        Near([3, 3.5f, 4, 4.5f, 5, 5.5f, 6, 6.5f, 7], Run("AveragePool", 11, [Count(1, 1, 3, 3)], new { kernel_shape = Three, pads = Ones }));
        Near([12f / 9, 21f / 9, 16f / 9, 3, 5, 33f / 9, 24f / 9, 39f / 9, 28f / 9],
            Run("AveragePool", 11, [Count(1, 1, 3, 3)], new { kernel_shape = Three, pads = Ones, count_include_pad = 1L }));
    }

    [Fact]
    public void LpPoolOfOneTwoAndThree()
    {
        var x = F(new Shape(1, 1, 2), 3, -4);
        foreach (var (p, expected) in new[] { (1L, 7f), (2, 5), (3, 4.497941f) })
            Near([expected], Run("LpPool", 18, [x], new { kernel_shape = new long[] { 2 }, p }));
    }

    [Theory]
    [InlineData("ReduceSum", new[] { 3f, 7 })]
    [InlineData("ReduceMean", new[] { 1.5f, 3.5f })]
    [InlineData("ReduceMax", new[] { 2f, 4 })]
    [InlineData("ReduceMin", new[] { 1f, 3 })]
    [InlineData("ReduceProd", new[] { 2f, 12 })]
    [InlineData("ReduceL1", new[] { 3f, 7 })]
    [InlineData("ReduceL2", new[] { 2.236068f, 5 })]
    [InlineData("ReduceSumSquare", new[] { 5f, 25 })]
    [InlineData("ReduceLogSum", new[] { 1.0986123f, 1.9459101f })]
    [InlineData("ReduceLogSumExp", new[] { 2.3132617f, 4.3132617f })]
    public void Reductions(string op, float[] expected)
    {
        Near(expected, Run(op, 11, [Count(2, 2)], new { axes = new long[] { -1 }, keepdims = 0L }));
        Assert.Equal(new Shape(2, 1), Run(op, 18, [Count(2, 2), Tensor.Longs(1)], null, 1).Shape);
        Assert.Equal(new Shape(1, 1), Run(op, 18, [Count(2, 2)]).Shape);
    }

    [Fact]
    public void ReductionsOfNothing()
    {
        var none = new Tensor(ElementType.Int8, new Shape(0, 1));
        Assert.Equal([-128L], Run("ReduceMax", 18, [none, Tensor.Longs(0)], null, 1).ToLongs());
        Near([float.PositiveInfinity], Run("ReduceMin", 18, [new Tensor(ElementType.Float32, new Shape(0, 1))]));
    }

    [Fact]
    public void NoopWithEmptyAxesKeepsTheInput() =>
        Near([1, 2], Run("ReduceSum", 13, [F(1, 2), Tensor.Longs()], new { noop_with_empty_axes = 1L }, 1));

    [Fact]
    public void SoftmaxOverOneAxisOrAllBehind()
    {
        Near([0.5f, 0.5f, 0.5f, 0.5f], Run("Softmax", 13, [F(new Shape(1, 2, 2), 1, 1, 3, 3)]));
        Near([0.0596015f, 0.0596015f, 0.4403985f, 0.4403985f], Run("Softmax", 11, [F(new Shape(1, 2, 2), 1, 1, 3, 3)]));
        Near([-0.3132617f, -1.3132617f], Run("LogSoftmax", 13, [F(1001, 1000)]));
    }

    [Fact]
    public void BatchNormalizationIsPerChannel() =>
        Near([2, 4, 11.5f, 12.5f], Run("BatchNormalization", 15, [Count(1, 2, 2), F(2, 2), F(0, 10), F(0, 1.5f), F(1, 4)], new { epsilon = 0f }));

    [Fact]
    public void InTrainingABatchIsNormalisedByItself() =>
        Near([-2, 4], Run("BatchNormalization", 15, [Count(1, 1, 2), F(3f), F(1f), F(9f), F(9f)], new { training_mode = 1L, epsilon = 0f }));

    [Fact]
    public void OldOpsetsNormaliseEachElement() =>
        Near([4, 12], Run("BatchNormalization", 7, [Count(1, 1, 2), Grid(2, 2), Grid(0, 10), Grid(-1, 1), Grid(1, 1)],
            new { spatial = 0L, epsilon = 0f }));

    static Tensor Grid(params float[] numbers) => Tensor.Floats(new Shape(1, 2), numbers);

    [Theory]
    [InlineData("MaxPool", 1), InlineData("MaxPool", 2), InlineData("AveragePool", 1), InlineData("LpPool", 1)]
    [InlineData("ReduceMean", 1), InlineData("ReduceLogSumExp", 1), InlineData("Softmax", 1), InlineData("BatchNormalization", 1)]
    public void LoweringAgrees(string op, int outputs)
    {
        var x = Count(2, 3, 4, 5);
        Tensor[] inputs = op == "BatchNormalization" ? [x, F(1, 2, 3), F(4, 5, 6), F(7, 8, 9), F(1, 2, 3)] : [x];
        object? attributes = op switch
        {
            "MaxPool" or "AveragePool" => new { kernel_shape = Three, strides = Two, pads = Ones, ceil_mode = 1L },
            "LpPool" => new { kernel_shape = Three, pads = Ones },
            "ReduceMean" or "ReduceLogSumExp" => new { axes = new long[] { 1, -1 }, keepdims = 0L },
            _ => null,
        };
        foreach (int[] constants in op == "BatchNormalization" ? new int[][] { [], [1, 2, 3, 4] } : [[]])
            LoweredEvaluator.AgreesOnEveryNode(Import(op, 12, inputs, outputs, attributes, constants),
                [.. inputs.Where((_, i) => !constants.Contains(i))]);
    }
}
