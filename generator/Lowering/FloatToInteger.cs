using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// The cast from float32 to integers of up to 32 bits. ONNX truncates and leaves open what becomes of numbers that do not fit; here they
/// become the nearest int, and NaN 0, on every machine. Where bounds tell that all numbers fit, one instruction does, and rounds as well.
/// </summary>
static class FloatToInteger
{
    public static bool Is(Expr.Call call) =>
        call is { Function: Function.Cast, Arguments: [{ Type: ElementType.Float32 }] } && LaneTypes.IsInteger(call.Type);

    /// <summary>The C# of the lanes as ints, before they are cut back to a smaller type.</summary>
    /// <param name="x">The float.</param>
    /// <param name="lanes">How many at once; one is a plain int.</param>
    /// <param name="text">Writes the float, or a part of it that is no longer needed by itself.</param>
    /// <param name="isLone">Whether a part is used nowhere else.</param>
    public static string Write(Expr x, int lanes, Func<Expr, string> text, Func<Expr, bool> isLone)
    {
        var lane = LaneTypes.ClassOf(ElementType.Int32, lanes);
        if (!RealRange.Of(x).FitsInt32 || !IsWhole(x)) return $"{lane}.Truncate({CSharpText.Bare(text(x))})";
        return x is Expr.Call { Function: Function.Round, Arguments: [var inner] } && isLone(x)
            ? $"{lane}.Nearest({CSharpText.Bare(text(inner))})"
            : $"{lane}.Nearest({CSharpText.Bare(text(x))})";
    }

    /// <summary>Whether a float is a whole number whatever it is computed from.</summary>
    static bool IsWhole(Expr x) => x switch
    {
        Expr.Number number => number.Value == Math.Floor(number.Value),
        Expr.Call { Function: Function.Round or Function.Floor or Function.Ceil or Function.Truncate } => true,
        Expr.Call { Function: Function.Add or Function.Subtract or Function.Multiply or Function.Max or Function.Min } call =>
            call.Arguments.All(IsWhole),
        Expr.Call { Function: Function.Negate or Function.Abs, Arguments: [var inner] } => IsWhole(inner),
        Expr.Call { Function: Function.Select, Arguments: [_, var then, var otherwise] } => IsWhole(then) && IsWhole(otherwise),
        Expr.Call { Function: Function.Cast, Arguments: [var inner] } => !inner.Type.IsFloat(),
        Expr.Load { Source.Constant: { } constant, Outside: null } =>
            Enumerable.Range(0, constant.Count).All(i => constant.GetDouble(i) == Math.Floor(constant.GetDouble(i))),
        _ => false,
    };
}
