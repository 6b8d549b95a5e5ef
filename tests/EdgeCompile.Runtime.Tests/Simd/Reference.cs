namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>Double-precision functions that <see cref="Math"/> lacks.</summary>
static class Reference
{
    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    public static double Softplus(double x) => x > 40 ? x : LogOnePlus(Math.Exp(x));

    /// <summary>Abramowitz and Stegun 7.1.6 below 3, the continued fraction 7.1.14 from there on.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x))
            return x;
        var a = Math.Abs(x);
        return Math.CopySign(a < 3 ? Series(a) : 1 - Fraction(a), x);
    }

    // ln(1+u), with the rounding of 1+u put back.
    static double LogOnePlus(double u)
    {
        var sum = 1 + u;
        return sum == 1 ? u : Math.Log(sum) + (u - (sum - 1)) / sum;
    }

    static double Series(double x)
    {
        double term = x, sum = x;
        for (var n = 1; term > sum * 1e-17; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    static double Fraction(double x)
    {
        if (x > 10)
            return 0;
        var f = x;
        for (var n = 60; n > 0; n--)
            f = x + n / 2.0 / f;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / f;
    }
}
