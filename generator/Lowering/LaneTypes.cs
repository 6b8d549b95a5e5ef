using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// The element types that are computed in vectors, all of them in lanes of 32 bits: floats; integers of up to 32 bits, which loads widen and
/// stores narrow; and bools, as masks of floats.
/// </summary>
static class LaneTypes
{
    public static bool Has(ElementType type) => type is ElementType.Float32 or ElementType.Bool || IsInteger(type);

    /// <summary>Whether elements are lanes of integers; those below a byte take one, as they do in memory.</summary>
    public static bool IsInteger(ElementType type) => type is ElementType.Int32 || IsNarrow(type);

    /// <summary>Whether lanes are wider than elements, so that what is computed in them has to be cut back.</summary>
    public static bool IsNarrow(ElementType type) => type is ElementType.Int8 or ElementType.UInt8 or ElementType.Int16 or ElementType.UInt16
        or ElementType.Int4 or ElementType.UInt4;

    /// <summary>The runtime's class for lanes of a type: I32x16, F32x16.</summary>
    public static string ClassOf(ElementType type, int lanes) => (IsInteger(type) ? "I32x" : "F32x") + CSharpText.Number(lanes);

    /// <summary>The numbers that elements of an integer type can be.</summary>
    public static Interval Range(ElementType type) => type switch
    {
        ElementType.Int4 => new(-8, 7),
        ElementType.UInt4 => new(0, 15),
        ElementType.Int8 => new(sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt8 => new(0, byte.MaxValue),
        ElementType.Int16 => new(short.MinValue, short.MaxValue),
        ElementType.UInt16 => new(0, ushort.MaxValue),
        _ => new(int.MinValue, int.MaxValue),
    };

    /// <summary>The C# of lanes cut back to an element type.</summary>
    public static string Wrapped(string x, ElementType type, int lanes) => type switch
    {
        ElementType.Int8 or ElementType.Int4 => $"I32x{CSharpText.Number(lanes)}.ToInt8({CSharpText.Bare(x)})",
        ElementType.UInt8 or ElementType.UInt4 => $"I32x{CSharpText.Number(lanes)}.ToUInt8({CSharpText.Bare(x)})",
        ElementType.Int16 => $"I32x{CSharpText.Number(lanes)}.ToInt16({CSharpText.Bare(x)})",
        ElementType.UInt16 => $"I32x{CSharpText.Number(lanes)}.ToUInt16({CSharpText.Bare(x)})",
        _ => x,
    };
}
