using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// The C# of floats that C# has no type for: bfloat16 and those of a byte or less. They are stored, not computed with; runtime-min has the
/// conversions from their bits and back.
/// </summary>
static class SmallFloatCode
{
    const string Runtime = "global::EdgeCompile.Runtime.";

    public static bool Has(ElementType type) => type.IsFloat() && type is not (ElementType.Float16 or ElementType.Float32 or ElementType.Float64);

    /// <summary>The bits as a float.</summary>
    public static string Value(string x, ElementType from) => $"{Class(from)}.Value({x})";

    /// <summary>The bits of a float or double.</summary>
    public static string Round(string x, ElementType to, bool saturate = true, PowerRounding rounding = PowerRounding.Up) => to switch
    {
        ElementType.BFloat16 => $"{Class(to)}.Round({x})",
        ElementType.Float8E8M0 => $"{Class(to)}.Round{rounding}({x}, {(saturate ? "true" : "false")})",
        _ => $"{Class(to)}.Round({x}, {(saturate ? "true" : "false")})",
    };

    static string Class(ElementType type) => Runtime + type switch
    {
        ElementType.BFloat16 => "BFloat16",
        ElementType.Float8E4M3FN => "Float8.E4M3FN",
        ElementType.Float8E4M3FNUZ => "Float8.E4M3FNUZ",
        ElementType.Float8E5M2 => "Float8.E5M2",
        ElementType.Float8E5M2FNUZ => "Float8.E5M2FNUZ",
        ElementType.Float4E2M1 => "Float8.E2M1",
        ElementType.Float8E8M0 => "Float8E8M0",
        _ => throw new ModelException($"{type.Text()} is not stored as bits"),
    };
}
