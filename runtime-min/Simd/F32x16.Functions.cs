using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using V = System.Runtime.Intrinsics.Vector512<float>;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x16
{
    /// <inheritdoc cref="F32x4.Exp"/>
    [MethodImpl(Inline)] public static V Exp(V x) => Exponential.Exp<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Log"/>
    [MethodImpl(Inline)] public static V Log(V x) => Logarithm.Log<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Tanh"/>
    [MethodImpl(Inline)] public static V Tanh(V x) => Exponential.Tanh<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Sigmoid"/>
    [MethodImpl(Inline)] public static V Sigmoid(V x) => Exponential.Sigmoid<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Silu"/>
    [MethodImpl(Inline)] public static V Silu(V x) => x * Sigmoid(x);

    /// <inheritdoc cref="F32x4.Softplus"/>
    [MethodImpl(Inline)] public static V Softplus(V x) => Logarithm.Softplus<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Erf"/>
    [MethodImpl(Inline)] public static V Erf(V x) => ErrorFunction.Erf<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Sin"/>
    [MethodImpl(Inline)] public static V Sin(V x) => Trigonometry.Sin<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Cos"/>
    [MethodImpl(Inline)] public static V Cos(V x) => Trigonometry.Cos<V, F32x16>(x);

    /// <inheritdoc cref="F32x4.Pow"/>
    [MethodImpl(Inline)] public static unsafe V Pow(V a, V b) => LaneByLane.Map(a, b, &MathF.Pow);

    [MethodImpl(Inline)] static V ISimd<V>.Add(V a, V b) => a + b;

    [MethodImpl(Inline)] static V ISimd<V>.Subtract(V a, V b) => a - b;

    [MethodImpl(Inline)] static V ISimd<V>.Multiply(V a, V b) => a * b;

    [MethodImpl(Inline)] static V ISimd<V>.Divide(V a, V b) => a / b;

    [MethodImpl(Inline)] static bool ISimd<V>.AnyTrue(V mask) => Vector512.ExtractMostSignificantBits(mask) != 0;

    [MethodImpl(Inline)]
    static V ISimd<V>.ScaleByPowerOfTwo(V x, V n) =>
        Avx512F.IsSupported ? Avx512F.Scale(x, n)
        : Join(Scale<F32x8>(x.GetLower(), n.GetLower()), Scale<F32x8>(x.GetUpper(), n.GetUpper()));

    [MethodImpl(Inline)] static V ISimd<V>.WithExponent(V x) => (x.AsInt32() << 23).AsSingle();

    // Counted from √½ = 0x3F3504F3, the exponent field of x is e and its fraction m.
    [MethodImpl(Inline)]
    static V ISimd<V>.SplitExponent(V x, out V exponent)
    {
        var bits = x.AsInt32() - Vector512.Create(0x3F3504F3);
        exponent = Vector512.ConvertToSingle(bits >> 23);
        return ((bits & Vector512.Create(0x007FFFFF)) + Vector512.Create(0x3F3504F3)).AsSingle();
    }

    [MethodImpl(Inline)]
    static Vector256<float> Scale<S>(Vector256<float> x, Vector256<float> n) where S : ISimd<Vector256<float>> => S.ScaleByPowerOfTwo(x, n);
}
