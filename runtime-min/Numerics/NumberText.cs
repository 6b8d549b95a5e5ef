using System.ComponentModel;
using System.Globalization;
using System.Numerics;

namespace EdgeCompile.Runtime;

/// <summary>Numbers as the strings of models: decimals, and NaN, INF, -INF. ONNX: Cast from and to string.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class NumberText
{
    // Beyond these an exponent is written.
    const double LeastPlain = 1e-5, FirstWithExponent = 1e15;

    /// <summary>A real number with the fewest digits that read back as the same number of its type.</summary>
    public static string Of<T>(T value) where T : struct, INumber<T>
    {
        var text = value.ToString(null, CultureInfo.InvariantCulture);
        if (value is not (float or double or Half)) return text;
        if (T.IsNaN(value)) return "NaN";
        if (T.IsInfinity(value)) return T.IsPositive(value) ? "INF" : "-INF";
        if (double.CreateChecked(T.Abs(value)) is >= LeastPlain and < FirstWithExponent)
            text = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }

    /// <summary>The whole number that a text begins with or is.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    public static long Whole(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var signed) ? signed
        : ulong.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unsigned) ? unchecked((long)unsigned)
        : (long)Real(text);

    /// <summary>The number that a text is.</summary>
    /// <exception cref="FormatException">The text is no number.</exception>
    public static double Real(string text) => text.ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "+INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
