using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Ops.Elementwise;

namespace EdgeCompile.Ops;

/// <summary>Functions of one number. ONNX: the operator pages of the same names.</summary>
static class UnaryMaths
{
    public static readonly Op Abs = Unary("Abs", Math.Abs, x => x < 0 ? unchecked(-x) : x, Function.Abs);
    public static readonly Op Neg = Unary("Neg", x => -x, x => unchecked(-x), Function.Negate);
    public static readonly Op Sign = Define("Sign", new()
    {
        Real = (_, x) => RealFunctions.Sign(x[0]),
        Integer = (_, x) => Math.Sign(x[0]),
        Unsigned = (_, x) => x[0] == 0 ? 0UL : 1,
        Body = (_, x) => Expr.Unary(Function.Sign, x[0]),
    });

    public static readonly Op Exp = Unary("Exp", Math.Exp, Function.Exp);
    public static readonly Op Log = Unary("Log", Math.Log, Function.Log);
    public static readonly Op Sqrt = Unary("Sqrt", Math.Sqrt, Function.Sqrt);
    public static readonly Op Reciprocal = Unary("Reciprocal", x => 1 / x, Function.Reciprocal);
    public static readonly Op Floor = Unary("Floor", Math.Floor, Function.Floor);
    public static readonly Op Ceil = Unary("Ceil", Math.Ceiling, Function.Ceil);
    public static readonly Op Round = Unary("Round", x => Math.Round(x, MidpointRounding.ToEven), Function.Round);
    public static readonly Op Erf = Unary("Erf", RealFunctions.Erf, Function.Erf);

    static readonly Op[] Trigonometry =
    [
        Unary("Sin", Math.Sin, Function.Sin), Unary("Cos", Math.Cos, Function.Cos), Unary("Tan", Math.Tan, Function.Tan),
        Unary("Asin", Math.Asin, Function.Asin), Unary("Acos", Math.Acos, Function.Acos), Unary("Atan", Math.Atan, Function.Atan),
        Unary("Sinh", Math.Sinh, Function.Sinh), Unary("Cosh", Math.Cosh, Function.Cosh),
        Unary("Asinh", RealFunctions.Asinh, Function.Asinh), Unary("Acosh", RealFunctions.Acosh, Function.Acosh),
        Unary("Atanh", RealFunctions.Atanh, Function.Atanh),
    ];

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        Row(Abs, 1), Row(Neg, 1), Row(Sign, 9), Row(Exp, 1), Row(Log, 1), Row(Sqrt, 1), Row(Reciprocal, 1),
        Row(Floor, 1), Row(Ceil, 1), Row(Round, 11),
        new("Erf", 9, node => ThroughReals.Of(node, node.Input(0), x => node.Add(Erf, x))),
        .. Trigonometry.Select(op => Row(op, 7)),
    ];
}
