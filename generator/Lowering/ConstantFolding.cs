using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Puts numbers in the place of constants of one element and of what integers are computed from them: the zero points of quantised
/// expressions. Arithmetic of floats is left to the machine, which rounds it.
/// </summary>
static class ConstantFolding
{
    public static Expr Fold(Expr expression) => expression switch
    {
        Expr.Load { Outside: null, Source.Constant: { Count: 1 } single } load when LaneTypes.Has(load.Type) => Number(single),
        Expr.Load { Outside: { } outside } load => load with { Outside = Fold(outside) },
        Expr.Call call when call.Arguments.Any(argument => argument is not Expr.Index) => Rebuilt(call),
        _ => expression,
    };

    /// <summary>The only element of a constant.</summary>
    public static Expr.Number Number(Tensor single) => new(single.GetDouble(0), single.Element, single.Element.IsFloat() ? 0 : single.GetInt64(0));

    static Expr Rebuilt(Expr.Call call)
    {
        call = call with { Arguments = call.Arguments.Select(Fold).ToEquatableArray() };
        return call switch
        {
            { Function: Function.Cast, Arguments: [Expr.Number number] } when Holds(call.Type, number) => Expr.Of(number.Value, call.Type),
            { Type: ElementType.Int32, Function: Function.Add, Arguments: [var a, var b] } => Fits(a, b) ? a + b : call,
            { Type: ElementType.Int32, Function: Function.Subtract, Arguments: [var a, var b] } => Fits(a, b) ? a - b : call,
            _ => call,
        };
    }

    /// <summary>Whether a type has the number exactly.</summary>
    static bool Holds(ElementType type, Expr.Number number) =>
        number.Value == Math.Floor(number.Value) && (type == ElementType.Float32
            ? Math.Abs(number.Value) <= 1 << 24
            : LaneTypes.IsInteger(type) && number.Value >= LaneTypes.Range(type).Low && number.Value <= LaneTypes.Range(type).High);

    // Sums that wrap are left to the machine.
    static bool Fits(Expr a, Expr b) =>
        a is not Expr.Number || b is not Expr.Number || Math.Abs(((Expr.Number)a).Value) + Math.Abs(((Expr.Number)b).Value) <= int.MaxValue;
}
