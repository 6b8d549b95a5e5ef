using EdgeCompile.Ir;

namespace EdgeCompile.Harness;

/// <summary>
/// How a datum differs from the expected one: the largest absolute and relative difference, the absolute one as a share of the tensor's
/// largest magnitude, units in the last place, and how many elements lie outside the tolerance. <see cref="Problem"/> tells of a difference
/// that has no number: another type, shape or length.
/// </summary>
sealed record Comparison(double MaxAbsolute, double MaxRelative, double OfLargest, long MaxUlp, int Failures, int Count, string? Problem = null)
{
    static readonly Comparison Nothing = new(0, 0, 0, 0, 0, 0);

    public bool Passes => Problem is null && Failures == 0;

    public static Comparison Of(Datum expected, Datum actual, Tolerance tolerance) => (expected, actual) switch
    {
        (Tensor e, Tensor a) => OfTensors(e, a, tolerance),
        (SequenceDatum e, SequenceDatum a) when e.Items.Count == a.Items.Count =>
            e.Items.Zip(a.Items, (x, y) => Of(x, y, tolerance)).Aggregate(Nothing, Worst),
        (SequenceDatum e, SequenceDatum a) => Different($"expected a sequence of {e.Items.Count}, got one of {a.Items.Count}"),
        (OptionalDatum { Item: null }, OptionalDatum { Item: null }) => Nothing,
        (OptionalDatum { Item: { } e }, OptionalDatum { Item: { } a }) => Of(e, a, tolerance),
        _ => Different($"expected {Kind(expected)}, got {Kind(actual)}"),
    };

    public override string ToString() => Problem ?? FormattableString.Invariant(
        $"{Failures} of {Count} outside; max abs {MaxAbsolute:g3}, max rel {MaxRelative:g3}, of largest {OfLargest:g3}, {MaxUlp} ulp");

    static Comparison OfTensors(Tensor expected, Tensor actual, Tolerance tolerance)
    {
        if (expected.Element != actual.Element || !expected.Shape.Equals(actual.Shape))
            return Different($"expected {expected.Type}, got {actual.Type}");
        if (expected.Element == ElementType.String)
            return Exactly(expected.Count, i => expected.Strings[i] == actual.Strings[i] ? 0 : 1);
        if (!expected.Element.IsFloat())
            return Exactly(expected.Count, i => Distance(expected.Element, expected.GetInt64(i), actual.GetInt64(i)),
                expected.Element is ElementType.Int8 or ElementType.UInt8 ? tolerance.Steps : 0);
        return OfFloats(expected, actual, tolerance);
    }

    static Comparison OfFloats(Tensor expected, Tensor actual, Tolerance tolerance)
    {
        var largest = LargestMagnitude(expected);
        double maxAbsolute = 0, maxRelative = 0;
        var (maxUlp, failures) = (0L, 0);
        for (var i = 0; i < expected.Count; i++)
        {
            var (e, a) = (expected.GetDouble(i), actual.GetDouble(i));
            if (e.Equals(a) || e == a) continue;            // Equals: NaN is NaN; ==: equal infinities and zeros of either sign
            var finite = double.IsFinite(e) && double.IsFinite(a);
            var absolute = finite ? Math.Abs(a - e) : double.PositiveInfinity;
            maxAbsolute = Math.Max(maxAbsolute, absolute);
            maxRelative = Math.Max(maxRelative, finite ? absolute / Math.Abs(e) : double.PositiveInfinity);
            maxUlp = Math.Max(maxUlp, Ulps(expected.Element, e, a));
            if (!finite || absolute > tolerance.Absolute + tolerance.Relative * Math.Abs(e) + tolerance.OfLargest * largest) failures++;
        }
        var ofLargest = maxAbsolute == 0 ? 0 : maxAbsolute / largest;
        return new(maxAbsolute, maxRelative, ofLargest, maxUlp, failures, expected.Count);
    }

    static Comparison Exactly(int count, Func<int, double> distance, int steps = 0)
    {
        var (max, failures) = (0.0, 0);
        for (var i = 0; i < count; i++)
        {
            var difference = distance(i);
            if (difference == 0) continue;
            max = Math.Max(max, difference);
            if (difference > steps) failures++;
        }
        return Nothing with { MaxAbsolute = max, Failures = failures, Count = count };
    }

    static double Distance(ElementType element, long expected, long actual) => element == ElementType.UInt64
        ? (double)UInt128.Max((ulong)expected, (ulong)actual) - (double)UInt128.Min((ulong)expected, (ulong)actual)
        : Math.Abs((double)((Int128)expected - actual));

    static double LargestMagnitude(Tensor tensor)
    {
        var largest = 0.0;
        for (var i = 0; i < tensor.Count; i++)
            if (double.IsFinite(tensor.GetDouble(i))) largest = Math.Max(largest, Math.Abs(tensor.GetDouble(i)));
        return largest;
    }

    /// <summary>Representable numbers between the two, in the element's own format (32 and 64 bits; narrower formats count as float).</summary>
    static long Ulps(ElementType element, double expected, double actual)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual)) return long.MaxValue;
        var distance = element == ElementType.Float64
            ? (Int128)Ordered(BitConverter.DoubleToInt64Bits(expected), long.MinValue) - Ordered(BitConverter.DoubleToInt64Bits(actual), long.MinValue)
            : Ordered(BitConverter.SingleToInt32Bits((float)expected), int.MinValue) - Ordered(BitConverter.SingleToInt32Bits((float)actual),
                int.MinValue);
        return (long)Int128.Min(Int128.Abs(distance), long.MaxValue);
    }

    /// <summary>Sign-magnitude bits as a number that grows with the float.</summary>
    static long Ordered(long bits, long signBit) => bits < 0 ? signBit - bits : bits;

    static Comparison Worst(Comparison a, Comparison b) => new(
        Math.Max(a.MaxAbsolute, b.MaxAbsolute), Math.Max(a.MaxRelative, b.MaxRelative), Math.Max(a.OfLargest, b.OfLargest),
        Math.Max(a.MaxUlp, b.MaxUlp), a.Failures + b.Failures, a.Count + b.Count, a.Problem ?? b.Problem);

    static Comparison Different(string problem) => Nothing with { Problem = problem };

    static string Kind(Datum datum) => datum switch
    {
        Tensor tensor => tensor.Type.ToString(),
        SequenceDatum => "a sequence",
        OptionalDatum { Item: null } => "an empty optional",
        _ => "an optional",
    };
}
