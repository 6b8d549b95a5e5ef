using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Harness;

public class ComparisonTests
{
    static Comparison Compare(float[] expected, float[] actual, Tolerance tolerance) =>
        Comparison.Of(Tensor.Floats(new Shape(expected.Length), expected), Tensor.Floats(new Shape(actual.Length), actual), tolerance);

    [Fact]
    public void EqualNumbersIncludingNaNInfinityAndSignedZeroPassExactly() =>
        Assert.Equal(
            new Comparison(0, 0, 0, 0, 0, 5),
            Compare([1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f],
                [1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f], Tolerance.Exact));

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity)]
    [InlineData(float.PositiveInfinity, float.MaxValue)]
    [InlineData(1f, float.PositiveInfinity)]
    public void ANonFiniteNumberMatchesOnlyItself(float expected, float actual)
    {
        var comparison = Compare([expected], [actual], new Tolerance(1e30, 1e30));
        Assert.Equal(1, comparison.Failures);
        Assert.Equal(double.PositiveInfinity, comparison.MaxAbsolute);
    }

    [Fact]
    public void DifferencesAreMeasuredInEveryWay()
    {
        var next = MathF.BitIncrement(4f);
        var comparison = Compare([4f, 1f, -8f], [next, 1f, -8f], Tolerance.Exact);
        Assert.Equal(next - 4.0, comparison.MaxAbsolute);
        Assert.Equal((next - 4.0) / 4, comparison.MaxRelative);
        Assert.Equal((next - 4.0) / 8, comparison.OfLargest);
        Assert.Equal(1, comparison.MaxUlp);
        Assert.Equal(1, comparison.Failures);
    }

    [Fact]
    public void UlpsAreCountedAcrossZero() => Assert.Equal(2, Compare([float.Epsilon], [-float.Epsilon], Tolerance.Exact).MaxUlp);

    [Theory]
    [InlineData(0.1, 0, 0, true)]
    [InlineData(0.09, 0, 0, false)]
    [InlineData(0, 0.1, 0, true)]       // of the element, 1
    [InlineData(0, 0.09, 0, false)]
    [InlineData(0, 0, 0.01, true)]      // of the largest, 10
    [InlineData(0, 0, 0.009, false)]
    public void ToleranceAddsItsThreeParts(double absolute, double relative, double ofLargest, bool passes) =>
        Assert.Equal(passes, Compare([1, 10], [1.0999f, 10], new Tolerance(absolute, relative, ofLargest)).Passes);

    [Fact]
    public void IntegersAreExactWhateverTheTolerance()
    {
        var comparison = Comparison.Of(Tensor.Longs(long.MinValue, 5), Tensor.Longs(long.MaxValue, 5), new Tolerance(1e30, 1e30, 1e30));
        Assert.False(comparison.Passes);
        Assert.Equal(1, comparison.Failures);
        Assert.Equal(Math.Pow(2, 64), comparison.MaxAbsolute);
    }

    [Fact]
    public void AnotherShapeOrTypeIsAProblemNotANumber()
    {
        Assert.Equal("expected float32[2], got float32[3]", Compare([1, 2], [1, 2, 3], Tolerance.Model).Problem);
        Assert.Equal("expected float32[1], got int64[1]", Comparison.Of(Tensor.Floats(new Shape(1), 1), Tensor.Longs(1), Tolerance.Model).Problem);
        Assert.False(Compare([1, 2], [1, 2, 3], Tolerance.Model).Passes);
    }

    [Fact]
    public void SequencesAndOptionalsAreComparedInside()
    {
        var one = new SequenceDatum([Tensor.Longs(1)]);
        Assert.True(Comparison.Of(one, new SequenceDatum([Tensor.Longs(1)]), Tolerance.Exact).Passes);
        Assert.False(Comparison.Of(one, new SequenceDatum([Tensor.Longs(2)]), Tolerance.Exact).Passes);
        Assert.Equal("expected a sequence of 1, got one of 0", Comparison.Of(one, new SequenceDatum([]), Tolerance.Exact).Problem);
        Assert.True(Comparison.Of(new OptionalDatum(null), new OptionalDatum(null), Tolerance.Exact).Passes);
        Assert.Equal("expected an empty optional, got an optional",
            Comparison.Of(new OptionalDatum(null), new OptionalDatum(one), Tolerance.Exact).Problem);
    }
}
