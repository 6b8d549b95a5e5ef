using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class CastTests
{
    static Tensor To(ElementType type, Tensor x, long saturate = 1) => Run("Cast", 19, [x], new { to = (long)type, saturate });

    [Fact]
    public void FloatsTruncateTowardsZero() => Assert.Equal([1, -1, 0], To(ElementType.Int32, F(1.9f, -1.9f, -0.4f)).Span<int>().ToArray());

    [Fact]
    public void IntegersWrap() => Assert.Equal([255, 1], To(ElementType.UInt8, I32(-1, 257)).Bytes);

    [Fact]
    public void NotZeroIsTrue() => Assert.Equal([0, 1, 1], To(ElementType.Bool, F(0, 0.1f, float.NaN)).Bytes);

    [Fact]
    public void LargeIntegersStayExact() => Assert.Equal([ulong.MaxValue - 1], To(ElementType.UInt64, Tensor.Longs(-2)).Span<ulong>().ToArray());

    [Fact]
    public void Float8SaturatesOrNot()
    {
        Assert.Equal(448, To(ElementType.Float8E4M3FN, F(1000)).GetDouble(0));
        Assert.Equal(double.NaN, To(ElementType.Float8E4M3FN, F(1000), 0).GetDouble(0));
        Assert.Equal(double.NegativeInfinity, To(ElementType.Float8E5M2, F(-1e6f), 0).GetDouble(0));
    }

    [Fact]
    public void StringsAreDecimals()
    {
        Assert.Equal(["0.1", "INF", "-3.0", "NaN"], To(ElementType.String, F(0.1f, float.PositiveInfinity, -3, float.NaN)).Strings);
        Near([1.5f, float.NegativeInfinity, -2e3f], To(ElementType.Float32, Text("1.5", "-INF", "-2e3")));
        Assert.Throws<ModelException>(() => To(ElementType.Float32, Text("one")));
    }

    [Fact]
    public void Int4KeepsItsSign() => Assert.Equal([-8L, 7, -1], To(ElementType.Int4, I32(8, 7, 15)).ToLongs());
}
