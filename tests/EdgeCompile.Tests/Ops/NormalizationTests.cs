using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class NormalizationTests
{
    [Fact]
    public void InstanceNormalizationIsPerChannel() =>
        Near([-2, 2, 9, 11], Run("InstanceNormalization", 6, [F(new Shape(1, 2, 2), 1, 3, 4, 8), F(2, 1), F(0, 10)], new { epsilon = 0f }));

    // Channels (1, 3, 5, 7) and (2, 2, 4, 4): means 4 and 3, variances 5 and 1; half of the running numbers stay.
    [Theory]
    [InlineData(1, 5), InlineData(6, 5), InlineData(7, 5), InlineData(9, 5), InlineData(14, 3)]
    public void BatchNormalizationInTrainingModeTakesTheBatch(int opset, int count)
    {
        Tensor[] inputs = [F(new Shape(2, 2, 2), 1, 3, 2, 2, 5, 7, 4, 4), F(1, 2), F(0, 10), F(0, 1), F(3, 3)];
        object attributes = opset == 14 ? new { epsilon = 0f, momentum = 0.5f, training_mode = 1L } : new { epsilon = 0f, momentum = 0.5f };
        var outputs = RunAll("BatchNormalization", opset, inputs, count, attributes);
        var root = MathF.Sqrt(5);
        Near([-3 / root, -1 / root, 8, 8, 1 / root, 3 / root, 12, 12], (Tensor)outputs[0]);
        Near([2, 2], (Tensor)outputs[1]);
        Near([4, 2], (Tensor)outputs[2]);
        if (count == 5) Near([4, 3, 5, 1], F([.. ((Tensor)outputs[3]).ToFloats(), .. ((Tensor)outputs[4]).ToFloats()]));
    }

    [Fact]
    public void OldBatchNormalizationIsInTrainingModeUnlessItIsATest()
    {
        Tensor[] inputs = [F(new Shape(2, 1), 1, 3), F(1f), F(0f), F(1f), F(4f)];
        Near([-1, 1], Run("BatchNormalization", 6, inputs, new { epsilon = 0f }));
        Near([0, 1], Run("BatchNormalization", 6, inputs, new { epsilon = 0f, is_test = 1L }));
        Near([-1, 1], Run("BatchNormalization", 1, inputs, new { epsilon = 0f, spatial = 0L }));
    }

    [Fact]
    public void LayerNormalizationGivesMeanAndInverseDeviation()
    {
        var outputs = RunAll("LayerNormalization", 17, [F(new Shape(2, 2), 1, 3, 4, 8), F(1, 2), F(0, 1)], 3, new { epsilon = 0f });
        Near([-1, 3, -1, 3], (Tensor)outputs[0]);
        Near([2, 6], (Tensor)outputs[1]);
        Near([1, 0.5f], (Tensor)outputs[2]);
        Assert.Equal(new Shape(2, 1), ((Tensor)outputs[1]).Shape);
    }

    [Fact]
    public void GroupNormalizationScalesByGroupThenByChannel()
    {
        var x = F(new Shape(1, 2, 2), 1, 1, 3, 3);                          // one group: mean 2, deviation 1
        Near([1, 1, 5, 5], Run("GroupNormalization", 18, [x, F(2f), F(3f)], new { num_groups = 1L, epsilon = 0f }));
        Near([1, 1, 1, 1], Run("GroupNormalization", 21, [x, F(2, 0), F(3, 1)], new { num_groups = 1L, epsilon = 0f }));
    }

    [Fact]
    public void RmsNormalizationDoesNotCentre() =>
        Near([3 / MathF.Sqrt(12.5f), 4 / MathF.Sqrt(12.5f)], Run("RMSNormalization", 23, [F(3, 4), F(1, 1)], new { epsilon = 0f }));

    [Fact]
    public void LpNormalizationLeavesZeros() => Near([0.6f, 0.8f, 0, 0], Run("LpNormalization", 1, [F(new Shape(2, 2), 3, 4, 0, 0)]));

    [Fact]
    public void LocalResponseSeesNeighbouringChannels() =>
        Near([1f / (1 + 1 + 4), 2f / (1 + 1 + 4 + 9), 3f / (1 + 4 + 9)],
            Run("LRN", 13, [F(new Shape(1, 3, 1), 1, 2, 3)], new { size = 3L, alpha = 3f, beta = 1f, bias = 1f }));

    [Theory]
    [InlineData("ArgMax", 0L, new long[] { 1, 0 })]
    [InlineData("ArgMax", 1L, new long[] { 2, 0 })]
    [InlineData("ArgMin", 0L, new long[] { 0, 1 })]
    [InlineData("ArgMin", 1L, new long[] { 0, 2 })]
    public void ArgExtremesTakeTheFirstOrTheLast(string op, long last, long[] expected) =>
        Assert.Equal(expected, Run(op, 13, [F(new Shape(2, 3), 1, 5, 5, 4, 2, 2)],
            new { axis = -1L, keepdims = 0L, select_last_index = last }).ToLongs());

    [Theory]
    [InlineData("ArgMax"), InlineData("ArgMin"), InlineData("LRN"), InlineData("LpNormalization"), InlineData("MeanVarianceNormalization")]
    public void LoweringAgrees(string op)
    {
        object? attributes = op switch
        {
            "ArgMax" => new { axis = 1L, keepdims = 0L, select_last_index = 1L },
            "ArgMin" => new { axis = 1L },
            "LRN" => new { size = 2L },
            "LpNormalization" => new { axis = 1L },
            _ => null,
        };
        var x = F(new Shape(2, 3, 2, 2), [.. Enumerable.Range(0, 24).Select(i => (float)(i * 7 % 5))]);
        LoweredEvaluator.AgreesOnEveryNode(Import(op, 13, [x], 1, attributes), [x]);
    }
}
