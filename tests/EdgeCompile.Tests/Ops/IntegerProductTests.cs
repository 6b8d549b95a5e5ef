using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class IntegerProductTests
{
    static readonly Tensor X = U8(new Shape(1, 1, 3, 3), 2, 3, 4, 5, 6, 7, 8, 9, 10);
    static readonly Tensor Ones = U8(new Shape(1, 1, 2, 2), 1, 1, 1, 1);

    [Fact]
    public void ConvSubtractsZeroPoints()
    {
        Near([12, 16, 24, 28], Run("ConvInteger", 10, [X, Ones, U8(1)]));
        Near([2 * 12, 2 * 16, 2 * 24, 2 * 28], Run("ConvInteger", 10, [X, I8(new Shape(1, 1, 2, 2), 1, 1, 1, 1), U8(1), I8(new Shape(1), -1)]));
        Near([12, 16, 24, 28, 0, 0, 0, 0], Run("ConvInteger", 10, [X, U8(new Shape(2, 1, 2, 2), 1, 1, 1, 1, 1, 1, 1, 1), U8(1), U8(0, 1)]));
    }

    [Fact]
    public void ConvPadsWithTheZeroPoint() => Near(
        [1, 3, 5, 3, 5, 12, 16, 9, 11, 24, 28, 15, 7, 15, 17, 9],
        Run("ConvInteger", 10, [X, Ones, U8(1)], new { pads = new long[] { 1, 1, 1, 1 } }));

    /// <summary>The example of the operator's page.</summary>
    [Fact]
    public void MatMulSubtractsZeroPoints()
    {
        var a = U8(new Shape(4, 3), 11, 7, 3, 10, 6, 2, 9, 5, 1, 8, 4, 0);
        var b = U8(new Shape(3, 2), 1, 4, 2, 5, 3, 6);
        Near([-38, -83, -44, -98, -50, -113, -56, -128], Run("MatMulInteger", 10, [a, b, U8(12), U8(0)]));
        // A zero point for each row of a, and for each column of b.
        Near([-32, -56, -44, -80, -50, -92, -56, -104], Run("MatMulInteger", 10, [a, b, U8(11, 12, 12, 12), U8(0, 1)]));
    }

    [Fact]
    public void TheExtremesAreExact()
    {
        var k = 5000;
        var x = U8(new Shape(1, k), [.. Enumerable.Repeat((byte)255, k)]);
        var y = I8(new Shape(k, 1), [.. Enumerable.Repeat((sbyte)-128, k)]);
        Assert.Equal(255 * -128 * k, Run("MatMulInteger", 10, [x, y]).GetInt64(0));
    }

    [Fact]
    public void OtherTypesAndZeroPointsAreRefused()
    {
        Assert.Contains("float32", Assert.Throws<ModelException>(() => Run("MatMulInteger", 10, [Count(2, 2), Count(2, 2)])).Message);
        Assert.Contains("does not fit", Assert.Throws<ModelException>(() => Run("ConvInteger", 10, [X, Ones, U8(1, 2)])).Message);
    }

    [Theory]
    [InlineData("ConvInteger", 0), InlineData("ConvInteger", 1), InlineData("ConvInteger", 2)]
    [InlineData("MatMulInteger", 0), InlineData("MatMulInteger", 1), InlineData("MatMulInteger", 2)]
    public void LoweringAgrees(string op, int variant)
    {
        Tensor?[] inputs = (op, variant) switch
        {
            ("ConvInteger", 0) => [X, I8(new Shape(2, 1, 2, 2), 1, -2, 3, -4, 5, 6, -7, 8), U8(3), I8(new Shape(2), -1, 5)],
            ("ConvInteger", 1) => [U8(new Shape(1, 2, 4), 1, 2, 3, 4, 50, 60, 70, 80), U8(new Shape(4, 1, 2), 1, 2, 3, 4, 5, 6, 7, 8), null, U8(2)],
            ("ConvInteger", _) => [I8(new Shape(1, 1, 4), -128, 2, 3, 127), I8(new Shape(1, 1, 2), -128, 127)],
            ("MatMulInteger", 0) =>
                [U8(new Shape(2, 3), 1, 2, 3, 4, 5, 6), I8(new Shape(3, 2), 1, -2, 3, -4, 5, -6), U8(4, 5), I8(new Shape(2), -3, 7)],
            ("MatMulInteger", 1) => [U8(new Shape(2, 1, 2), 1, 2, 3, 4), U8(new Shape(2, 2), 9, 8, 7, 6), U8(1), U8(2)],
            _ => [I8(new Shape(2), 3, -4), I8(new Shape(2, 2), 1, 2, 3, 4)],
        };
        object? attributes = (op, variant) switch
        {
            ("ConvInteger", 0) => new { pads = new long[] { 1, 0, 1, 1 }, strides = new long[] { 1, 2 } },
            ("ConvInteger", 1) => new { group = 2L, pads = new long[] { 1, 0 } },
            _ => null,
        };
        foreach (var constants in (int[][])[[], [1, 2, 3]])
            LoweredEvaluator.AgreesOnEveryNode(Import(op, 10, inputs, 1, attributes, constants),
                [.. inputs.Where((input, i) => input is not null && !constants.Contains(i))!]);
    }
}
