using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector256<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x8
{
    /// <inheritdoc cref="F32x4.Exp"/>
    [MethodImpl(Inline)] public static V Exp(V x) => Exponential.Exp<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Log"/>
    [MethodImpl(Inline)] public static V Log(V x) => Logarithm.Log<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Tanh"/>
    [MethodImpl(Inline)] public static V Tanh(V x) => Exponential.Tanh<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Sigmoid"/>
    [MethodImpl(Inline)] public static V Sigmoid(V x) => Exponential.Sigmoid<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Silu"/>
    [MethodImpl(Inline)] public static V Silu(V x) => x * Sigmoid(x);

    /// <inheritdoc cref="F32x4.Softplus"/>
    [MethodImpl(Inline)] public static V Softplus(V x) => Logarithm.Softplus<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Erf"/>
    [MethodImpl(Inline)] public static V Erf(V x) => ErrorFunction.Erf<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Sin"/>
    [MethodImpl(Inline)] public static V Sin(V x) => Trigonometry.Sin<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Cos"/>
    [MethodImpl(Inline)] public static V Cos(V x) => Trigonometry.Cos<V, F32x8>(x);

    /// <inheritdoc cref="F32x4.Pow"/>
    [MethodImpl(Inline)] public static unsafe V Pow(V a, V b) => LaneByLane.Map(a, b, &MathF.Pow);

    [MethodImpl(Inline)] static V ISimd<V>.Add(V a, V b) => a + b;

    [MethodImpl(Inline)] static V ISimd<V>.Subtract(V a, V b) => a - b;

    [MethodImpl(Inline)] static V ISimd<V>.Multiply(V a, V b) => a * b;

    [MethodImpl(Inline)] static V ISimd<V>.Divide(V a, V b) => a / b;

    [MethodImpl(Inline)] static bool ISimd<V>.AnyTrue(V mask) => Vector256.ExtractMostSignificantBits(mask) != 0;

    // 2ⁿ in two factors, each of them normal; only the last product can round.
    [MethodImpl(Inline)]
    static V ISimd<V>.ScaleByPowerOfTwo(V x, V n)
    {
        var whole = Whole(n);
        var half = whole >> 1;
        var one = Vector256.Create(127);
        return x * ((half + one) << 23).AsSingle() * ((whole - half + one) << 23).AsSingle();
    }

    [MethodImpl(Inline)] static V ISimd<V>.WithExponent(V x) => (x.AsInt32() << 23).AsSingle();

    /// <summary>Integral floats as integers.</summary>
    [MethodImpl(Inline)]
    static Vector256<int> Whole(V n) =>
        Avx.IsSupported ? Avx.ConvertToVector256Int32(n) : Vector256.ConvertToInt32(n);

    // Counted from √½ = 0x3F3504F3, the exponent field of x is e and its fraction m.
    [MethodImpl(Inline)]
    static V ISimd<V>.SplitExponent(V x, out V exponent)
    {
        var bits = x.AsInt32() - Vector256.Create(0x3F3504F3);
        exponent = Vector256.ConvertToSingle(bits >> 23);
        return ((bits & Vector256.Create(0x007FFFFF)) + Vector256.Create(0x3F3504F3)).AsSingle();
    }
}
