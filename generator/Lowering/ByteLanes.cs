using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>Nests that stay within 8-bit integers (pools, clips): lanes as narrow as the elements, four times as many.</summary>
static class ByteLanes
{
    /// <summary>Lanes of the narrowest vector.</summary>
    public const int Fewest = 16;

    /// <summary>The lane counts of a rung, the widest first; what is left over is computed as other integers are.</summary>
    public static IEnumerable<int> LaneCounts(Isa isa) => new[] { 64, 32, 16 }.Where(lanes => lanes <= 4 * isa.Lanes);

    public static string ClassOf(int lanes) => "I8x" + CSharpText.Number(lanes);

    /// <summary>Whether a body can be computed so along an axis.</summary>
    public static bool Fits(IterationSpace space, Expr body, int axis) =>
        axis >= 0 && space.Ranges[axis].Count >= Fewest && Is(space.Nest.Output.Element) && space.OutputAddress[axis] == 1
        && (space.Nest.Reduction is { } reduction ? reduction.Function is Function.Max or Function.Min : body is Expr.Call)
        && space.Finish is null && Fits(body, axis, space.Layout);

    static bool Fits(Expr part, int axis, Func<Value, Layout> layout) => Is(part.Type) && part switch
    {
        Expr.Number => true,
        Expr.Load { Outside: null } load => Affine.Address(load.Indices, layout(load.Source).Strides) is var address
            && address[axis] is 0 or 1 && !address.Bends(axis),
        Expr.Call call => Has(call.Function) && call.Arguments.All(argument => Fits(argument, axis, layout)),
        _ => false,
    };

    static bool Is(ElementType type) => type is ElementType.Int8 or ElementType.UInt8;

    static bool Has(Function function) => function is Function.Max or Function.Min or Function.Add or Function.Subtract or Function.Cast
        or Function.BitAnd or Function.BitOr or Function.BitXor or Function.BitNot;

    /// <summary>The C# of a call, from its operands' C#.</summary>
    public static string Call(Expr.Call call, int lanes, IReadOnlyList<string> x) => call.Function switch
    {
        Function.Max or Function.Min => $"{ClassOf(lanes)}.{call.Function}{(call.Type.IsUnsigned() ? "Unsigned" : "")}({x[0]}, {x[1]})",
        Function.Add => $"({x[0]} + {x[1]})",
        Function.Subtract => $"({x[0]} - {x[1]})",
        Function.BitAnd => $"({x[0]} & {x[1]})",
        Function.BitOr => $"({x[0]} | {x[1]})",
        Function.BitXor => $"({x[0]} ^ {x[1]})",
        Function.BitNot => $"(~{x[0]})",
        Function.Cast => x[0],
        var function => throw new InvalidOperationException($"{function} of bytes"),
    };
}
