using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>The C# of functions on vectors of floats, of integers and on masks. What is missing here is computed lane by lane.</summary>
static class VectorFunctions
{
    /// <summary>Whether a call is one on whole vectors.</summary>
    public static bool Has(Expr.Call call) =>
        LaneTypes.Has(call.Type) && !CutsToBits(call) && call.Arguments.All(argument => LaneTypes.Has(argument.Type)) && Operand(call) switch
        {
            ElementType.Float32 => HasOfFloats(call.Function),
            ElementType.Bool => HasOfMasks(call.Function),
            ElementType.Int4 or ElementType.UInt4 => call.Function is Function.Cast or Function.Select,
            _ => HasOfIntegers(call),
        };

    /// <summary>Lanes are stored as bytes at the least.</summary>
    static bool CutsToBits(Expr.Call call) => call.Function == Function.Cast && call.Type.StoredBits() < 8 && call.Arguments[0].Type != call.Type;

    /// <summary>The type that is computed with.</summary>
    static ElementType Operand(Expr.Call call) => call.Function == Function.Select ? call.Type : call.Arguments[0].Type;

    static bool HasOfFloats(Function function) => function switch
    {
        Function.Modulo or Function.FloatModulo => false,
        >= Function.Tan and <= Function.Atanh => false,
        >= Function.BitAnd and <= Function.ShiftRight => false,
        _ => true,
    };

    static bool HasOfMasks(Function function) => function is Function.And or Function.Or or Function.Xor or Function.Not
        or Function.Max or Function.Min or Function.Equal or Function.Select or Function.Cast;

    static bool HasOfIntegers(Expr.Call call) => call.Function switch
    {
        Function.Add or Function.Subtract or Function.Multiply or Function.Max or Function.Min => true,
        Function.Negate or Function.Abs or Function.Sign or Function.Floor or Function.Ceil or Function.Round or Function.Truncate => true,
        >= Function.Less and <= Function.Equal => true,
        Function.BitAnd or Function.BitOr or Function.BitXor or Function.BitNot => true,
        Function.ShiftLeft or Function.ShiftRight => call.Arguments[1] is Expr.Number { Value: >= 0 and < 32 },
        Function.Select or Function.Cast => true,
        _ => false,
    };

    /// <summary>The C# of a call, from its operands' C#. A small integer is cut back to its type, unless only its low bits matter.</summary>
    public static string Call(Expr.Call call, int lanes, IReadOnlyList<string> x, bool lowBits = false)
    {
        var operand = Operand(call);
        var lane = LaneTypes.ClassOf(operand, lanes);
        if (call.Function == Function.Select) return $"{lane}.Select({string.Join(", ", x)})";
        if (call.Function == Function.Cast) return Cast(x[0], operand, call.Type, lanes, lowBits);
        if (operand == ElementType.Bool) return OfMasks(call.Function, lane, x);
        if (!LaneTypes.IsInteger(operand)) return OfFloats(call.Function, lane, x);
        var text = OfIntegers(call, lane, x);
        return lowBits || !Leaves(call.Function, operand) ? text : LaneTypes.Wrapped(text, operand, lanes);
    }

    static string OfFloats(Function function, string lane, IReadOnlyList<string> x) => function switch
    {
        Function.Add => $"({x[0]} + {x[1]})",
        Function.Subtract => $"({x[0]} - {x[1]})",
        Function.Multiply => $"({x[0]} * {x[1]})",
        Function.Divide => $"({x[0]} / {x[1]})",
        Function.Power => $"{lane}.Pow({x[0]}, {x[1]})",
        Function.Truncate => $"{lane}.Trunc({x[0]})",
        Function.IsNaN => $"{lane}.Not({lane}.Equal({x[0]}, {x[0]}))",
        Function.IsInfinity => $"{lane}.Equal({lane}.Abs({x[0]}), {lane}.Create(float.PositiveInfinity))",
        _ => $"{lane}.{function}({string.Join(", ", x)})",
    };

    static string OfMasks(Function function, string lane, IReadOnlyList<string> x) => function switch
    {
        Function.Max => $"{lane}.Or({x[0]}, {x[1]})",
        Function.Min => $"{lane}.And({x[0]}, {x[1]})",
        Function.Equal => $"{lane}.Not({lane}.Xor({x[0]}, {x[1]}))",
        _ => $"{lane}.{function}({string.Join(", ", x)})",
    };

    static string OfIntegers(Expr.Call call, string lane, IReadOnlyList<string> x) => call.Function switch
    {
        Function.Add => $"({x[0]} + {x[1]})",
        Function.Subtract => $"({x[0]} - {x[1]})",
        Function.Multiply => $"({x[0]} * {x[1]})",
        Function.Abs when call.Type.IsUnsigned() => x[0],
        Function.Floor or Function.Ceil or Function.Round or Function.Truncate => x[0],
        Function.BitAnd => $"({x[0]} & {x[1]})",
        Function.BitOr => $"({x[0]} | {x[1]})",
        Function.BitXor => $"({x[0]} ^ {x[1]})",
        Function.BitNot => $"(~{x[0]})",
        Function.ShiftLeft => $"({x[0]} << {Count(call)})",
        Function.ShiftRight => $"({x[0]} >> {Count(call)})",
        _ => $"{lane}.{call.Function}({string.Join(", ", x)})",
    };

    static string Count(Expr.Call shift) => CSharpText.Number((int)((Expr.Number)shift.Arguments[1]).Value);

    /// <summary>Whether a function of small integers can leave their type.</summary>
    static bool Leaves(Function function, ElementType type) => function switch
    {
        Function.Add or Function.Subtract or Function.Multiply or Function.Negate or Function.ShiftLeft => true,
        Function.Abs => !type.IsUnsigned(),
        Function.BitNot => type.IsUnsigned(),
        _ => false,
    };

    static string Cast(string x, ElementType from, ElementType to, int lanes, bool lowBits)
    {
        var (source, target) = (LaneTypes.ClassOf(from, lanes), LaneTypes.ClassOf(to, lanes));
        return (from, to) switch
        {
            _ when from == to => x,
            (ElementType.Bool, ElementType.Float32) => $"{source}.And({x}, {source}.Create(1f))",
            (ElementType.Bool, _) => $"{target}.FromMask({x})",
            (ElementType.Float32, ElementType.Bool) => $"{source}.Not({source}.Equal({x}, {source}.Zero))",
            (_, ElementType.Bool) => $"{source}.ToMask({x})",
            (_, ElementType.Float32) => $"{source}.ToSingle({x})",
            (ElementType.Float32, _) => Narrowed($"{target}.Truncate({x})"),
            _ => LaneTypes.Range(from).Intersection(LaneTypes.Range(to)) == LaneTypes.Range(from) ? x : Narrowed(x),
        };

        string Narrowed(string text) => lowBits ? text : LaneTypes.Wrapped(text, to, lanes);
    }
}
