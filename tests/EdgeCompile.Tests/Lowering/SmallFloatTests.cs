using EdgeCompile.Ir;
using EdgeCompile.Tests.Ops;
using EdgeCompile.Runtime;

namespace EdgeCompile.Tests.Lowering;

/// <summary>runtime-min's conversions of small floats and of text against those of the compiler, which were written apart from them.</summary>
public class SmallFloatTests
{
    static readonly (ElementType Type, Func<byte, float> Value, Func<double, bool, byte> Round)[] formats =
    [
        (ElementType.Float8E4M3FN, Float8.E4M3FN.Value, Float8.E4M3FN.Round),
        (ElementType.Float8E4M3FNUZ, Float8.E4M3FNUZ.Value, Float8.E4M3FNUZ.Round),
        (ElementType.Float8E5M2, Float8.E5M2.Value, Float8.E5M2.Round),
        (ElementType.Float8E5M2FNUZ, Float8.E5M2FNUZ.Value, Float8.E5M2FNUZ.Round),
        (ElementType.Float4E2M1, Float8.E2M1.Value, Float8.E2M1.Round),
        (ElementType.Float8E8M0, Float8E8M0.Value, Float8E8M0.RoundUp),
    ];

    static readonly double[] numbers = [.. Numbers()];

    /// <summary>Every number of every format, what lies just beside the middle of two, and numbers of all sizes.</summary>
    static IEnumerable<double> Numbers()
    {
        foreach (var (type, _, _) in formats)
            for (var bits = 0; bits < 1 << type.StoredBits(); bits++)
            {
                var (here, next) = (SmallFloats.ToDouble(type, bits), SmallFloats.ToDouble(type, Math.Min(bits + 1, 255)));
                foreach (var number in new[] { here, (here + next) / 2 })
                    foreach (var near in new[] { number, Math.BitIncrement(number), Math.BitDecrement(number), -number }) yield return near;
            }
        var random = new Random(3);
        for (var i = 0; i < 20000; i++) yield return (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-150, 140));
        foreach (var number in new[] { 0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue,
            double.Epsilon }) yield return number;
    }

    [Fact]
    public void EveryCodeIsTheSameNumber()
    {
        foreach (var (type, value, _) in formats)
            for (var bits = 0; bits < 1 << type.StoredBits(); bits++) Assert.Equal((float)SmallFloats.ToDouble(type, bits), value((byte)bits));
        for (var bits = 0; bits <= ushort.MaxValue; bits++) Assert.Equal((float)SmallFloats.ToDouble(ElementType.BFloat16, bits),
            BFloat16.Value((ushort)bits));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public void NumbersRoundAlike(bool saturate)
    {
        foreach (var (type, value, round) in formats)
        {
            var cast = OneNode.Run("Cast", 24, [Tensor.Of(ElementType.Float64, new Shape(numbers.Length), numbers)],
                new { to = (long)type, saturate = saturate ? 1L : 0 });
            for (var i = 0; i < numbers.Length; i++)
                Assert.True(((float)cast.GetDouble(i)).Equals(value(round(numbers[i], saturate))),
                    $"{type}: {numbers[i]:r} is {cast.GetDouble(i)}, runtime-min gives {value(round(numbers[i], saturate))}");
        }
    }

    [Fact]
    public void BFloat16RoundsOnce()
    {
        foreach (var number in numbers)
            Assert.True(SmallFloats.ToDouble(ElementType.BFloat16,
                SmallFloats.FromDouble(ElementType.BFloat16, number)).Equals(BFloat16.Value(BFloat16.Round(number))), $"{number:r}");
        foreach (var number in numbers.Select(number => (float)number))
            Assert.Equal(BFloat16.Value(BFloat16.Round((double)number)), BFloat16.Value(BFloat16.Round(number)));
    }

    [Fact]
    public void TextIsTheSame()
    {
        var sample = numbers.Where((_, i) => i % 40 == 0).ToArray();
        var singles = OneNode.Run("Cast", 19, [OneNode.F([.. sample.Select(n => (float)n)])], new { to = (long)ElementType.String });
        var doubles = OneNode.Run("Cast", 19, [Tensor.Of(ElementType.Float64, new Shape(sample.Length), sample)],
            new { to = (long)ElementType.String });
        Assert.Equal(singles.Strings, sample.Select(n => NumberText.Of((float)n)));
        // Of several texts with as few digits, one may write another than the other.
        Assert.Equal(doubles.Strings.Select(NumberText.Real), sample.Select(number => NumberText.Real(NumberText.Of(number))));
        Assert.Equal(sample, doubles.Strings.Select(NumberText.Real));
        Assert.Equal(["100.0", "0.5", "1E-06", "-3"], [NumberText.Of(100f), NumberText.Of((Half)0.5), NumberText.Of(1e-6), NumberText.Of(-3L)]);
        Assert.Throws<FormatException>(() => NumberText.Whole("three"));
    }
}
