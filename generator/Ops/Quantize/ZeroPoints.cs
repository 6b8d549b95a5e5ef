using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The integers that stand for 0, next to the operands of the integer products.</summary>
static class ZeroPoints
{
    /// <summary>Zero points that are all 0 are left out.</summary>
    public static Value? OrNone(Value? zero) => zero?.Constant is { } constant && constant.Bytes.All(b => b == 0) ? null : zero;

    /// <summary>Refuses operands other than 8-bit integers, and zero points of another type or that do not fit.</summary>
    public static void Check(InferContext context, int operand, int zero, Func<Shape, bool> fits)
    {
        var type = context.Type(operand);
        if (type.Element is not (ElementType.Int8 or ElementType.UInt8))
            throw new ModelException($"{context.Node.Op.Name} of {type.Element.Text()} is not defined", "its operands are int8 or uint8");
        if (!context.Node.Has(zero)) return;
        if (context.Type(zero).Element != type.Element || !fits(context.Shape(zero)))
            throw new ModelException($"the zero point {context.Type(zero)} does not fit {type}");
    }

    /// <summary>Elements less their zero points, as exact doubles.</summary>
    /// <param name="tensor">The elements.</param>
    /// <param name="zero">The zero points; null for 0.</param>
    /// <param name="at">Which of several zero points belongs to an element.</param>
    public static double[] Subtract(Tensor tensor, Tensor? zero, Func<int, int> at)
    {
        var differences = Reals.Of(tensor);
        if (zero is not null)
            for (var i = 0; i < differences.Length; i++) differences[i] -= zero.GetInt64(zero.Count == 1 ? 0 : at(i));
        return differences;
    }

    /// <summary>A zero point in a nest: a number where it is known, else read at the operand's indices.</summary>
    public static Expr At(Value zero, params Expr[] indices) => zero.Shape.Count == 1 && zero.Constant is null
        ? Expr.Element(zero, [.. zero.Shape.Sizes.Select(_ => Expr.Of(0))])
        : Broadcasting.Load(zero, indices);

    /// <summary>x less its zero point in int32, where the difference of two bytes is exact.</summary>
    public static Expr Difference(Expr x, Expr zero)
    {
        var wide = Expr.Cast(x, ElementType.Int32);
        return zero is Expr.Number number ? wide - Expr.Of((int)number.Value) : wide - Expr.Cast(zero, ElementType.Int32);
    }
}
