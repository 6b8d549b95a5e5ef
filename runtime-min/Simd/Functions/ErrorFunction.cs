using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>erf x, the integral behind the exact GELU.</summary>
/// <remarks>|x| ≤ 1: x + x·P(x²); beyond: 1 - eᵗ, t = ln erfc |x| ≈ Q(|x|). P and Q are minimax polynomials.</remarks>
static class ErrorFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V, S>(V x) where V : struct where S : ISimd<V>
    {
        var magnitude = S.Abs(x);
        var square = S.Multiply(x, x);
        var p = S.Fma(S.Create(7.80690389e-05f), square, S.Create(-0.00079978531f));
        p = S.Fma(p, square, S.Create(0.0051871622f));
        p = S.Fma(p, square, S.Create(-0.0268533472f));
        p = S.Fma(p, square, S.Create(0.112835787f));
        p = S.Fma(p, square, S.Create(-0.37612626f));
        p = S.Fma(p, square, S.Create(0.128379166f));
        var near = S.Fma(p, x, x);

        // erf 4 is 1 in single precision.
        var a = S.Min(magnitude, S.Create(4f));
        var t = S.Fma(S.Create(0.000185683486f), a, S.Create(-0.00294076512f));
        t = S.Fma(t, a, S.Create(0.0218102541f));
        t = S.Fma(t, a, S.Create(-0.10304825f));
        t = S.Fma(t, a, S.Create(-0.638212562f));
        t = S.Fma(t, a, S.Create(-1.12704825f));
        t = S.Fma(t, a, S.Create(-0.000351620751f));
        var complement = Exponential.Exp<V, S>(t);
        var far = S.Or(S.Subtract(S.Create(1f), complement), S.And(x, S.Create(-0f)));
        return S.Select(S.Greater(magnitude, S.Create(1f)), far, near);
    }
}
