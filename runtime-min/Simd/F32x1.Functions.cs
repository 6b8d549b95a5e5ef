using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Single;

namespace EdgeCompile.Runtime;

public readonly partial struct F32x1
{
    /// <inheritdoc cref="F32x4.Exp"/>
    [MethodImpl(Inline)] public static V Exp(V x) => F32x4.Exp(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Log"/>
    [MethodImpl(Inline)] public static V Log(V x) => F32x4.Log(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Tanh"/>
    [MethodImpl(Inline)] public static V Tanh(V x) => F32x4.Tanh(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Sigmoid"/>
    [MethodImpl(Inline)] public static V Sigmoid(V x) => F32x4.Sigmoid(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Silu"/>
    [MethodImpl(Inline)] public static V Silu(V x) => F32x4.Silu(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Softplus"/>
    [MethodImpl(Inline)] public static V Softplus(V x) => F32x4.Softplus(Low(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Erf"/>
    [MethodImpl(Inline)] public static V Erf(V x) => F32x4.Erf(Low(x)).ToScalar();

    // A cleared upper half keeps stray lanes off the far path.
    /// <inheritdoc cref="F32x4.Sin"/>
    [MethodImpl(Inline)] public static V Sin(V x) => F32x4.Sin(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Cos"/>
    [MethodImpl(Inline)] public static V Cos(V x) => F32x4.Cos(Vector128.CreateScalar(x)).ToScalar();

    /// <inheritdoc cref="F32x4.Pow"/>
    [MethodImpl(Inline)] public static V Pow(V a, V b) => MathF.Pow(a, b);
}
