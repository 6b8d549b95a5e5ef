using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Ops.Elementwise;

namespace EdgeCompile.Ops;

/// <summary>Operations on the bits of integers. ONNX: BitwiseAnd, BitwiseOr, BitwiseXor, BitwiseNot, BitShift.</summary>
static class Bits
{
    static readonly Op And = Combine("BitwiseAnd", (a, b) => a & b, Function.BitAnd);
    static readonly Op Or = Combine("BitwiseOr", (a, b) => a | b, Function.BitOr);
    static readonly Op Xor = Combine("BitwiseXor", (a, b) => a ^ b, Function.BitXor);
    static readonly Op Not = Define("BitwiseNot", new() { Integer = (_, x) => ~x[0], Body = (_, x) => Expr.Unary(Function.BitNot, x[0]) });
    static readonly Op Left = Shift("ShiftLeft", (x, count) => x << count, Function.ShiftLeft);
    static readonly Op Right = Shift("ShiftRight", (x, count) => x >> count, Function.ShiftRight);

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        Row(And, 18), Row(Or, 18), Row(Xor, 18), Row(Not, 18),
        new("BitShift", 11, node => node.Add(node.Text("direction") switch
        {
            "LEFT" => Left,
            "RIGHT" => Right,
            var other => throw new ModelException($"attribute 'direction' is '{other}'", "'LEFT' and 'RIGHT' are known"),
        }, [.. node.Inputs])),
    ];

    static Op Combine(string name, Func<long, long, long> integer, Function function) =>
        Define(name, new() { Integer = (_, x) => integer(x[0], x[1]), Body = (_, x) => Expr.Binary(function, x[0], x[1]) });

    /// <summary>ONNX has it for unsigned types only; a count of all bits or more leaves nothing.</summary>
    static Op Shift(string name, Func<ulong, int, ulong> shift, Function function)
    {
        var op = Define(name, new()
        {
            Integer = (_, x) => unchecked((long)Shifted((ulong)x[0], (ulong)x[1])),
            Unsigned = (_, x) => Shifted(x[0], x[1]),
            Body = (_, x) => Expr.Select(Expr.Compare(Function.Less, x[1], Expr.Of(8 * x[0].Type.Size(), x[1].Type)),
                Expr.Binary(function, x[0], x[1]), Expr.Of(0, x[0].Type)),
        });
        return op with
        {
            Infer = context => context.Type(0).Element is var type && type.IsUnsigned()
                ? op.Infer(context)
                : throw new ModelException($"BitShift is not defined for {type.Text()}"),
        };

        ulong Shifted(ulong x, ulong count) => count < 64 ? shift(x, (int)count) : 0;
    }
}
