using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector128<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x4
{
    /// <summary>e to the x; at most 1 ULP off, subnormal results included.</summary>
    [MethodImpl(Inline)] public static V Exp(V x) => Exponential.Exp<V, F32x4>(x);

    /// <summary>The natural logarithm; at most 1.1 ULP off. -∞ for a zero, NaN below.</summary>
    [MethodImpl(Inline)] public static V Log(V x) => Logarithm.Log<V, F32x4>(x);

    /// <summary>The hyperbolic tangent; at most 2.6 ULP off.</summary>
    [MethodImpl(Inline)] public static V Tanh(V x) => Exponential.Tanh<V, F32x4>(x);

    /// <summary>1/(1+e⁻ˣ); at most 2.2 ULP off, subnormal results included.</summary>
    [MethodImpl(Inline)] public static V Sigmoid(V x) => Exponential.Sigmoid<V, F32x4>(x);

    /// <summary>x·Sigmoid(x), the product rounded once; NaN for -∞, as the product of the two is.</summary>
    [MethodImpl(Inline)] public static V Silu(V x) => x * Sigmoid(x);

    /// <summary>ln(1+eˣ); at most 2 ULP off.</summary>
    [MethodImpl(Inline)] public static V Softplus(V x) => Logarithm.Softplus<V, F32x4>(x);

    /// <summary>The error function; at most 1.2 ULP off.</summary>
    [MethodImpl(Inline)] public static V Erf(V x) => ErrorFunction.Erf<V, F32x4>(x);

    /// <summary>The sine of x radians; at most 2 ULP off for |x| ≤ 2¹³, as exact as MathF.Sin beyond.</summary>
    [MethodImpl(Inline)] public static V Sin(V x) => Trigonometry.Sin<V, F32x4>(x);

    /// <summary>The cosine of x radians; at most 2 ULP off for |x| ≤ 2¹³, as exact as MathF.Cos beyond.</summary>
    [MethodImpl(Inline)] public static V Cos(V x) => Trigonometry.Cos<V, F32x4>(x);

    /// <summary>a to the power b by MathF.Pow, lane by lane: exact before fast.</summary>
    [MethodImpl(Inline)] public static unsafe V Pow(V a, V b) => LaneByLane.Map(a, b, &MathF.Pow);

    [MethodImpl(Inline)] static V ISimd<V>.Add(V a, V b) => a + b;

    [MethodImpl(Inline)] static V ISimd<V>.Subtract(V a, V b) => a - b;

    [MethodImpl(Inline)] static V ISimd<V>.Multiply(V a, V b) => a * b;

    [MethodImpl(Inline)] static V ISimd<V>.Divide(V a, V b) => a / b;

    [MethodImpl(Inline)] static bool ISimd<V>.AnyTrue(V mask) => Vector128.ExtractMostSignificantBits(mask) != 0;

    // 2ⁿ in two factors, each of them normal; only the last product can round.
    [MethodImpl(Inline)]
    static V ISimd<V>.ScaleByPowerOfTwo(V x, V n)
    {
        var whole = Whole(n);
        var half = whole >> 1;
        var one = Vector128.Create(127);
        return x * ((half + one) << 23).AsSingle() * ((whole - half + one) << 23).AsSingle();
    }

    [MethodImpl(Inline)] static V ISimd<V>.WithExponent(V x) => (x.AsInt32() << 23).AsSingle();

    /// <summary>Integral floats as integers.</summary>
    [MethodImpl(Inline)]
    static Vector128<int> Whole(V n) =>
        Sse2.IsSupported ? Sse2.ConvertToVector128Int32(n)
            : AdvSimd.IsSupported ? AdvSimd.ConvertToInt32RoundToZero(n)
            : Vector128.ConvertToInt32(n);

    // Counted from √½ = 0x3F3504F3, the exponent field of x is e and its fraction m.
    [MethodImpl(Inline)]
    static V ISimd<V>.SplitExponent(V x, out V exponent)
    {
        var bits = x.AsInt32() - Vector128.Create(0x3F3504F3);
        exponent = Vector128.ConvertToSingle(bits >> 23);
        return ((bits & Vector128.Create(0x007FFFFF)) + Vector128.Create(0x3F3504F3)).AsSingle();
    }
}
