using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>The C# of functions on vectors of floats and on masks. What is missing here is computed lane by lane.</summary>
static class VectorFunctions
{
    /// <summary>Whether a call on float32 or masks is one on whole vectors.</summary>
    public static bool Has(Expr.Call call) =>
        call.Arguments.All(argument => argument.Type is ElementType.Float32 or ElementType.Bool) && call.Function switch
        {
            Function.Cast => call.Type is ElementType.Float32 or ElementType.Bool,
            Function.Equal or Function.Less or Function.LessOrEqual or Function.Greater or Function.GreaterOrEqual =>
                call.Arguments[0].Type == ElementType.Float32,
            Function.Modulo or Function.FloatModulo => false,
            >= Function.Tan and <= Function.Atanh => false,
            >= Function.BitAnd and <= Function.ShiftRight => false,
            _ => true,
        };

    public static string Call(Expr.Call call, string lanes, IReadOnlyList<string> x) => call.Function switch
    {
        Function.Add => $"({x[0]} + {x[1]})",
        Function.Subtract => $"({x[0]} - {x[1]})",
        Function.Multiply => $"({x[0]} * {x[1]})",
        Function.Divide => $"({x[0]} / {x[1]})",
        Function.Power => $"{lanes}.Pow({x[0]}, {x[1]})",
        Function.Truncate => $"{lanes}.Trunc({x[0]})",
        Function.IsNaN => $"{lanes}.Not({lanes}.Equal({x[0]}, {x[0]}))",
        Function.IsInfinity => $"{lanes}.Equal({lanes}.Abs({x[0]}), {lanes}.Create(float.PositiveInfinity))",
        Function.Cast when call.Type == call.Arguments[0].Type => x[0],
        Function.Cast when call.Type == ElementType.Bool => $"{lanes}.Not({lanes}.Equal({x[0]}, {lanes}.Zero))",
        Function.Cast => $"{lanes}.And({x[0]}, {lanes}.Create(1f))",
        _ => $"{lanes}.{call.Function}({string.Join(", ", x)})",
    };
}
