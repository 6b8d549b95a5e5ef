namespace EdgeCompile.Ir;

/// <summary>The type of a tensor's elements, numbered as ONNX's <c>TensorProto.DataType</c>.</summary>
enum ElementType
{
    Undefined = 0,
    Float32 = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Float64 = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    Complex128 = 15,
    BFloat16 = 16,
    Float8E4M3FN = 17,
    Float8E4M3FNUZ = 18,
    Float8E5M2 = 19,
    Float8E5M2FNUZ = 20,
    UInt4 = 21,
    Int4 = 22,
    Float4E2M1 = 23,
    Float8E8M0 = 24,
    UInt2 = 25,
    Int2 = 26,
}

static class ElementTypes
{
    /// <summary>Bytes of one element in memory; types below a byte take one byte here, strings none.</summary>
    public static int Size(this ElementType type) => type switch
    {
        ElementType.Float64 or ElementType.Int64 or ElementType.UInt64 or ElementType.Complex64 => 8,
        ElementType.Float32 or ElementType.Int32 or ElementType.UInt32 => 4,
        ElementType.Float16 or ElementType.BFloat16 or ElementType.Int16 or ElementType.UInt16 => 2,
        ElementType.Complex128 => 16,
        ElementType.String or ElementType.Undefined => 0,
        _ => 1,
    };

    /// <summary>Bits of one element in a model file.</summary>
    public static int StoredBits(this ElementType type) => type switch
    {
        ElementType.UInt4 or ElementType.Int4 or ElementType.Float4E2M1 => 4,
        ElementType.UInt2 or ElementType.Int2 => 2,
        _ => 8 * type.Size(),
    };

    /// <summary>Whether several elements share a byte in a model file and in a caller's span.</summary>
    public static bool IsPacked(this ElementType type) => type.StoredBits() is > 0 and < 8;

    /// <summary>Bytes of a tensor of so many elements in a model file, and in a span that a caller gives.</summary>
    public static int StoredBytes(this ElementType type, int count) => (int)(((long)count * type.StoredBits() + 7) / 8);

    /// <summary>Whether elements are real numbers with a fraction.</summary>
    public static bool IsFloat(this ElementType type) =>
        type is ElementType.Float32 or ElementType.Float64 or ElementType.Float16 or ElementType.BFloat16
            or ElementType.Float8E4M3FN or ElementType.Float8E4M3FNUZ or ElementType.Float8E5M2 or ElementType.Float8E5M2FNUZ
            or ElementType.Float4E2M1 or ElementType.Float8E8M0;

    /// <summary>Whether elements are whole numbers (bool is not one).</summary>
    public static bool IsInteger(this ElementType type) =>
        type is ElementType.Int8 or ElementType.Int16 or ElementType.Int32 or ElementType.Int64 or ElementType.Int4 or ElementType.Int2
            || type.IsUnsigned();

    public static bool IsUnsigned(this ElementType type) =>
        type is ElementType.UInt8 or ElementType.UInt16 or ElementType.UInt32 or ElementType.UInt64 or ElementType.UInt4 or ElementType.UInt2;

    /// <summary>The C# type that holds one element; types below a byte take a byte each, inside of a model.</summary>
    public static string CSharpName(this ElementType type) => type switch
    {
        ElementType.Float32 => "float",
        ElementType.Float64 => "double",
        ElementType.Float16 => "global::System.Half",
        ElementType.BFloat16 => "ushort",
        ElementType.UInt8 or ElementType.UInt4 or ElementType.UInt2 => "byte",
        ElementType.Int8 or ElementType.Int4 or ElementType.Int2 => "sbyte",
        ElementType.UInt16 => "ushort",
        ElementType.Int16 => "short",
        ElementType.Int32 => "int",
        ElementType.Int64 => "long",
        ElementType.UInt32 => "uint",
        ElementType.UInt64 => "ulong",
        ElementType.Bool => "bool",
        ElementType.String => "string",
        _ => "byte",
    };

    /// <summary>The C# type of the caller's spans: as above, but types below a byte lie packed in bytes, as in a model file.</summary>
    public static string SpanName(this ElementType type) => type.IsPacked() ? "byte" : type.CSharpName();

    /// <summary>The name in lower case that printers, doc comments and messages use.</summary>
    public static string Text(this ElementType type) => type.ToString().ToLowerInvariant();
}
