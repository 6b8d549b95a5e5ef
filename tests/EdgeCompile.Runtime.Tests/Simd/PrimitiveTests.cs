namespace EdgeCompile.Runtime.Tests.Simd;

[Trait("Category", "Machine")]
public class PrimitiveTests
{
    const float NaN = float.NaN;

    public static TheoryData<int> Widths => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_lane_class_has_the_same_members(int width) =>
        Assert.Equal(Primitives.All[0].Signatures, Primitives.All[width].Signatures);

    [Theory]
    [InlineData("Fma", 2f, 3f, 4f, 10f)]
    [InlineData("Min", 2f, 3f, null, 2f)]
    [InlineData("Min", NaN, 0f, null, NaN)]
    [InlineData("Max", 2f, 3f, null, 3f)]
    [InlineData("Max", -2f, 0f, null, 0f)]
    [InlineData("Max", NaN, 0f, null, NaN)]
    [InlineData("Abs", -2f, null, null, 2f)]
    [InlineData("Negate", 2f, null, null, -2f)]
    [InlineData("Sqrt", 9f, null, null, 3f)]
    [InlineData("Reciprocal", 8f, null, null, 0.125f)]
    [InlineData("Floor", -1.5f, null, null, -2f)]
    [InlineData("Ceil", -1.5f, null, null, -1f)]
    [InlineData("Round", 0.5f, null, null, 0f)]
    [InlineData("Round", 1.5f, null, null, 2f)]
    [InlineData("Round", -2.5f, null, null, -2f)]
    [InlineData("Trunc", -1.7f, null, null, -1f)]
    [InlineData("Sign", -7f, null, null, -1f)]
    [InlineData("Sign", 7f, null, null, 1f)]
    [InlineData("Sign", 0f, null, null, 0f)]
    [InlineData("Sign", NaN, null, null, NaN)]
    [InlineData("Pow", 2f, 10f, null, 1024f)]
    [InlineData("Silu", 0f, null, null, 0f)]
    public void Calculates(string member, float a, float? b, float? c, float expected)
    {
        foreach (var lanes in Primitives.All)
            Assert.Equal(expected, lanes.Call(member, Given(a, b, c)));
    }

    [Theory]
    [InlineData("Less", 1f, 2f, true)]
    [InlineData("Less", 2f, 2f, false)]
    [InlineData("Less", NaN, 2f, false)]
    [InlineData("LessOrEqual", 2f, 2f, true)]
    [InlineData("LessOrEqual", 3f, 2f, false)]
    [InlineData("Greater", 3f, 2f, true)]
    [InlineData("Greater", 2f, 2f, false)]
    [InlineData("GreaterOrEqual", 2f, 2f, true)]
    [InlineData("GreaterOrEqual", 2f, NaN, false)]
    [InlineData("Equal", 0f, -0f, true)]
    [InlineData("Equal", NaN, NaN, false)]
    public void Compares_into_masks(string member, float a, float b, bool expected)
    {
        foreach (var lanes in Primitives.All)
        {
            var mask = lanes.Call(member, a, b);
            Assert.Equal(expected ? -1 : 0, BitConverter.SingleToInt32Bits(mask));
            Assert.Equal(expected ? 5f : 6f, lanes.Call("Select", mask, 5f, 6f));
            Assert.Equal(expected ? 0 : -1, BitConverter.SingleToInt32Bits(lanes.Call("Not", mask)));
        }
    }

    [Theory]
    [InlineData("And", 0x0000_0001)]
    [InlineData("Or", 0x0000_0111)]
    [InlineData("Xor", 0x0000_0110)]
    public void Combines_bits(string member, int expected)
    {
        var (a, b) = (BitConverter.Int32BitsToSingle(0x0000_0101), BitConverter.Int32BitsToSingle(0x0000_0011));
        foreach (var lanes in Primitives.All)
            Assert.Equal(expected, BitConverter.SingleToInt32Bits(lanes.Call(member, a, b)));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Folds_every_lane(int width)
    {
        var lanes = Primitives.All[width];
        var values = Enumerable.Range(0, lanes.Lanes).Select(i => i % 2 == 0 ? 1f + i / 16f : -1f - i / 16f).ToArray();
        Assert.Equal(values.Sum(), lanes.Fold("SumLanes", values));
        Assert.Equal(values.Max(), lanes.Fold("MaxLanes", values));
        Assert.Equal(values.Min(), lanes.Fold("MinLanes", values));
        var powers = Enumerable.Range(0, lanes.Lanes).Select(i => i % 3 == 0 ? 2f : 0.5f).ToArray();
        Assert.Equal(powers.Aggregate((a, b) => a * b), lanes.Fold("ProdLanes", powers));
    }

    [Fact]
    public void Loads_and_stores_at_any_float()
    {
        var from = Enumerable.Range(0, 40).Select(i => (float)i).ToArray();
        var to = new float[40];
        F32x1.Store(F32x1.Load(ref from[0], 1), ref to[0], 1);
        F32x4.Store(F32x4.Load(ref from[0], 2), ref to[0], 2);
        F32x8.Store(F32x8.Load(ref from[0], 6), ref to[0], 6);
        F32x16.Store(F32x16.Load(ref from[0], 14), ref to[0], 14);
        Assert.Equal(from[1..30], to[1..30]);
        Assert.Equal(0f, to[0]);
        Assert.Equal(0f, to[30]);
        Assert.Equal(Vector512.Create(7f), F32x16.Broadcast(ref from[0], 7));
        Assert.Equal(Vector256.Create(7f), F32x8.Broadcast(ref from[0], 7));
        Assert.Equal(Vector128.Create(7f), F32x4.Broadcast(ref from[0], 7));
        Assert.Equal(7f, F32x1.Broadcast(ref from[0], 7));
    }

    [Fact]
    public void Exchanges_neighbours()
    {
        float[] from = [.. Enumerable.Range(0, 16).Select(i => (float)i)], expected = [.. Enumerable.Range(0, 16).Select(i => (float)(i ^ 1))],
            to = new float[16];
        F32x16.Store(F32x16.SwapNeighbours(F32x16.Load(ref from[0], 0)), ref to[0], 0);
        Assert.Equal(expected, to);
        F32x8.Store(F32x8.SwapNeighbours(F32x8.Load(ref from[0], 8)), ref to[0], 0);
        Assert.Equal(expected[8..], to[..8]);
        F32x4.Store(F32x4.SwapNeighbours(F32x4.Load(ref from[0], 4)), ref to[0], 0);
        Assert.Equal(expected[4..8], to[..4]);
    }

    static readonly float[] numbers = [.. Enumerable.Range(0, 300).Select(i => (float)(i * 37 % 101))];

    [Fact]
    public void Sums_the_lanes_of_many()
    {
        var (x, sums) = (numbers, new float[16]);
        F32x4.Store(F32x4.LaneSums(Of4(0), Of4(1), Of4(2), Of4(3)), ref sums[0], 0);
        Assert.Equal(Expected(4), sums[..4]);
        F32x8.Store(F32x8.LaneSums(Of8(0), Of8(1), Of8(2), Of8(3), Of8(4), Of8(5), Of8(6), Of8(7)), ref sums[0], 0);
        Assert.Equal(Expected(8), sums[..8]);
        F32x16.Store(F32x16.LaneSums(Of16(0), Of16(1), Of16(2), Of16(3), Of16(4), Of16(5), Of16(6), Of16(7), Of16(8), Of16(9), Of16(10), Of16(11),
            Of16(12), Of16(13), Of16(14), Of16(15)), ref sums[0], 0);
        Assert.Equal(Expected(16), sums);

        Vector128<float> Of4(int i) => F32x4.Load(ref x[0], 4 * i);
        Vector256<float> Of8(int i) => F32x8.Load(ref x[0], 8 * i);
        Vector512<float> Of16(int i) => F32x16.Load(ref x[0], 16 * i);
        float[] Expected(int lanes) => [.. Enumerable.Range(0, lanes).Select(i => x[(lanes * i)..(lanes * (i + 1))].Sum())];
    }

    [Fact]
    public void Loads_the_first_lane_or_the_last_ones()
    {
        var x = numbers;
        Assert.Equal(x[5], F32x1.LoadFirst(ref x[0], 5));
        Assert.Equal(Vector128.CreateScalar(x[5]), F32x4.LoadFirst(ref x[0], 5));
        Assert.Equal(Vector256.CreateScalar(x[5]), F32x8.LoadFirst(ref x[0], 5));
        Assert.Equal(Vector512.CreateScalar(x[5]), F32x16.LoadFirst(ref x[0], 5));
        // Whatever lies before them.
        float[] row = [.. Enumerable.Repeat(float.NaN, 16), .. x[..16]];
        for (var kept = 0; kept <= 16; kept++)
        {
            float[] expected = [.. new float[16 - kept], .. x[..kept]], lanes = new float[16];
            F32x16.LoadLast(ref row[0], kept, kept).CopyTo(lanes);
            Assert.Equal(expected, lanes);
            if (kept > 8) continue;
            F32x8.LoadLast(ref row[0], kept + 8, kept).CopyTo(lanes);
            Assert.Equal(expected[8..], lanes[..8]);
            if (kept > 4) continue;
            F32x4.LoadLast(ref row[0], kept + 12, kept).CopyTo(lanes);
            Assert.Equal(expected[12..], lanes[..4]);
            if (kept <= 1) Assert.Equal(expected[15], F32x1.LoadLast(ref row[0], kept + 15, kept));
        }
    }

    [Fact]
    public void Stores_from_a_lane_on()
    {
        foreach (var stride in new[] { 1, 3 })
            for (var first = 0; first < 16; first++)
            {
                var x = numbers;
                Check(16, y => F32x16.StoreFrom(F32x16.Load(ref x[0], 7), ref y[0], 2, stride, first));
                Check(8, y => F32x8.StoreFrom(F32x8.Load(ref x[0], 7), ref y[0], 2, stride, first));
                Check(4, y => F32x4.StoreFrom(F32x4.Load(ref x[0], 7), ref y[0], 2, stride, first));
                Check(1, y => F32x1.StoreFrom(F32x1.Load(ref x[0], 7), ref y[0], 2, stride, first));

                void Check(int lanes, Action<float[]> store)
                {
                    float[] expected = new float[60], stored = new float[60];
                    for (var lane = first; lane < lanes; lane++) expected[2 + lane * stride] = x[7 + lane];
                    store(stored);
                    Assert.Equal(expected, stored);
                }
            }
    }

    static float[] Given(params float?[] values) => values.Where(value => value is not null).Select(value => value!.Value).ToArray();
}
