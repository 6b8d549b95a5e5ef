namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>Finite floats of every exponent and both signs, evenly spread over the bit patterns.</summary>
static class Sweep
{
    const int Stride = 2039; // a prime: the low bits take every value

    public static float[] Floats { get; } = Make();

    /// <summary>The distance of a result from the exact value, in units of the last place of the exact value's binade.</summary>
    public static double Ulp(float result, double exact)
    {
        if (double.IsNaN(exact))
            return float.IsNaN(result) ? 0 : double.PositiveInfinity;
        if ((float)exact == result)
            return 0;
        if (Math.Abs(exact) > float.MaxValue)
            exact = Math.CopySign(Math.Pow(2, 128), exact);
        if (!float.IsFinite(result))
            return double.IsNaN(result) ? double.PositiveInfinity : (Math.Pow(2, 128) - Math.Abs(exact)) / Math.Pow(2, 104);
        var exponent = Math.Clamp((int)(BitConverter.DoubleToUInt64Bits(exact) >> 52 & 0x7FF) - 1023, -126, 127);
        return Math.Abs(result - exact) * BitConverter.UInt64BitsToDouble((ulong)(1023 + 23 - exponent) << 52);
    }

    static float[] Make()
    {
        var floats = new List<float>();
        for (uint bits = 0; bits < 0x7F800000; bits += Stride)
        {
            floats.Add(BitConverter.UInt32BitsToSingle(bits));
            floats.Add(BitConverter.UInt32BitsToSingle(bits | 0x80000000));
        }
        floats.AddRange(Special);
        while (floats.Count % 16 != 0)
            floats.Add(1f);
        return [.. floats];
    }

    public static float[] Special =>
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, 1.17549435e-38f, 1.17549421e-38f, float.MaxValue, float.MinValue,
        float.PositiveInfinity, float.NegativeInfinity, float.NaN, 88.722839f, 88.722847f, -87.3365f, -103.97208f, -103.97209f, 8192f, 8193f,
        MathF.PI, -MathF.PI, MathF.PI / 2, 6.28318548f, 0.999999940f, 1.00000012f, 0.70710677f, 1.41421354f, 9.0109f, 4f, 3.9192059f, 17f,
    ];
}
