namespace EdgeCompile.Runtime;

/// <summary>The primitives that the elementary functions are written over: one instruction each, or nearly.</summary>
/// <remarks>Implemented by empty structs, so that the JIT specialises a function per register width and inlines every primitive.</remarks>
interface ISimd<V> where V : struct
{
    static abstract V Create(float value);
    static abstract V Add(V a, V b);
    static abstract V Subtract(V a, V b);
    static abstract V Multiply(V a, V b);
    static abstract V Divide(V a, V b);
    static abstract V Fma(V a, V b, V c);
    static abstract V Min(V a, V b);
    static abstract V Max(V a, V b);
    static abstract V Abs(V x);
    static abstract V Floor(V x);
    static abstract V Round(V x);
    static abstract V Less(V a, V b);
    static abstract V Greater(V a, V b);
    static abstract V Equal(V a, V b);
    static abstract bool AnyTrue(V mask);
    static abstract V Select(V mask, V a, V b);
    static abstract V And(V a, V b);
    static abstract V Or(V a, V b);
    static abstract V Xor(V a, V b);

    /// <summary>x·2ⁿ for an integral n in [-250, 254] and x of magnitude about one: one rounding, gradual underflow.</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);

    /// <summary>The power of two whose exponent is the last eight bits of x's.</summary>
    static abstract V WithExponent(V x);

    /// <summary>x = m·2ᵉ with m in [√½, √2), for a normal positive x.</summary>
    static abstract V SplitExponent(V x, out V exponent);
}
