namespace EdgeCompile.Runtime.Tests.Simd;

[Trait("Category", "Machine")]
public class FunctionTests(ITestOutputHelper output)
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var function in Function.All)
                foreach (var lanes in function.Map.Keys)
                    cases.Add(function.Name, lanes);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Stays_within_its_stated_error(string name, int lanes)
    {
        var function = Function.Named(name);
        var results = function.Results(lanes);
        var references = function.References;
        var (greatest, at) = (0.0, 0);
        for (var i = 0; i < results.Length; i++)
        {
            var ulp = Sweep.Ulp(results[i], references[i]);
            if (ulp > greatest)
                (greatest, at) = (ulp, i);
        }
        output.WriteLine($"{name} x{lanes}: {greatest:F3} ULP at {Sweep.Floats[at]:R}");
        Assert.True(greatest <= function.GreatestUlp, $"{name}({Sweep.Floats[at]:R}) = {results[at]:R}, {greatest:F2} ULP off");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_lane_count_gives_the_same_bits(string name, int lanes)
    {
        var one = Function.Named(name).Results(1);
        var many = Function.Named(name).Results(lanes);
        for (var i = 0; i < one.Length; i++)
        {
            if (BitConverter.SingleToUInt32Bits(one[i]) == BitConverter.SingleToUInt32Bits(many[i]) || float.IsNaN(one[i]) && float.IsNaN(many[i]))
                continue;
            Assert.Fail($"{name}({Sweep.Floats[i]:R}): {one[i]:R} in one lane, {many[i]:R} in {lanes}");
        }
    }

    [Theory]
    [InlineData("Exp", float.NegativeInfinity, 0f)]
    [InlineData("Exp", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Exp", 88.722847f, float.PositiveInfinity)]
    [InlineData("Exp", -0f, 1f)]
    [InlineData("Log", -0f, float.NegativeInfinity)]
    [InlineData("Log", -1f, float.NaN)]
    [InlineData("Log", float.NegativeInfinity, float.NaN)]
    [InlineData("Log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Log", 1f, 0f)]
    [InlineData("Tanh", -0f, -0f)]
    [InlineData("Tanh", float.PositiveInfinity, 1f)]
    [InlineData("Tanh", float.NegativeInfinity, -1f)]
    [InlineData("Sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("Sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    [InlineData("Softplus", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Softplus", float.NegativeInfinity, 0f)]
    [InlineData("Erf", -0f, -0f)]
    [InlineData("Erf", float.PositiveInfinity, 1f)]
    [InlineData("Erf", float.NegativeInfinity, -1f)]
    [InlineData("Sin", -0f, -0f)]
    [InlineData("Sin", float.PositiveInfinity, float.NaN)]
    [InlineData("Cos", -0f, 1f)]
    [InlineData("Cos", float.NegativeInfinity, float.NaN)]
    public void Takes_the_limit_at_special_values(string name, float x, float expected)
    {
        foreach (var (lanes, map) in Function.Named(name).Map)
        {
            var results = new float[16];
            map(Enumerable.Repeat(x, 16).ToArray(), results);
            foreach (var result in results)
                Assert.True(result.Equals(expected) && (float.IsNaN(result) || float.IsNegative(result) == float.IsNegative(expected)),
                    $"{name} x{lanes}({x:R}) = {result:R}, not {expected:R}");
        }
    }

    [Fact]
    public void NaN_stays_NaN()
    {
        foreach (var function in Function.All)
            foreach (var (lanes, map) in function.Map)
            {
                var results = new float[16];
                map(Enumerable.Repeat(float.NaN, 16).ToArray(), results);
                Assert.True(results.All(float.IsNaN), $"{function.Name} x{lanes}");
            }
    }
}
