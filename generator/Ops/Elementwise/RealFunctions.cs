namespace EdgeCompile.Ops;

/// <summary>Functions of double precision that netstandard2.0 lacks.</summary>
static class RealFunctions
{
    /// <summary>log(1+x) without losing small x. W. Kahan's form.</summary>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) * x / (u - 1);
    }

    /// <summary>erf(x) = 2/sqrt(pi) exp(-x^2) * sum of 2^n x^(2n+1) / (2n+1)!!, whose terms have one sign. DLMF 7.6.2.</summary>
    public static double Erf(double x)
    {
        if (double.IsNaN(x)) return x;
        if (Math.Abs(x) > 6) return x > 0 ? 1 : -1;
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    public static double Softplus(double x) => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x)));
    /// <summary>-1, 0 or 1; NaN stays.</summary>
    public static double Sign(double x) => x > 0 ? 1 : x < 0 ? -1 : x;
    public static double Asinh(double x)
    {
        var magnitude = Math.Abs(x);
        return Sign(x) * Log1P(magnitude + magnitude * magnitude / (1 + Math.Sqrt(magnitude * magnitude + 1)));
    }
    public static double Acosh(double x) => Math.Log(x + Math.Sqrt(x * x - 1));
    public static double Atanh(double x) => 0.5 * (Log1P(x) - Log1P(-x));
}
