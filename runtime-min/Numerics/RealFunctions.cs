using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>Functions of double precision that .NET lacks.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RealFunctions
{
    // erf 6 is 1 in double precision.
    const double One = 6;

    /// <summary>The error function, to a few units in the last place.</summary>
    /// <remarks>2/sqrt(pi) exp(-x^2) * sum of 2^n x^(2n+1) / (2n+1)!!, whose terms have one sign: DLMF 7.6.2.</remarks>
    public static double Erf(double x)
    {
        if (!(Math.Abs(x) <= One)) return double.IsNaN(x) ? x : Math.Sign(x);
        double term = x, sum = x;
        for (var n = 1; Math.Abs(term) > 1e-17 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
