using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>e to the x, and the functions that are one exponential and one division.</summary>
/// <remarks>x = n·ln 2 + r with |r| ≤ ln 2 / 2; eʳ - 1 = r + r²·P(r), P a minimax polynomial (Remez exchange, coefficients rounded one by one).</remarks>
static class Exponential
{
    const float Log2E = 1.44269502f;

    // ln 2 in two parts; the first has 10 bits, so n·Ln2High is exact without a fused multiply-add too.
    const float Ln2High = 0.693359375f;
    const float Ln2Low = -0.000212194442f;

    // 1.5·2²³: what is added to it has no bits left for a fraction. Two instructions, of which to round alone would be as many.
    const float Rounder = 12582912f;

    /// <summary>2⁶⁴, by which a sigmoid's exponential is raised.</summary>
    const float Raise = 18446744073709551616f;

    // The whole part that is added to it comes out raised and with a float's bias: its last eight bits are the exponent.
    const float RaisedRounder = Rounder + 64 + 127;

    // Below it every result rounds to zero, above it to infinity.
    const float Lowest = -104f;
    const float Highest = 89f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V, S>(V x) where V : struct where S : ISimd<V>
    {
        // Underflow costs processors a hundred cycles and more, and masked scores are all zeros: those lanes compute something else. NaN stays.
        var (isZero, zero) = (S.Less(x, S.Create(Lowest)), S.Create(0f));
        var m = ExpMinusOneReduced<V, S>(S.Min(S.Select(isZero, zero, x), S.Create(Highest)), out var n);
        return S.Select(isZero, zero, S.ScaleByPowerOfTwo(S.Add(m, S.Create(1f)), n));
    }

    /// <summary>
    /// 1/(1+e⁻ˣ) as eˣ/(1+eˣ), both times 2⁶⁴: no overflow trouble, a factor of 2 to the whole part that is always normal, and a left tail that
    /// the division lets underflow gradually.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V, S>(V x) where V : struct where S : ISimd<V>
    {
        // From 17 on the quotient is 1; 30 keeps eˣ finite.
        x = S.Min(S.Max(x, S.Create(Lowest)), S.Create(30f));
        var rounded = S.Fma(x, S.Create(Log2E), S.Create(RaisedRounder));
        var power = S.WithExponent(rounded);
        var e = S.Add(ExpMinusOneReduced<V, S>(x, S.Subtract(rounded, S.Create(RaisedRounder))), S.Create(1f));
        return S.Divide(S.Multiply(e, power), S.Fma(e, power, S.Create(Raise)));
    }

    /// <summary>tanh |x| = -m/(m+2) with m = e⁻²ˣ-1, which keeps the relative accuracy of small x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V, S>(V x) where V : struct where S : ISimd<V>
    {
        // From 9.02 on the result is 1 in single precision. Max(a, b) keeps a NaN of a.
        var t = S.Max(S.Multiply(S.Abs(x), S.Create(-2f)), S.Create(-20f));
        var reduced = ExpMinusOneReduced<V, S>(t, out var n);
        var power = S.ScaleByPowerOfTwo(S.Create(1f), n);
        var m = S.Fma(power, reduced, S.Subtract(power, S.Create(1f)));
        var tanh = S.Divide(m, S.Add(m, S.Create(2f)));
        var sign = S.And(x, S.Create(-0f));
        return S.Or(S.Abs(tanh), sign);
    }

    /// <summary>eʳ-1 of the reduced argument; eˣ is (that + 1)·2ⁿ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpMinusOneReduced<V, S>(V x, out V n) where V : struct where S : ISimd<V>
    {
        n = S.Subtract(S.Fma(x, S.Create(Log2E), S.Create(Rounder)), S.Create(Rounder));
        return ExpMinusOneReduced<V, S>(x, n);
    }

    // P in pairs (Estrin): as many steps as one after the other, but a processor waits for three of them and not for five.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V ExpMinusOneReduced<V, S>(V x, V n) where V : struct where S : ISimd<V>
    {
        var r = S.Fma(n, S.Create(-Ln2High), x);
        r = S.Fma(n, S.Create(-Ln2Low), r);
        var square = S.Multiply(r, r);
        var low = S.Fma(S.Create(0.166665345f), r, S.Create(0.5f));
        var high = S.Fma(S.Create(0.00836765952f), r, S.Create(0.0416666083f));
        high = S.Fma(S.Create(0.00139188976f), square, high);
        return S.Fma(square, S.Fma(high, square, low), r);
    }
}
