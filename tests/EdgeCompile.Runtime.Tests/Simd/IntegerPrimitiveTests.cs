namespace EdgeCompile.Runtime.Tests.Simd;

[Trait("Category", "Machine")]
public class IntegerPrimitiveTests
{
    const int Least = int.MinValue, Greatest = int.MaxValue;

    public static TheoryData<int> Widths => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_lane_class_has_the_same_members(int width) =>
        Assert.Equal(IntegerPrimitives.All[0].Signatures, IntegerPrimitives.All[width].Signatures);

    [Theory]
    [InlineData("Min", 2, -3, -3)]
    [InlineData("Max", 2, -3, 2)]
    [InlineData("And", 12, 10, 8)]
    [InlineData("Or", 12, 10, 14)]
    [InlineData("Xor", 12, 10, 6)]
    [InlineData("ShiftLeft", -3, 4, -48)]
    [InlineData("ShiftRight", -3, 1, -2)]
    public void Calculates_with_two(string member, int a, int b, int expected)
    {
        foreach (var lanes in IntegerPrimitives.All) Assert.Equal(expected, lanes.Call(member, a, b));
    }

    [Theory]
    [InlineData("Abs", -2, 2)]
    [InlineData("Abs", Least, Least)]
    [InlineData("Negate", Greatest, -Greatest)]
    [InlineData("Negate", Least, Least)]
    [InlineData("Sign", Least, -1)]
    [InlineData("Sign", 0, 0)]
    [InlineData("Sign", Greatest, 1)]
    [InlineData("Not", 5, -6)]
    [InlineData("ToInt8", 0x1280, -128)]
    [InlineData("ToInt8", -129, 127)]
    [InlineData("ToUInt8", -1, 255)]
    [InlineData("ToInt16", 0x18000, -32768)]
    [InlineData("ToUInt16", -1, 65535)]
    public void Calculates(string member, int x, int expected)
    {
        foreach (var lanes in IntegerPrimitives.All) Assert.Equal(expected, lanes.Call(member, x));
    }

    [Fact]
    public void Clamps()
    {
        foreach (var lanes in IntegerPrimitives.All)
            foreach (var (x, expected) in new[] { (Least, -128), (-128, -128), (5, 5), (128, 127), (Greatest, 127) })
                Assert.Equal(expected, lanes.Call("Clamp", x, -128, 127));
    }

    [Theory]
    [InlineData("Less", 1, 2, true)]
    [InlineData("Less", 2, 2, false)]
    [InlineData("Less", Least, Greatest, true)]
    [InlineData("LessOrEqual", 2, 2, true)]
    [InlineData("LessOrEqual", 3, 2, false)]
    [InlineData("Greater", Greatest, Least, true)]
    [InlineData("Greater", 2, 2, false)]
    [InlineData("GreaterOrEqual", 2, 2, true)]
    [InlineData("GreaterOrEqual", -3, 2, false)]
    [InlineData("Equal", 7, 7, true)]
    [InlineData("Equal", 7, 8, false)]
    public void Compares_into_masks_of_floats(string member, int a, int b, bool expected)
    {
        foreach (var lanes in IntegerPrimitives.All)
        {
            var mask = (float)lanes.Call(member, a, b);
            Assert.Equal(expected ? -1 : 0, BitConverter.SingleToInt32Bits(mask));
            Assert.Equal(expected ? 5 : 6, lanes.Call("Select", mask, 5, 6));
            Assert.Equal(expected ? 1 : 0, lanes.Call("FromMask", mask));
            Assert.Equal(expected ? -1 : 0, BitConverter.SingleToInt32Bits((float)lanes.Call("ToMask", expected ? a | Least : 0)));
        }
    }

    [Theory]
    [InlineData(0.5f, 0, 0)]
    [InlineData(1.5f, 1, 2)]
    [InlineData(-2.5f, -2, -2)]
    [InlineData(-2.7f, -2, -3)]
    [InlineData(2147483520f, 2147483520, 2147483520)]
    [InlineData(-2147483648f, Least, Least)]
    public void Converts_floats(float x, int truncated, int nearest)
    {
        foreach (var lanes in IntegerPrimitives.All)
        {
            Assert.Equal(truncated, lanes.Call("Truncate", x));
            Assert.Equal(nearest, lanes.Call("Nearest", x));
        }
    }

    [Theory]
    [InlineData(2147483648f, Greatest)]
    [InlineData(1e30f, Greatest)]
    [InlineData(float.PositiveInfinity, Greatest)]
    [InlineData(-1e30f, Least)]
    [InlineData(float.NegativeInfinity, Least)]
    [InlineData(float.NaN, 0)]
    public void Truncates_to_the_ends_of_the_range(float x, int expected)
    {
        foreach (var lanes in IntegerPrimitives.All) Assert.Equal(expected, lanes.Call("Truncate", x));
    }

    [Fact]
    public void The_low_bits_of_NaN_are_zero()
    {
        foreach (var lanes in IntegerPrimitives.All) Assert.Equal(0, (int)lanes.Call("Nearest", float.NaN) & 0xffff);
    }

    [Theory]
    [InlineData(16777217, 16777216f)]
    [InlineData(16777219, 16777220f)]
    [InlineData(Greatest, 2147483648f)]
    [InlineData(-5, -5f)]
    public void Becomes_the_nearest_float(int x, float expected)
    {
        foreach (var lanes in IntegerPrimitives.All) Assert.Equal(expected, lanes.Call("ToSingle", x));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Folds_every_lane(int width)
    {
        var lanes = IntegerPrimitives.All[width];
        var values = Enumerable.Range(0, lanes.Lanes).Select(i => (i * 7 + 3) % 16 * (i % 2 == 0 ? 1 : -1) * 100_000_007).ToArray();
        Assert.Equal(values.Aggregate((a, b) => unchecked(a + b)), lanes.Fold("SumLanes", values));
        Assert.Equal(values.Max(), lanes.Fold("MaxLanes", values));
        Assert.Equal(values.Min(), lanes.Fold("MinLanes", values));
        var odd = values.Select(value => value | 1).ToArray();
        Assert.Equal(odd.Aggregate((a, b) => unchecked(a * b)), lanes.Fold("ProdLanes", odd));
    }
}
