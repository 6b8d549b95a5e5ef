using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class SumsOfProductsTests
{
    static readonly Tensor Ones = F(new Shape(1, 1, 3, 3), [.. Enumerable.Repeat(1f, 9)]);

    [Fact]
    public void ConvWithAndWithoutPadding()
    {
        Near([45], Run("Conv", 11, [Count(1, 1, 3, 3), Ones]));
        Near([12, 21, 16, 27, 45, 33, 24, 39, 28], Run("Conv", 11, [Count(1, 1, 3, 3), Ones], new { pads = new long[] { 1, 1, 1, 1 } }));
    }

    [Fact]
    public void ConvPadsSidesApart() =>
        Near([12, 27, 24], Run("Conv", 11, [Count(1, 1, 3, 3), Ones], new { pads = new long[] { 1, 1, 1, 0 }, strides = new long[] { 1, 2 } }));

    /// <summary>3 x 3 that count up, under a 2 x 2 window of ones at stride 2.</summary>
    [Theory]
    [InlineData("SAME_UPPER", new[] { 12f, 9, 15, 9 })]
    [InlineData("SAME_LOWER", new[] { 1f, 5, 11, 28 })]
    [InlineData("VALID", new[] { 12f })]
    public void ConvResolvesAutoPad(string pad, float[] expected) =>
        Near(expected, Run("Conv", 11, [Count(1, 1, 3, 3), F(new Shape(1, 1, 2, 2), 1, 1, 1, 1)],
            new { auto_pad = pad, strides = new long[] { 2, 2 } }));

    [Fact]
    public void GroupsSeeTheirChannelsOnly()
    {
        var x = Count(1, 2, 2);                                                             // channel 0: 1 2, channel 1: 3 4
        Near([11, 12, 20, 30, 63, 84, 106, 108], Run("Conv", 11,
            [x, F(new Shape(4, 1, 1), 1, 10, 21, 2), F(10, 10, 0, 100)], new { group = 2L }));
    }

    [Fact]
    public void ConvInOneAndThreeDimensions()
    {
        Near([4, 6], Run("Conv", 11, [Count(1, 1, 4), F(new Shape(1, 1, 2), 1, 1)], new { dilations = new long[] { 2 } }));
        Near([36], Run("Conv", 11, [Count(1, 1, 2, 2, 2), F(new Shape(1, 1, 2, 2, 2), [.. Enumerable.Repeat(1f, 8)])]));
    }

    [Fact]
    public void ConvRefusesWhatDoesNotFit()
    {
        Assert.Contains("groups", Assert.Throws<ModelException>(() => Run("Conv", 11, [Count(1, 3, 3), Count(1, 2, 1)])).Message);
        Assert.Contains("larger than the input", Assert.Throws<ModelException>(() => Run("Conv", 11, [Count(1, 1, 2), Count(1, 1, 3)])).Message);
    }

    [Fact]
    public void MatMulBroadcastsBatchesAndTakesVectors()
    {
        Near([7, 10, 15, 22], Run("MatMul", 13, [Count(2, 2), Count(2, 2)]));
        Assert.Equal(new Shape(5, 3, 2, 4), Run("MatMul", 13, [Count(3, 2, 6), Count(5, 1, 6, 4)]).Shape);
        Near([5, 11], Run("MatMul", 13, [Count(2, 2), F(1, 2)]));
        Near([7, 10], Run("MatMul", 13, [F(1, 2), Count(2, 2)]));
        Near([5], Run("MatMul", 13, [F(1, 2), F(1, 2)]));
        Assert.Throws<ModelException>(() => Run("MatMul", 13, [Count(2, 3), Count(2, 3)]));
    }

    [Fact]
    public void GemmScalesTransposesAndAdds() =>
        Near([2 * 10 + 3, 2 * 14 + 6, 2 * 14 + 3, 2 * 20 + 6],
            Run("Gemm", 13, [Count(2, 2), Count(2, 2), F(1, 2)], new { alpha = 2f, beta = 3f, transA = 1L }));

    [Fact]
    public void GemmTransposesB() => Near([5, 11, 11, 25], Run("Gemm", 13, [Count(2, 2), Count(2, 2)], new { transB = 1L }));

    [Theory]
    [InlineData("Conv", 0), InlineData("Conv", 1), InlineData("Conv", 2), InlineData("Conv", 3)]
    [InlineData("MatMul", 0), InlineData("MatMul", 1), InlineData("MatMul", 2), InlineData("Gemm", 0)]
    public void LoweringAgrees(string op, int variant)
    {
        Tensor?[] inputs = (op, variant) switch
        {
            ("Conv", 0) => [Count(2, 3, 5, 4), Count(4, 3, 3, 2), Count(4)],
            ("Conv", 1) => [Count(1, 4, 5, 5), Count(6, 2, 3, 3)],
            ("Conv", 2) => [Count(1, 3, 7), Count(3, 1, 3), Count(3)],
            ("Conv", _) => [Count(1, 2, 3, 3, 3), Count(2, 2, 2, 2, 2)],
            ("MatMul", 0) => [Count(3, 2, 6), Count(5, 1, 6, 4)],
            ("MatMul", 1) => [Count(6), Count(2, 6, 4)],
            ("MatMul", _) => [Count(2, 3, 6), Count(6)],
            _ => [Count(4, 3), Count(5, 4), Count(5)],
        };
        object? attributes = (op, variant) switch
        {
            ("Conv", 0) => new { pads = new long[] { 1, 0, 2, 1 }, strides = new long[] { 2, 1 } },
            ("Conv", 1) => new { group = 2L, dilations = new long[] { 2, 1 }, auto_pad = "SAME_UPPER" },
            ("Conv", 2) => new { group = 3L, pads = new long[] { 1, 1 } },
            ("Gemm", _) => new { transA = 1L, transB = 1L, alpha = 0.5f },
            _ => null,
        };
        LoweredEvaluator.AgreesOnEveryNode(Import(op, 13, inputs, 1, attributes), [.. inputs.OfType<Tensor>()]);
    }
}
