using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// The C# of functions on single elements. Operands are atoms: names, literals, calls, or in parentheses; so are results. Single floats
/// use F32x1, whose results are those of the vectors' lanes.
/// </summary>
static class ScalarCode
{
    public static string Literal(Expr.Number number) => number.Type switch
    {
        ElementType.Float32 => Signed(CSharpText.Number((float)number.Value)),
        ElementType.Float64 => Signed(CSharpText.Number(number.Value)),
        ElementType.Float16 => $"((Half){Signed(CSharpText.Number((float)number.Value))})",
        ElementType.Bool => number.Value != 0 ? "true" : "false",
        ElementType.Int32 => Signed(CSharpText.Number((long)number.Value)),
        ElementType.UInt32 => CSharpText.Number((long)number.Value) + "u",
        ElementType.Int64 => Signed(CSharpText.Number(Whole(number)) + "L"),
        ElementType.UInt64 => ((ulong)Whole(number)).ToString(System.Globalization.CultureInfo.InvariantCulture) + "UL",
        var type when SmallFloatCode.Has(type) => $"(({TypeName(type)}){CSharpText.Number(SmallFloats.FromDouble(type, number.Value))})",
        var type => $"(({TypeName(type)}){Signed(CSharpText.Number((long)number.Value))})",
    };

    /// <summary>The C# type of a single element, or a refusal.</summary>
    public static string TypeName(ElementType type) => Computable(type) ? type == ElementType.Float16 ? "Half" : type.CSharpName()
        : throw new ModelException($"arithmetic on {type.Text()} is not compiled", "convert the model to float32");

    static bool Computable(ElementType type) => type.IsFloat() || type.IsInteger() || type == ElementType.Bool;

    /// <summary>Refuses a nest with a part that has no code: it is to be said where a node is lowered, not where its code is written.</summary>
    public static void Check(LoopNest nest)
    {
        foreach (var part in nest.Finish is { } finish ? nest.Body.Parts().Concat(finish.Parts()) : nest.Body.Parts())
        {
            if (part is Expr.Number number) Literal(number);
            if (part is Expr.Call call) Call(call, ["x", "y", "z"]);
        }
        if (nest.Reduction is { } reduction) Call((Expr.Call)Expr.Binary(reduction.Function, nest.Body, nest.Body), ["x", "y"]);
    }

    /// <summary>The C# of a call, from its operands' C#.</summary>
    public static string Call(Expr.Call call, IReadOnlyList<string> x)
    {
        var type = call.Arguments[0].Type;
        if (call.Function == Function.Select) return $"({x[0]} ? {x[1]} : {x[2]})";      // also between what is not computed with
        if (call.Type == ElementType.String || (type == ElementType.String && call.Function == Function.Equal)) return TextCode.Call(call, x);
        var isKnown = Computable(call.Type) && (Computable(type) || (type == ElementType.String && call.Function == Function.Cast));
        return isKnown ? Known(call, type, x) : throw Refusal(call.Function, Computable(type) ? call.Type : type);
    }

    static string Known(Expr.Call call, ElementType type, IReadOnlyList<string> x) => call.Function switch
    {
        Function.Cast => Cast(x[0], type, call.Type),
        Function.Narrow => Narrowed(x[0], type, call),
        Function.Reinterpret => $"unchecked(({TypeName(call.Type)}){x[0]})",
        _ when SmallFloatCode.Has(type) => Widened(call, type, x),
        Function.Less or Function.Greater when x[0] == x[1] => "false",                     // CS1718 warns of what compares with itself
        Function.LessOrEqual or Function.GreaterOrEqual or Function.Equal when x[0] == x[1] =>
            type.IsFloat() ? $"(!{TypeName(type)}.IsNaN({x[0]}))" : "true",
        Function.Less => $"({x[0]} < {x[1]})",
        Function.LessOrEqual => $"({x[0]} <= {x[1]})",
        Function.Greater => $"({x[0]} > {x[1]})",
        Function.GreaterOrEqual => $"({x[0]} >= {x[1]})",
        Function.Equal => $"({x[0]} == {x[1]})",
        Function.Max when type == ElementType.Bool => $"({x[0]} | {x[1]})",
        Function.Min when type == ElementType.Bool => $"({x[0]} & {x[1]})",
        Function.And or Function.BitAnd => Wrap(type, $"{x[0]} & {x[1]}"),
        Function.Or or Function.BitOr => Wrap(type, $"{x[0]} | {x[1]}"),
        Function.Xor or Function.BitXor => Wrap(type, $"{x[0]} ^ {x[1]}"),
        Function.Not => $"(!{x[0]})",
        Function.IsNaN => $"{TypeName(type)}.IsNaN({x[0]})",
        Function.IsInfinity => $"{TypeName(type)}.IsInfinity({x[0]})",
        _ when type == ElementType.Float16 => Half(call, x),
        _ when type.IsFloat() => Float(call.Function, type, x),
        _ => Integer(call.Function, type, x),
    };

    /// <summary>Every operation of Half is float's, rounded; ONNX: elements are rounded after each operator.</summary>
    static string Half(Expr.Call call, IReadOnlyList<string> x) =>
        $"((Half){Float(call.Function, ElementType.Float32, [.. x.Select(operand => $"((float){operand})")])})";

    /// <summary>Every operation of a float without a C# type is float's, rounded.</summary>
    static string Widened(Expr.Call call, ElementType type, IReadOnlyList<string> x)
    {
        var single = call with { Type = call.Type == type ? ElementType.Float32 : call.Type };
        var result = Known(single, ElementType.Float32, [.. x.Select(operand => SmallFloatCode.Value(operand, type))]);
        return call.Type == type ? SmallFloatCode.Round(result, type) : result;
    }

    static string Float(Function function, ElementType type, IReadOnlyList<string> x)
    {
        var single = type == ElementType.Float32;
        var maths = single ? "MathF" : "Math";
        return function switch
        {
            Function.Add => $"({x[0]} + {x[1]})",
            Function.Subtract => $"({x[0]} - {x[1]})",
            Function.Multiply => $"({x[0]} * {x[1]})",
            Function.Divide => $"({x[0]} / {x[1]})",
            Function.FloatModulo => $"({x[0]} % {x[1]})",
            Function.Modulo => $"({x[0]} - {maths}.Floor({x[0]} / {x[1]}) * {x[1]})",
            Function.Negate => $"(-{x[0]})",
            Function.Tan or Function.Asin or Function.Acos or Function.Atan or Function.Sinh or Function.Cosh
                or Function.Asinh or Function.Acosh or Function.Atanh => $"{maths}.{function}({x[0]})",
            Function.Truncate when single => $"F32x1.Trunc({x[0]})",
            Function.Power when single => $"F32x1.Pow({x[0]}, {x[1]})",
            _ when single => $"F32x1.{function}({string.Join(", ", x)})",
            Function.Max or Function.Min or Function.Abs or Function.Sqrt or Function.Floor or Function.Exp or Function.Log
                or Function.Tanh or Function.Sin or Function.Cos or Function.Round or Function.Truncate => $"Math.{function}({string.Join(", ", x)})",
            Function.Ceil => $"Math.Ceiling({x[0]})",
            Function.Erf => $"global::EdgeCompile.Runtime.RealFunctions.Erf({x[0]})",
            Function.Power => $"Math.Pow({x[0]}, {x[1]})",
            Function.Reciprocal => $"(1d / {x[0]})",
            Function.Sigmoid => $"(1d / (1d + Math.Exp(-{x[0]})))",
            Function.Softplus => $"(Math.Max({x[0]}, 0d) + Math.Log(1d + Math.Exp(-Math.Abs({x[0]}))))",
            Function.Sign => $"({x[0]} > 0d ? 1d : {x[0]} < 0d ? -1d : {x[0]})",
            _ => throw Refusal(function, type),
        };
    }

    static string Integer(Function function, ElementType type, IReadOnlyList<string> x) => function switch
    {
        Function.Add => Wrap(type, $"{x[0]} + {x[1]}"),
        Function.Subtract => Wrap(type, $"{x[0]} - {x[1]}"),
        Function.Multiply => Wrap(type, $"{x[0]} * {x[1]}"),
        Function.Divide => Wrap(type, $"{x[0]} / {x[1]}"),
        Function.FloatModulo => Wrap(type, $"{x[0]} % {x[1]}"),
        // ONNX Mod: the remainder has the divisor's sign.
        Function.Modulo when type.IsUnsigned() => Wrap(type, $"{x[0]} % {x[1]}"),
        Function.Modulo => Wrap(type, $"({x[0]} % {x[1]} + {x[1]}) % {x[1]}"),
        Function.Power => Cast($"Math.Pow({x[0]}, {x[1]})", ElementType.Float64, type),
        Function.Max or Function.Min => $"Math.{function}({x[0]}, {x[1]})",
        Function.Negate => Wrap(type, $"0 - {x[0]}"),
        Function.Abs when type.IsUnsigned() => x[0],
        Function.Abs => Wrap(type, $"{x[0]} < 0 ? 0 - {x[0]} : {x[0]}"),
        Function.Sign when type.IsUnsigned() => Wrap(type, $"{x[0]} != 0 ? 1 : 0", narrow: true),
        Function.Sign => Wrap(type, $"Math.Sign({x[0]})", narrow: true),
        Function.Floor or Function.Ceil or Function.Round or Function.Truncate => x[0],
        Function.BitNot => Wrap(type, $"~{x[0]}"),
        Function.ShiftLeft => Wrap(type, $"{x[0]} << (int){x[1]}"),
        Function.ShiftRight => Wrap(type, $"{x[0]} >> (int){x[1]}"),
        _ => throw Refusal(function, type),
    };

    /// <summary>ONNX Cast: floats are truncated, integers keep their low bits, bool is 0 or 1, anything but 0 is true.</summary>
    static string Cast(string x, ElementType from, ElementType to) => (from, to) switch
    {
        _ when from == to => x,
        (ElementType.String, _) => Cast(TextCode.Parse(x, to), to.IsInteger() ? ElementType.Int64 : ElementType.Float64, to),
        (ElementType.Bool, ElementType.Float16) => $"((Half)({x} ? 1f : 0f))",
        (ElementType.Bool, _) when SmallFloatCode.Has(to) => Cast($"({x} ? 1f : 0f)", ElementType.Float32, to),
        (ElementType.Bool, _) => $"(({TypeName(to)})({x} ? 1 : 0))",
        _ when SmallFloatCode.Has(from) => Cast(SmallFloatCode.Value(x, from), ElementType.Float32, to),
        (ElementType.Float32, _) when SmallFloatCode.Has(to) => SmallFloatCode.Round(x, to),
        _ when SmallFloatCode.Has(to) => SmallFloatCode.Round($"(double){x}", to),
        (ElementType.Float16, ElementType.Bool) => $"((float){x} != 0f)",
        (_, ElementType.Bool) => $"({x} != 0)",
        (ElementType.Float16, _) when to.IsInteger() => Cast($"((float){x})", ElementType.Float32, to),
        _ when to.StoredBits() < 8 => LowBits(x, to),
        _ when from.IsFloat() && to.IsInteger() && to.Size() < 4 => $"unchecked(({TypeName(to)})(int){x})",
        _ => $"unchecked(({TypeName(to)}){x})",
    };

    static string LowBits(string x, ElementType to) => to.IsUnsigned()
        ? $"unchecked((byte)((int){x} & {CSharpText.Number((1 << to.StoredBits()) - 1)}))"
        : $"unchecked((sbyte)((int){x} << {CSharpText.Number(32 - to.StoredBits())} >> {CSharpText.Number(32 - to.StoredBits())}))";

    static string Narrowed(string x, ElementType from, Expr.Call call) => SmallFloatCode.Round(Cast(x, from, ElementType.Float64), call.Type,
        call.Arguments[1] is Expr.Number { Value: not 0 }, (PowerRounding)((Expr.Number)call.Arguments[2]).Value);

    /// <summary>Integers below 32 bits are computed as int by C# and cut back; constants must not be checked.</summary>
    static string Wrap(ElementType type, string text, bool narrow = false) =>
        !narrow && type is ElementType.Int32 or ElementType.Int64 or ElementType.UInt32 or ElementType.UInt64 or ElementType.Bool
            ? $"unchecked({text})"
            : $"unchecked(({TypeName(type)})({text}))";

    /// <summary>Whether an index may be below 0, so that its remainder needs care; loop variables never are.</summary>
    public static bool MayBeNegative(Expr index) => index.Parts().Any(part =>
        part is Expr.Load or Expr.Number { Value: < 0 } or Expr.Call { Function: Function.Subtract or Function.Negate }
            || (part is Expr.Table table && table.Entries.Any(entry => entry < 0)));

    static ModelException Refusal(Function function, ElementType type) =>
        new($"{function} of {type.Text()} is not compiled", "convert the model to float32");
    static long Whole(Expr.Number number) => number.Bits != 0 ? number.Bits : (long)number.Value;
    static string Signed(string number) => number.StartsWith("-", StringComparison.Ordinal) ? $"({number})" : number;
}
