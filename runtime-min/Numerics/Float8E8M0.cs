using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>float8e8m0: a power of two from 2^-127 to 2^127, or NaN; there is no sign and no zero. ONNX: Float stored in 8 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Float8E8M0
{
    const int Bias = 127;
    const int Largest = 254;
    const byte NaN = 255;

    /// <summary>The number that the bits stand for.</summary>
    public static float Value(byte bits) => bits == NaN ? float.NaN : MathF.ScaleB(1, bits - Bias);

    /// <summary>The power of two at or above a number's magnitude.</summary>
    public static byte RoundUp(double value, bool saturate) => Bits(value, Math.BitIncrement(1.0), saturate);

    /// <summary>The power of two at or below a number's magnitude.</summary>
    public static byte RoundDown(double value, bool saturate) => Bits(value, 2, saturate);

    /// <summary>The nearest power of two; the greater one where a number's magnitude lies half way.</summary>
    public static byte RoundNearest(double value, bool saturate) => Bits(value, 1.5, saturate);

    /// <summary>From <paramref name="next"/> times a power of two on, a magnitude counts to the next one.</summary>
    static byte Bits(double value, double next, bool saturate)
    {
        var magnitude = Math.Abs(value);
        if (!double.IsFinite(magnitude)) return NaN;
        if (magnitude == 0) return 0;
        var exponent = Math.ILogB(magnitude);
        var fraction = Math.ScaleB(magnitude, -exponent);
        if (fraction >= next) exponent++;
        return exponent <= Largest - Bias ? (byte)Math.Max(0, exponent + Bias) : saturate ? (byte)Largest : NaN;
    }
}
