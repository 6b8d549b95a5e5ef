namespace EdgeCompile.Ir;

/// <summary>Conversions between double and the float formats of 16 bits and fewer. ONNX: docs/docsgen/source/technical/float8.md.</summary>
static class SmallFloats
{
    /// <summary>Exponent bits, mantissa bits, exponent bias, and how the top of the range is used.</summary>
    readonly record struct Format(int Exponent, int Mantissa, int Bias, bool HasInfinity, bool NegativeZeroIsNaN);

    static Format Of(ElementType type) => type switch
    {
        ElementType.Float16 => new(5, 10, 15, true, false),
        ElementType.BFloat16 => new(8, 7, 127, true, false),
        ElementType.Float8E4M3FN => new(4, 3, 7, false, false),
        ElementType.Float8E4M3FNUZ => new(4, 3, 8, false, true),
        ElementType.Float8E5M2 => new(5, 2, 15, true, false),
        ElementType.Float8E5M2FNUZ => new(5, 2, 16, false, true),
        ElementType.Float4E2M1 => new(2, 1, 1, false, false),
        _ => throw new ModelException($"{type.Text()} numbers are not read"),
    };

    public static double ToDouble(ElementType type, int bits)
    {
        if (type == ElementType.Float8E8M0) return bits == 255 ? double.NaN : Math.Pow(2, bits - 127);
        var f = Of(type);
        var sign = (bits >> (f.Exponent + f.Mantissa) & 1) != 0;
        var exponent = bits >> f.Mantissa & (1 << f.Exponent) - 1;
        var mantissa = bits & (1 << f.Mantissa) - 1;
        var top = (1 << f.Exponent) - 1;
        if (f.NegativeZeroIsNaN && sign && exponent == 0 && mantissa == 0) return double.NaN;
        if (f.HasInfinity && exponent == top) return mantissa != 0 ? double.NaN : sign ? double.NegativeInfinity : double.PositiveInfinity;
        if (type == ElementType.Float8E4M3FN && exponent == top && mantissa == 7) return double.NaN;
        var magnitude = exponent == 0
            ? mantissa * Math.Pow(2, 1 - f.Bias - f.Mantissa)
            : ((1 << f.Mantissa) + mantissa) * Math.Pow(2, exponent - f.Bias - f.Mantissa);
        return sign ? -magnitude : magnitude;
    }

    /// <summary>Rounds half to even. Out of range: infinity where the format has one, else NaN (ONNX Cast's saturation is the caller's).</summary>
    public static int FromDouble(ElementType type, double value)
    {
        if (type == ElementType.Float8E8M0) return PowerOfTwo(value);
        var f = Of(type);
        var signBit = (value < 0 || (value == 0 && 1 / value < 0) ? 1 : 0) << (f.Exponent + f.Mantissa);
        var magnitude = Math.Abs(value);
        if (double.IsNaN(value)) return NaN(type, f);
        if (magnitude == 0) return f.NegativeZeroIsNaN ? 0 : signBit;
        if (double.IsInfinity(magnitude)) return f.HasInfinity ? signBit | ((1 << f.Exponent) - 1) << f.Mantissa : NaN(type, f);
        var exponent = Math.Max((int)Math.Floor(Math.Log(magnitude, 2)), 1 - f.Bias);
        if (magnitude < Math.Pow(2, exponent) && exponent > 1 - f.Bias) exponent--;      // Log may round up to the next power
        var units = Math.Round(magnitude * Math.Pow(2, f.Mantissa - exponent), MidpointRounding.ToEven);
        if (units >= 1 << (f.Mantissa + 1)) { units /= 2; exponent++; }
        var bits = units < 1 << f.Mantissa ? (long)units : ((long)(exponent + f.Bias) << f.Mantissa) + ((long)units - (1 << f.Mantissa));
        var largest = (1L << (f.Exponent + f.Mantissa)) - 1 - (f.HasInfinity ? 1L << f.Mantissa : type == ElementType.Float8E4M3FN ? 1 : 0);
        if (bits > largest) return f.HasInfinity ? signBit | ((1 << f.Exponent) - 1) << f.Mantissa : NaN(type, f);
        return bits == 0 && f.NegativeZeroIsNaN ? 0 : signBit | (int)bits;
    }

    /// <summary>The exponent of a power of two; zero becomes the least one, what is too large NaN.</summary>
    static int PowerOfTwo(double value)
    {
        var exponent = value == 0 ? 0 : Math.Round(Math.Log(Math.Abs(value), 2)) + 127;
        return exponent <= 254 ? (int)Math.Max(0, exponent) : 255;
    }

    static int NaN(ElementType type, Format f) => f.NegativeZeroIsNaN
        ? 1 << (f.Exponent + f.Mantissa)
        : type == ElementType.Float4E2M1 ? 8 : (1 << (f.Exponent + f.Mantissa)) - 1 - (f.HasInfinity ? (1 << (f.Mantissa - 1)) - 1 : 0);
}
