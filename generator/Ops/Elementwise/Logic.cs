using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Ops.Elementwise;

namespace EdgeCompile.Ops;

/// <summary>Which infinities IsInf looks for.</summary>
sealed record IsInfAttributes(bool Negative, bool Positive) : OpAttributes;

/// <summary>Truth values and comparisons. ONNX: the operator pages of the same names.</summary>
static class Logic
{
    public static readonly Op Not = Define("Not", new() { Boolean = (_, x) => !x[0], Body = (_, x) => Expr.Unary(Function.Not, x[0]) });
    public static readonly Op And = Combine("And", (a, b) => a && b, Function.And);
    public static readonly Op Or = Combine("Or", (a, b) => a || b, Function.Or);
    public static readonly Op Xor = Combine("Xor", (a, b) => a != b, Function.Xor);

    public static readonly Op Less = Compare("Less", (a, b) => a < b, (a, b) => a < b, (a, b) => a < b, Function.Less);
    public static readonly Op LessOrEqual = Compare("LessOrEqual", (a, b) => a <= b, (a, b) => a <= b, (a, b) => a <= b, Function.LessOrEqual);
    public static readonly Op Greater = Compare("Greater", (a, b) => a > b, (a, b) => a > b, (a, b) => a > b, Function.Greater);
    public static readonly Op GreaterOrEqual =
        Compare("GreaterOrEqual", (a, b) => a >= b, (a, b) => a >= b, (a, b) => a >= b, Function.GreaterOrEqual);

    public static readonly Op IsNaN = Define("IsNaN", new()
    {
        Real = (_, x) => double.IsNaN(x[0]) ? 1 : 0,
        Body = (_, x) => new Expr.Call(Function.IsNaN, [x[0]], ElementType.Bool),
        Result = ElementType.Bool,
    });

    public static readonly Op IsInf = Define("IsInf", new()
    {
        Real = (a, x) => (double.IsNegativeInfinity(x[0]) && ((IsInfAttributes)a).Negative)
            || (double.IsPositiveInfinity(x[0]) && ((IsInfAttributes)a).Positive) ? 1 : 0,
        Body = (a, x) => (IsInfAttributes)a switch
        {
            { Negative: true, Positive: true } => new Expr.Call(Function.IsInfinity, [x[0]], ElementType.Bool),
            { Negative: true } => Expr.Compare(Function.Equal, x[0], Expr.Of(double.NegativeInfinity, x[0].Type)),
            { Positive: true } => Expr.Compare(Function.Equal, x[0], Expr.Of(double.PositiveInfinity, x[0].Type)),
            _ => Expr.Of(0, ElementType.Bool),
        },
        Result = ElementType.Bool,
    });

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        Row(Not, 1), .. BinaryRows(And), .. BinaryRows(Or), .. BinaryRows(Xor),
        .. BinaryRows(Less), .. BinaryRows(Greater), Row(LessOrEqual, 12), Row(GreaterOrEqual, 12), .. Equal.Rows,
        Row(IsNaN, 9), Row(IsInf, 10, node => new IsInfAttributes(node.Int("detect_negative", 1) != 0, node.Int("detect_positive", 1) != 0)),
    ];

    static Op Combine(string name, Func<bool, bool, bool> boolean, Function function) =>
        Define(name, new() { Boolean = (_, x) => boolean(x[0], x[1]), Body = (_, x) => Expr.Binary(function, x[0], x[1]) });

    static Op Compare(string name,
        Func<double, double, bool> real, Func<long, long, bool> integer, Func<ulong, ulong, bool> unsigned, Function function) =>
        Define(name, new()
        {
            Real = (_, x) => real(x[0], x[1]) ? 1 : 0,
            Integer = (_, x) => integer(x[0], x[1]) ? 1 : 0,
            Unsigned = (_, x) => unsigned(x[0], x[1]) ? 1UL : 0,
            Body = (_, x) => Expr.Compare(function, x[0], x[1]),
            Result = ElementType.Bool,
        });
}
