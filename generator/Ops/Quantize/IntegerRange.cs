using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// The last step of every quantisation: a real number, already divided by the scale, becomes an integer. It is cut to what the type can hold
/// before it is rounded (half to even), so that no conversion overflows; the zero point is added exactly. A number that is
/// none becomes the zero point.
/// </summary>
static class IntegerRange
{
    public static (int Low, int High) Of(ElementType type) => type switch
    {
        ElementType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ElementType.UInt8 => (byte.MinValue, byte.MaxValue),
        ElementType.Int16 => (short.MinValue, short.MaxValue),
        ElementType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ElementType.Int4 => (-8, 7),
        ElementType.UInt4 => (0, 15),
        ElementType.Int2 => (-2, 1),
        ElementType.UInt2 => (0, 3),
        _ => throw new ModelException($"quantisation to {type.Text()} is not defined"),
    };

    public static long Round(float x, long zero, ElementType type)
    {
        var (low, high) = Of(type);
        if (float.IsNaN(x)) return zero;
        return (long)Math.Round(Math.Min(Math.Max(x, (float)(low - zero)), (float)(high - zero)), MidpointRounding.ToEven) + zero;
    }

    /// <summary>The same as an expression; the zero point is of the result's type.</summary>
    public static Expr Round(Expr x, Expr zero)
    {
        var (low, high) = Of(zero.Type);
        var wide = zero is Expr.Number number ? Expr.Of((int)number.Value) : Expr.Cast(zero, ElementType.Int32);
        var rounded = Expr.Unary(Function.Round, Expr.Min(Expr.Max(x, Float(Expr.Of(low) - wide)), Float(Expr.Of(high) - wide)));
        return Expr.Cast(Expr.Cast(rounded, ElementType.Int32) + wide, zero.Type);

        static Expr Float(Expr whole) =>
            whole is Expr.Number number ? Expr.Of(number.Value, ElementType.Float32) : Expr.Cast(whole, ElementType.Float32);
    }
}
