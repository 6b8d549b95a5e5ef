using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>
/// Floats of a byte or less, as models store them: a sign, some bits of exponent, some of mantissa. ONNX: Float stored in 8 bits, Float
/// stored in 4 bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Float8
{
    // Above all these formats' numbers, and where bits still fit an int.
    const double Beyond = 1 << 17;

    readonly int _mantissa, _bias, _sign, _largest, _tooLarge, _nan;

    Float8(int exponent, int mantissa, int bias, int largest, int tooLarge, int nan)
    {
        (_mantissa, _bias, _largest, _tooLarge, _nan) = (mantissa, bias, largest, tooLarge, nan);
        _sign = 1 << (exponent + mantissa);
    }

    /// <summary>float8e4m3fn: up to 448, no infinity.</summary>
    public static Float8 E4M3FN { get; } = new(4, 3, 7, largest: 0x7E, tooLarge: 0x7F, nan: 0x7F);

    /// <summary>float8e4m3fnuz: up to 240, no infinity, no negative zero.</summary>
    public static Float8 E4M3FNUZ { get; } = new(4, 3, 8, largest: 0x7F, tooLarge: 0x80, nan: 0x80);

    /// <summary>float8e5m2: up to 57344, with infinities.</summary>
    public static Float8 E5M2 { get; } = new(5, 2, 15, largest: 0x7B, tooLarge: 0x7C, nan: 0x7E);

    /// <summary>float8e5m2fnuz: up to 57344, no infinity, no negative zero.</summary>
    public static Float8 E5M2FNUZ { get; } = new(5, 2, 16, largest: 0x7F, tooLarge: 0x80, nan: 0x80);

    /// <summary>float4e2m1: up to 6, neither infinity nor NaN, which becomes negative zero.</summary>
    public static Float8 E2M1 { get; } = new(2, 1, 1, largest: 7, tooLarge: 8, nan: 8);

    /// <summary>Whether the bits that would be negative zero are the NaN.</summary>
    bool NegativeZeroIsNaN => _nan == 0x80;

    /// <summary>The number that the bits stand for.</summary>
    public float Value(byte bits)
    {
        var code = bits & (_sign - 1);
        if (code > _largest) return this == E5M2 && code == _tooLarge ? WithSign(float.PositiveInfinity) : float.NaN;
        if (NegativeZeroIsNaN && bits == _nan) return float.NaN;
        var (exponent, mantissa) = (code >> _mantissa, code & (1 << _mantissa) - 1);
        var units = exponent == 0 ? mantissa : mantissa + (1 << _mantissa);
        return WithSign(MathF.ScaleB(units, Math.Max(exponent, 1) - _bias - _mantissa));

        float WithSign(float magnitude) => (bits & _sign) != 0 ? -magnitude : magnitude;
    }

    /// <summary>
    /// The bits of the nearest number, half to even, rounded once. What is still too large becomes the largest number if
    /// <paramref name="saturate"/>, else infinity, or NaN in the formats that have none.
    /// </summary>
    public byte Round(double value, bool saturate)
    {
        if (double.IsNaN(value)) return (byte)_nan;
        var magnitude = Math.Abs(value);
        var code = magnitude < Beyond ? Nearest(magnitude) : int.MaxValue;
        if (code > _largest) code = saturate ? _largest : _tooLarge;
        return (byte)(!double.IsNegative(value) || (code == 0 && NegativeZeroIsNaN) ? code : code | _sign);
    }

    int Nearest(double magnitude)
    {
        var exponent = Math.Max(Math.ILogB(magnitude), 1 - _bias);
        var units = (int)Math.Round(Math.ScaleB(magnitude, _mantissa - exponent));     // a carry goes into the exponent by itself
        return ((exponent + _bias - 1) << _mantissa) + units;
    }
}
