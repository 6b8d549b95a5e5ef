using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Ops.Elementwise;

namespace EdgeCompile.Ops;

/// <summary>Sums, products, quotients and extremes. ONNX: the operator pages of the same names.</summary>
static class Arithmetic
{
    public static readonly Op Add = Fold("Add", (a, b) => a + b, (a, b) => unchecked(a + b), Function.Add);
    public static readonly Op Sub = Fold("Sub", (a, b) => a - b, (a, b) => unchecked(a - b), Function.Subtract);
    public static readonly Op Mul = Fold("Mul", (a, b) => a * b, (a, b) => unchecked(a * b), Function.Multiply);
    /// <summary>Integers truncate towards zero; a quotient by zero, which ONNX leaves open, is 0 as numpy's.</summary>
    public static readonly Op Div = Fold("Div", (a, b) => a / b, Quotient, Function.Divide, (a, b) => b == 0 ? 0 : a / b);
    public static readonly Op Max = Fold("Max", Math.Max, Math.Max, Function.Max, Math.Max);
    public static readonly Op Min = Fold("Min", Math.Min, Math.Min, Function.Min, Math.Min);
    public static readonly Op Mean = Define("Mean", new()
    {
        Real = (_, x) => x.Average(),
        Body = (_, x) => x.Aggregate((a, b) => a + b) * Expr.Of(1.0 / x.Length, x[0].Type),
    });

    /// <summary>The remainder with the sign of the divisor, as Python's.</summary>
    public static readonly Op Mod = Define("Mod", new()
    {
        Integer = (_, x) => Remainder(x[0], x[1]) is var r && r != 0 && r < 0 != x[1] < 0 ? r + x[1] : r,
        Unsigned = (_, x) => x[1] == 0 ? 0 : x[0] % x[1],
        Body = (_, x) => Expr.Binary(Function.Modulo, x[0], x[1]),
    });

    /// <summary>The remainder with the sign of the dividend, as C's.</summary>
    public static readonly Op FMod = Define("FMod", new()
    {
        Real = (_, x) => x[0] % x[1],
        Integer = (_, x) => Remainder(x[0], x[1]),
        Unsigned = (_, x) => x[1] == 0 ? 0 : x[0] % x[1],
        Body = (_, x) => Expr.Binary(Function.FloatModulo, x[0], x[1]),
    });

    public static readonly Op PRelu = Define("PRelu", new()
    {
        Real = (_, x) => x[0] < 0 ? x[0] * x[1] : x[0],
        Integer = (_, x) => x[0] < 0 ? unchecked(x[0] * x[1]) : x[0],
        Unsigned = (_, x) => x[0],
        Body = (_, x) => Expr.Select(Expr.Compare(Function.Less, x[0], Expr.Of(0, x[0].Type)), x[0] * x[1], x[0]),
    });

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        .. BinaryRows(Add), .. BinaryRows(Sub), .. BinaryRows(Mul), .. BinaryRows(Div),
        // Opset 1 to 7 want equal shapes, which broadcasting leaves as they are.
        Row(Max, 1), Row(Min, 1), Row(Mean, 1), Row(Add with { Name = "Sum" }, 1),
        new("Mod", 10, node => node.Add(node.Int("fmod", 0) != 0 ? FMod : Mod, [.. node.Inputs])),
        new("PRelu", 1, node =>
        {
            node.Ignore("consumed_inputs");
            // One slope for all, or one for each channel.
            var (x, slope) = (node.Input(0), node.Input(1));
            return node.Add(PRelu, x, slope.Shape.Rank == 1 && x.Shape.Rank > 2 ? Broadcasting.Append(node, slope, x.Shape.Rank - 2) : slope);
        }),
        Row(PRelu, 7),
    ];

    static long Quotient(long a, long b) => b == 0 ? 0 : b == -1 ? unchecked(-a) : a / b;
    static long Remainder(long a, long b) => b is 0 or -1 ? 0 : a % b;
}
