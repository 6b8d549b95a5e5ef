using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime;

/// <summary>Sine and cosine.</summary>
/// <remarks>|x| = n·π/2 + r with |r| ≤ π/4; the quadrant n mod 4 picks ±sin r or ±cos r. Lanes beyond 2¹³ go through <see cref="MathF"/>.</remarks>
static unsafe class Trigonometry
{
    const float Farthest = 8192f;
    const float TwoOverPi = 0.636619747f;

    // π/2 in four parts. The first three have 11 bits: times n < 2¹³ they are exact, with and without a fused multiply-add.
    const float HalfPi0 = 1.5703125f;
    const float HalfPi1 = 0.00048375129699707031f;
    const float HalfPi2 = 7.549533620476723e-08f;
    const float HalfPi3 = 2.56334407e-12f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V, S>(V x) where V : struct where S : ISimd<V>
    {
        var sin = S.Xor(Quadrant<V, S>(S.Abs(x), S.Create(0f)), S.And(x, S.Create(-0f)));
        var far = S.Greater(S.Abs(x), S.Create(Farthest));
        return S.AnyTrue(far) ? S.Select(far, LaneByLane.Map(x, &MathF.Sin), sin) : sin;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V, S>(V x) where V : struct where S : ISimd<V>
    {
        var cos = Quadrant<V, S>(S.Abs(x), S.Create(1f));
        var far = S.Greater(S.Abs(x), S.Create(Farthest));
        return S.AnyTrue(far) ? S.Select(far, LaneByLane.Map(x, &MathF.Cos), cos) : cos;
    }

    /// <summary>sin(x + ahead·π/2) for x in [0, 2¹³].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Quadrant<V, S>(V x, V ahead) where V : struct where S : ISimd<V>
    {
        var n = S.Round(S.Multiply(x, S.Create(TwoOverPi)));
        var r = S.Fma(n, S.Create(-HalfPi0), x);
        r = S.Fma(n, S.Create(-HalfPi1), r);
        r = S.Fma(n, S.Create(-HalfPi2), r);
        r = S.Fma(n, S.Create(-HalfPi3), r);
        var square = S.Multiply(r, r);

        var p = S.Fma(S.Create(2.83251006e-06f), square, S.Create(-0.000198530644f));
        p = S.Fma(p, square, S.Create(0.0083333794f));
        p = S.Fma(p, square, S.Create(-0.166666672f));
        var sin = S.Fma(S.Multiply(r, square), p, r);

        var q = S.Fma(S.Create(2.44306702e-05f), square, S.Create(-0.00138873013f));
        q = S.Fma(q, square, S.Create(0.0416666456f));
        q = S.Fma(q, square, S.Create(-0.5f));
        var cos = S.Fma(q, square, S.Create(1f));

        // The two low bits of the quadrant, taken in floating point: n is integral and small.
        var half = S.Multiply(S.Add(n, ahead), S.Create(0.5f));
        var whole = S.Floor(half);
        var quarter = S.Multiply(whole, S.Create(0.5f));
        var odd = S.Less(whole, half);
        var lower = S.Less(S.Floor(quarter), quarter);
        return S.Xor(S.Select(odd, cos, sin), S.And(lower, S.Create(-0f)));
    }
}
