using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;
using static EdgeCompile.Lowering.Expr;

namespace EdgeCompile.Tests.Lowering;

/// <summary>When bytes may be cut as late as they are stored.</summary>
public class SaturatedStoreTests
{
    const ElementType Float = ElementType.Float32;
    static readonly Expr sum = new Accumulator(ElementType.Int32);

    static Expr Scaled(double scale) => Cast(sum, Float) * Of(scale, Float);

    static Expr Bytes(Expr real, ElementType type, int zero) => IntegerRange.Round(real, Of(zero, type));

    [Theory]
    [InlineData(true, -128)]
    [InlineData(true, 3)]
    [InlineData(false, 0)]
    [InlineData(false, 128)]
    public void ScaledSumsAreRoundedFirst(bool signed, int zero) => Assert.Equal(
        Cast(Unary(Function.Round, Scaled(0.01)), ElementType.Int32) + Of(zero),
        SaturatedStore.Whole(Bytes(Scaled(0.01), signed ? ElementType.Int8 : ElementType.UInt8, zero)));

    /// <summary>2^31 times the scale must be an int, with the zero point as well.</summary>
    [Theory]
    [InlineData(1.5, 0)]
    [InlineData(1.0, -128)]
    public void NotWhereTheyMightLeaveInt32(double scale, int zero) =>
        Assert.Null(SaturatedStore.Whole(Bytes(Scaled(scale), ElementType.Int8, zero)));

    /// <summary>A real tensor may hold anything, NaN too, which the bounds take for the zero point.</summary>
    [Fact]
    public void NotRealNumbersThatAreRead()
    {
        var real = Element(new Value("x", new TensorType(Float, new Shape(8))), Loop(0));
        Assert.Null(SaturatedStore.Whole(Bytes(real, ElementType.Int8, 0)));
        Assert.Null(SaturatedStore.Whole(Bytes(Unary(Function.Tanh, real), ElementType.Int8, 0)));
    }

    [Fact]
    public void TighterBoundsStay()
    {
        var clipped = Max(Scaled(0.01), Of(-5.0, Float));
        var whole = SaturatedStore.Whole(Bytes(clipped, ElementType.Int8, 0));
        Assert.Equal(Cast(Unary(Function.Round, clipped), ElementType.Int32), whole);
    }

    /// <summary>int16 has no such store.</summary>
    [Fact]
    public void NotOtherTypes() => Assert.Null(SaturatedStore.Whole(Bytes(Scaled(0.01), ElementType.Int16, 0)));
}
