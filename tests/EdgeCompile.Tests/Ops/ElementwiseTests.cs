using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class ElementwiseTests
{
    const float Inf = float.PositiveInfinity, NaN = float.NaN;

    [Theory]
    [InlineData("Abs", 13, new[] { -2f, 3 }, new[] { 2f, 3 })]
    [InlineData("Sign", 13, new[] { -2f, 0, 3, NaN }, new[] { -1f, 0, 1, NaN })]
    [InlineData("Round", 11, new[] { 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 2.6f }, new[] { 0f, 2, 2, 0, -2, 3 })]
    [InlineData("Erf", 13, new[] { 0f, 0.5f, -1, 2, 7 }, new[] { 0f, 0.5204999f, -0.8427008f, 0.9953223f, 1 })]
    [InlineData("Relu", 14, new[] { -1f, 0, 2, NaN }, new[] { 0f, 0, 2, NaN })]
    [InlineData("Sigmoid", 13, new[] { 0f, 1, -100, Inf }, new[] { 0.5f, 0.7310586f, 0, 1 })]
    [InlineData("Softplus", 1, new[] { 0f, 1, -20, 100 }, new[] { 0.6931472f, 1.3132617f, 2.0611537e-9f, 100 })]
    [InlineData("Softsign", 1, new[] { 1f, -3 }, new[] { 0.5f, -0.75f })]
    [InlineData("Elu", 6, new[] { 1f, -1 }, new[] { 1f, -0.6321206f })]
    [InlineData("Selu", 6, new[] { 1f, -1 }, new[] { 1.0507010f, -1.1113307f })]
    [InlineData("LeakyRelu", 16, new[] { 1f, -1 }, new[] { 1f, -0.01f })]
    [InlineData("HardSigmoid", 6, new[] { -3f, 0, 1, 3 }, new[] { 0f, 0.5f, 0.7f, 1 })]
    [InlineData("HardSwish", 14, new[] { -3f, -1, 1, 4 }, new[] { 0f, -1f / 3, 2f / 3, 4 })]
    [InlineData("Mish", 18, new[] { 0f, 1 }, new[] { 0f, 0.8650984f })]
    [InlineData("Gelu", 20, new[] { 0f, 1, -1 }, new[] { 0f, 0.8413447f, -0.1586553f })]
    [InlineData("Asinh", 9, new[] { 1f, -2 }, new[] { 0.8813736f, -1.4436355f })]
    [InlineData("Acosh", 9, new[] { 1f, 2 }, new[] { 0f, 1.3169579f })]
    [InlineData("Atanh", 9, new[] { 0.5f, -0.5f }, new[] { 0.5493061f, -0.5493061f })]
    [InlineData("ThresholdedRelu", 10, new[] { 1f, 1.5f }, new[] { 0f, 1.5f })]
    [InlineData("Shrink", 9, new[] { -1f, 0.3f, 2 }, new[] { -1f, 0, 2 })]
    [InlineData("Celu", 12, new[] { 1f, -1 }, new[] { 1f, -0.6321206f })]
    public void UnaryOnFloats(string op, int opset, float[] x, float[] expected) => Near(expected, Run(op, opset, [F(x)]));

    [Fact]
    public void GeluByTanh() => Near([0.8411920f], Run("Gelu", 20, [F(1f)], new { approximate = "tanh" }));

    [Theory]
    [InlineData("Add", 7, new[] { 5, -5, int.MaxValue }, new[] { 3, 3, 1 }, new[] { 8, -2, int.MinValue })]
    [InlineData("Div", 7, new[] { 7, -7, 1 }, new[] { 2, 2, 0 }, new[] { 3, -3, 0 })]
    [InlineData("Mod", 10, new[] { 7, -7, 7, -7 }, new[] { 3, 3, -3, -3 }, new[] { 1, 2, -2, -1 })]
    [InlineData("Pow", 13, new[] { 2, 3, -1, 2 }, new[] { 10, 0, -3, -1 }, new[] { 1024, 1, -1, 0 })]
    [InlineData("BitwiseXor", 18, new[] { 5, -1 }, new[] { 3, 1 }, new[] { 6, -2 })]
    public void BinaryOnIntegers(string op, int opset, int[] a, int[] b, int[] expected) =>
        Assert.Equal(expected, Run(op, opset, [I32(a), I32(b)]).Span<int>().ToArray());

    [Fact]
    public void ModOfFloatsIsFmodOnly()
    {
        Near([1, -1], Run("Mod", 10, [F(7, -7), F(3, 3)], new { fmod = 1L }));
        Assert.Throws<ModelException>(() => Run("Mod", 10, [F(7f), F(3f)]));
    }

    [Fact]
    public void TopBitOfUInt64Counts()
    {
        const ulong big = 1UL << 63;
        Assert.Equal([big / 3, 0], Run("Div", 14, [U64(big, 1), U64(3, big)]).Span<ulong>().ToArray());
        Assert.Equal([big, big], Run("Max", 13, [U64(big, 1), U64(1, big)]).Span<ulong>().ToArray());
        Assert.Equal([0, 1], Run("Less", 13, [U64(big, 1), U64(1, big)]).Bytes);
        Assert.Equal([big >> 1, 0], Run("BitShift", 11, [U64(big, 1), U64(1, 64)], new { direction = "RIGHT" }).Span<ulong>().ToArray());
    }

    [Fact]
    public void SmallIntegersWrap() => Assert.Equal([4, 248], Run("BitShift", 11, [U8(130, 31), U8(1, 3)], new { direction = "LEFT" }).Bytes);

    [Fact]
    public void BroadcastsBothWays()
    {
        var sum = Run("Add", 14, [Count(2, 1, 3), Count(2, 1)]);
        Assert.Equal(new Shape(2, 2, 3), sum.Shape);
        Near([2, 3, 4, 3, 4, 5, 5, 6, 7, 6, 7, 8], sum);
        Assert.Throws<ModelException>(() => Run("Add", 14, [Count(2), Count(3)]));
    }

    [Fact]
    public void Opset6BroadcastsAlongAnAxis() =>
        Near([11, 12, 23, 24], Run("Add", 6, [Count(1, 2, 2), F(10, 20)], new { broadcast = 1L, axis = 1L }, 1));

    [Fact]
    public void PReluOfOpset6HasASlopePerChannel() =>
        Near([-10, -20, -60, -80], Run("PRelu", 6, [F(new Shape(1, 2, 2), -1, -2, -3, -4), F(10, 20)], null, 1));

    [Fact]
    public void MeanAndSumTakeAnyNumberOfInputs()
    {
        Near([3, 4], Run("Mean", 13, [F(1, 2), F(3, 4), F(5, 6)]));
        Near([9, 12], Run("Sum", 13, [F(1, 2), F(3, 4), F(5, 6)]));
    }

    [Fact]
    public void ClipInAllItsForms()
    {
        Near([-1, 0.5f, 1], Run("Clip", 6, [F(-3, 0.5f, 3)], new { min = -1f, max = 1f }));
        Near([-3, 0.5f, 1], Run("Clip", 13, [F(-3, 0.5f, 3), null, F(Shape.Scalar, 1)]));
        Near([1, 1, 1], Run("Clip", 13, [F(-3, 0.5f, 3), F(Shape.Scalar, 2), F(Shape.Scalar, 1)]));
        Assert.Equal([0, 5], Run("Clip", 12, [I32(-3, 9), Tensor.Of(ElementType.Int32, Shape.Scalar, 0), Tensor.Of(ElementType.Int32, Shape.Scalar, 5)]).Span<int>().ToArray());
    }

    [Fact]
    public void PowTakesItsTypeFromTheBase() => Near([4, 8], Run("Pow", 13, [F(2f), I32(2, 3)]));

    [Fact]
    public void WhereAndEqualTakeStrings()
    {
        Assert.Equal(["a", "d"], Run("Where", 16, [B(true, false), Text("a", "b"), Text("c", "d")]).Strings);
        Assert.Equal([1, 0], Run("Equal", 19, [Text("a", "b"), Text("a", "c")]).Bytes);
    }

    [Fact]
    public void TypesMustAgree() => Assert.Contains("different types", Assert.Throws<ModelException>(() => Run("Mul", 14, [F(1f), I32(1)])).Message);

    [Fact]
    public void ExpOfIntegersIsRefused() => Assert.Throws<ModelException>(() => Run("Exp", 13, [I32(1)]));

    [Fact]
    public void DropoutIsTheIdentityWithAMaskOfTrue()
    {
        var outputs = RunAll("Dropout", 13, [F(1, 2)], 2);
        Near([1, 2], (Tensor)outputs[0]);
        Assert.Equal([1, 1], ((Tensor)outputs[1]).Bytes);
    }
}
