using System.Globalization;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <param name="To">The element type of the result.</param>
/// <param name="Saturate">Whether what is too large for a float of 8 bits becomes its largest number instead of infinity or NaN.</param>
/// <param name="Rounding">For float8e8m0 alone.</param>
sealed record CastAttributes(ElementType To, bool Saturate = true, PowerRounding Rounding = PowerRounding.Up) : OpAttributes;

/// <summary>Cast: fractions are truncated, integers wrap, not zero is true; strings are read and written as decimals. ONNX: Cast, CastLike.</summary>
static class Cast
{
    public static readonly Op Op = new("Cast")
    {
        Infer = context => [new TensorType(Known(context.Attributes<CastAttributes>().To), context.Shape(0))],
        Evaluate = context => [Convert(context.Tensor(0), context.Attributes<CastAttributes>())],
        Lower = node => [LoopNest.Over(node.Output, axes => Converted(LoopNest.Broadcast(node.Input(0), axes), node.AttributesAs<CastAttributes>()))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Cast", 1, node => node.Add(Op, new CastAttributes(Named(node.Text("to"))), node.Input(0))),
        new("Cast", 6, node => node.Add(Op, new CastAttributes((ElementType)node.Int("to")), node.Input(0))),
        new("Cast", 19, node => node.Add(Op, Saturating(node, (ElementType)node.Int("to")), node.Input(0))),
        new("Cast", 24, node => node.Add(Op, Rounding(node, Saturating(node, (ElementType)node.Int("to"))), node.Input(0))),
        new("CastLike", 15, node => node.Add(Op, new CastAttributes(node.Input(1).Element), node.Input(0))),
        new("CastLike", 19, node => node.Add(Op, Saturating(node, node.Input(1).Element), node.Input(0))),
        new("CastLike", 24, node => node.Add(Op, Rounding(node, Saturating(node, node.Input(1).Element)), node.Input(0))),
    ];

    static CastAttributes Saturating(OnnxNode node, ElementType to) => new(to, node.Int("saturate", 1) != 0);

    static CastAttributes Rounding(OnnxNode node, CastAttributes cast) => cast with
    {
        Rounding = node.Text("round_mode", "up") switch
        {
            "up" => PowerRounding.Up,
            "down" => PowerRounding.Down,
            "nearest" => PowerRounding.Nearest,
            var other => throw new ModelException($"attribute 'round_mode' is '{other}'", "'up', 'down' and 'nearest' are known"),
        },
    };

    static ElementType Known(ElementType type) =>
        type is ElementType.Undefined or ElementType.Complex64 or ElementType.Complex128 || !Enum.IsDefined(typeof(ElementType), type)
        ? throw new ModelException($"a cast to {type.Text()} is not defined")
        : type;

    /// <summary>Opset 1 names the type as the enumeration in onnx.proto does.</summary>
    static ElementType Named(string to) => to switch
    {
        "FLOAT" => ElementType.Float32,
        "DOUBLE" => ElementType.Float64,
        _ => Enum.TryParse<ElementType>(to, ignoreCase: true, out var type) ? type : throw new ModelException($"a cast to '{to}' is not defined"),
    };

    /// <summary>A cast in a nest.</summary>
    public static Expr Converted(Expr x, CastAttributes cast) => cast.To.IsFloat() && cast.To.Size() == 1
        ? Expr.Narrow(x.Type == ElementType.String ? Expr.Cast(x, ElementType.Float64) : x, cast.To, cast.Saturate, cast.Rounding)
        : Expr.Cast(x, cast.To);

    public static Tensor Convert(Tensor x, CastAttributes cast)
    {
        var output = new Tensor(cast.To, x.Shape);
        for (var i = 0; i < x.Count; i++)
        {
            if (x.Element == ElementType.String) Parse(output, i, x.Strings[i], cast);
            else if (cast.To == ElementType.String) output.Strings[i] = Text(x, i);
            else if (x.Element.IsFloat()) SetReal(output, i, x.GetDouble(i), cast);
            else if (x.Element == ElementType.UInt64 && cast.To.IsFloat()) SetReal(output, i, x.GetDouble(i), cast);
            else if (cast.To.IsFloat()) SetReal(output, i, x.GetInt64(i), cast);
            else SetInteger(output, i, x.GetInt64(i));
        }
        return output;
    }

    static void SetReal(Tensor output, int i, double value, CastAttributes cast)
    {
        if (output.Element == ElementType.Bool)
        {
            output.SetDouble(i, value);
            return;
        }
        if (!output.Element.IsFloat())
        {
            if (output.Element == ElementType.UInt64 && value >= 0) output.SetDouble(i, value);
            else SetInteger(output, i, unchecked((long)value));
            return;
        }
        // An infinity is no power of two, and becomes NaN.
        var saturates = output.Element.Size() == 1 && cast.Saturate && !(output.Element == ElementType.Float8E8M0 && double.IsInfinity(value));
        if (output.Element == ElementType.Float8E8M0) value = PowerOfTwo(value, cast.Rounding);
        output.SetDouble(i, saturates && Math.Abs(value) > Largest(output.Element) ? Math.Sign(value) * Largest(output.Element) : value);
    }

    /// <summary>The power of two for a number's magnitude, since the format has no sign.</summary>
    static double PowerOfTwo(double value, PowerRounding rounding)
    {
        value = Math.Abs(value);
        if (value == 0 || double.IsNaN(value) || double.IsInfinity(value)) return value;
        var below = Math.Pow(2, Math.Floor(Math.Log(value, 2)));
        if (below > value) below /= 2;                                     // Log may round up to the next power
        if (2 * below <= value) below *= 2;
        return rounding switch
        {
            PowerRounding.Down => below,
            PowerRounding.Up => value > below ? 2 * below : below,
            _ => value >= 1.5 * below ? 2 * below : below,
        };
    }

    /// <summary>The largest finite number of a float of 8 bits or fewer.</summary>
    static double Largest(ElementType type) => type switch
    {
        ElementType.Float8E4M3FN => 448,
        ElementType.Float8E4M3FNUZ => 240,
        ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ => 57344,
        ElementType.Float4E2M1 => 6,
        _ => Math.Pow(2, 127),
    };

    /// <summary>Types below a byte keep their low bits.</summary>
    static void SetInteger(Tensor output, int i, long value) => output.SetInt64(i, output.Element switch
    {
        ElementType.UInt4 => value & 15,
        ElementType.Int4 => value << 60 >> 60,
        ElementType.UInt2 => value & 3,
        ElementType.Int2 => value << 62 >> 62,
        _ => value,
    });

    static void Parse(Tensor output, int i, string text, CastAttributes cast)
    {
        if (output.Element == ElementType.String) output.Strings[i] = text;
        else if (output.Element.IsInteger() && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            SetInteger(output, i, whole);
        else if (output.Element.IsInteger() && ulong.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unsigned))
            SetInteger(output, i, unchecked((long)unsigned));
        else if (Special(text) is { } special) SetReal(output, i, special, cast);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) SetReal(output, i, number, cast);
        else throw new ModelException($"'{Support.CSharpText.Comment(text)}' is no number to cast to {output.Element.Text()}");
    }

    static double? Special(string text) => text.ToUpperInvariant() switch
    {
        "NAN" => double.NaN,
        "INF" or "+INF" => double.PositiveInfinity,
        "-INF" => double.NegativeInfinity,
        _ => null,
    };

    static string Text(Tensor x, int i)
    {
        if (x.Element == ElementType.Bool) return x.Bytes[i] != 0 ? "True" : "False";
        if (x.Element == ElementType.UInt64) return unchecked((ulong)x.GetInt64(i)).ToString(CultureInfo.InvariantCulture);
        if (!x.Element.IsFloat()) return Support.CSharpText.Number(x.GetInt64(i));
        var value = x.GetDouble(i);
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "INF" : "-INF";
        // The fewest digits that read back as the same number; floats of 16 bits and fewer but float16 are written as floats.
        var copy = new Tensor(x.Element is ElementType.Float16 or ElementType.Float64 ? x.Element : ElementType.Float32, Shape.Scalar);
        for (var digits = 1; ; digits++)
        {
            var text = value.ToString("G" + Support.CSharpText.Number(digits), CultureInfo.InvariantCulture);
            copy.SetDouble(0, double.Parse(text, CultureInfo.InvariantCulture));
            if (copy.GetDouble(0) == value || digits == 17) return Plain(text, value);
        }
    }

    /// <summary>Without an exponent, unless the number is tiny or huge.</summary>
    static string Plain(string text, double value)
    {
        if (Math.Abs(value) is >= 1e-5 and < 1e15)
            text = decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        return text.Contains('.') || text.Contains('E') ? text : text + ".0";
    }
}
