using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// Bytes made of real numbers are cut to their type's range before they are rounded. That range ends at whole numbers, so they may as well be
/// rounded first and cut when they are stored, which the narrowing instructions do anyway; if it is known that what is rounded fits int32.
/// </summary>
static class SaturatedStore
{
    /// <summary>The int32 whose nearest number of the expression's type the expression is; null where cutting late could change a result.</summary>
    public static Expr? Whole(Expr expression)
    {
        expression = ConstantFolding.Fold(expression);
        if (expression is not Expr.Call { Function: Function.Cast, Type: ElementType.Int8 or ElementType.UInt8, Arguments: [var whole] }) return null;
        var (rounded, zero) = whole is Expr.Call { Function: Function.Add, Type: ElementType.Int32, Arguments: [var sum, Expr.Number number] }
            ? (sum, number) : (whole, new Expr.Number(0, ElementType.Int32));
        if (rounded is not Expr.Call { Function: Function.Cast, Type: ElementType.Int32,
            Arguments: [Expr.Call { Function: Function.Round, Arguments: [var cut] }] }) return null;

        var free = WithoutBounds(cut, LaneTypes.Range(expression.Type), zero.Value);
        var range = RealRange.Of(free);
        return free != cut && range.FitsInt32 && new RealRange(range.Low + zero.Value, range.High + zero.Value).FitsInt32 && IsNumber(free)
            ? Expr.Cast(Expr.Unary(Function.Round, free), ElementType.Int32) + zero
            : null;
    }

    /// <summary>Without the outer bounds that are no tighter than those of the type.</summary>
    static Expr WithoutBounds(Expr x, Interval type, double zero) => x switch
    {
        Expr.Call { Function: Function.Min, Arguments: [var inner, Expr.Number high] } when high.Value + zero >= type.High =>
            WithoutBounds(inner, type, zero),
        Expr.Call { Function: Function.Max, Arguments: [var inner, Expr.Number low] } when low.Value + zero <= type.Low =>
            WithoutBounds(inner, type, zero),
        _ => x,
    };

    /// <summary>Whether NaN cannot come up: bounds send it to one side, conversions to another.</summary>
    static bool IsNumber(Expr x) => RealRange.Of(x) is { Low: >= float.MinValue, High: <= float.MaxValue } && x switch
    {
        Expr.Number or Expr.Load { Source.Constant: not null } => true,
        Expr.Call { Function: Function.Cast, Arguments: [var whole] } => whole.Type.IsInteger(),
        Expr.Call { Function: Function.Add or Function.Subtract or Function.Multiply or Function.Max or Function.Min } call =>
            call.Arguments.All(IsNumber),
        _ => false,
    };
}
