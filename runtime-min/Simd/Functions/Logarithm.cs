using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>The natural logarithm and Softplus.</summary>
/// <remarks>x = m·2ᵉ, f = m-1 in [√½-1, √2-1): ln x = e·ln 2 + f - f²/2 + f³·P(f), P a minimax polynomial.</remarks>
static class Logarithm
{
    const float SmallestNormal = 1.17549435e-38f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V, S>(V x) where V : struct where S : ISimd<V>
    {
        var subnormal = S.Less(x, S.Create(SmallestNormal));
        var scaled = S.Select(subnormal, S.Multiply(x, S.Create(8388608f)), x);
        var f = S.Subtract(S.SplitExponent(scaled, out var e), S.Create(1f));
        e = S.Subtract(e, S.And(subnormal, S.Create(23f)));

        var p = S.Fma(S.Create(-0.0794736445f), f, S.Create(0.129218936f));
        p = S.Fma(p, f, S.Create(-0.131285131f));
        p = S.Fma(p, f, S.Create(0.141800433f));
        p = S.Fma(p, f, S.Create(-0.16624321f));
        p = S.Fma(p, f, S.Create(0.200023144f));
        p = S.Fma(p, f, S.Create(-0.250008166f));
        p = S.Fma(p, f, S.Create(0.333333164f));

        // From the smallest term to the greatest.
        var square = S.Multiply(f, f);
        var tail = S.Fma(e, S.Create(-0.000212194442f), S.Multiply(S.Multiply(square, f), p));
        tail = S.Fma(S.Create(-0.5f), square, tail);
        var log = S.Fma(e, S.Create(0.693359375f), S.Add(f, tail));

        // Infinity and NaN are their own logarithms.
        log = S.Select(S.Less(x, S.Create(float.PositiveInfinity)), log, x);
        log = S.Select(S.Equal(x, S.Create(0f)), S.Create(float.NegativeInfinity), log);
        return S.Select(S.Less(x, S.Create(0f)), S.Create(float.NaN), log);
    }

    /// <summary>ln(1+eˣ) = max(x, 0) + ln(1+e⁻|ˣ|), with the rounding of 1+e put back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Softplus<V, S>(V x) where V : struct where S : ISimd<V>
    {
        var one = S.Create(1f);
        var e = Exponential.Exp<V, S>(S.Or(x, S.Create(-0f)));
        var u = S.Add(one, e);
        var lost = S.Subtract(e, S.Subtract(u, one));
        var log1p = S.Add(Log<V, S>(u), S.Divide(lost, u));
        return S.Add(S.Max(x, S.Create(0f)), log1p);
    }
}
