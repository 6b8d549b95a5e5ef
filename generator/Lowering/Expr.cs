using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// A scalar expression over the indices of a loop nest: what one element of a result is. Immutable and compared by content, so that
/// equal parts are computed once. Index arithmetic uses the same nodes with <see cref="ElementType.Int32"/>.
/// </summary>
abstract record Expr(ElementType Type)
{
    /// <summary>A constant; integers and bool are held exactly up to 2^53, 64-bit ones beyond in <see cref="Bits"/>.</summary>
    public sealed record Number(double Value, ElementType Type, long Bits = 0) : Expr(Type);

    /// <summary>The loop variable of an axis: 0 … rank-1 are the output's axes, rank … the reduced ones.</summary>
    public sealed record Index(int Axis) : Expr(ElementType.Int32);

    /// <summary>An element of a tensor. With <see cref="Outside"/>, indices may leave the tensor and that value is taken there.</summary>
    public sealed record Load(Value Source, EquatableArray<Expr> Indices, Expr? Outside = null) : Expr(Source.Element)
    {
        /// <summary>Whether axis i is indexed by loop variable i, so that the element read is the one at the output's place.</summary>
        public bool IsIdentity => Outside is null && Indices.Select((index, axis) => index is Index { Axis: var loop } && loop == axis
            || Source.Shape[axis] == 1 && index is Number { Value: 0 }).All(same => same);
    }

    /// <summary>An entry of a table of integers known at build time, for index maps that are not affine.</summary>
    public sealed record Table(EquatableArray<int> Entries, Expr Position) : Expr(ElementType.Int32);

    public sealed record Call(Function Function, EquatableArray<Expr> Arguments, ElementType Type) : Expr(Type);

    /// <summary>The result of the reduction (in a nest's Finish) or of the kernel (in an epilogue).</summary>
    public sealed record Accumulator(ElementType Type) : Expr(Type);

    public static Expr Element(Value source, params Expr[] indices) => new Load(source, indices);

    public static Expr Of(int value) => new Number(value, ElementType.Int32);
    public static Expr Of(double value, ElementType type) => new Number(value, type, type.IsFloat() ? 0 : (long)value);
    public static Expr Loop(int axis) => new Index(axis);

    public static Expr operator +(Expr a, Expr b) => (a, b) switch
    {
        (Number { Value: 0, Type: ElementType.Int32 }, _) => b,
        (_, Number { Value: 0, Type: ElementType.Int32 }) => a,
        (Number { Type: ElementType.Int32 } x, Number { Type: ElementType.Int32 } y) => Of(checked((int)x.Value + (int)y.Value)),
        _ => Binary(Function.Add, a, b),
    };

    public static Expr operator -(Expr a, Expr b) => (a, b) switch
    {
        (_, Number { Value: 0, Type: ElementType.Int32 }) => a,
        (Number { Type: ElementType.Int32 } x, Number { Type: ElementType.Int32 } y) => Of(checked((int)x.Value - (int)y.Value)),
        _ => Binary(Function.Subtract, a, b),
    };

    public static Expr operator *(Expr a, Expr b) => (a, b) switch
    {
        (Number { Value: 0, Type: ElementType.Int32 }, _) or (_, Number { Value: 0, Type: ElementType.Int32 }) => Of(0),
        (Number { Value: 1, Type: ElementType.Int32 }, _) => b,
        (_, Number { Value: 1, Type: ElementType.Int32 }) => a,
        (Number { Type: ElementType.Int32 } x, Number { Type: ElementType.Int32 } y) => Of(checked((int)x.Value * (int)y.Value)),
        _ => Binary(Function.Multiply, a, b),
    };

    public static Expr operator /(Expr a, Expr b) => b is Number { Value: 1, Type: ElementType.Int32 } ? a : Binary(Function.Divide, a, b);
    public static Expr operator %(Expr a, Expr b) => b is Number { Value: 1, Type: ElementType.Int32 } ? Of(0) : Binary(Function.Modulo, a, b);

    public static Expr Unary(Function function, Expr x) => new Call(function, [x], x.Type);
    public static Expr Binary(Function function, Expr a, Expr b) => new Call(function, [a, b], a.Type);
    public static Expr Compare(Function function, Expr a, Expr b) => new Call(function, [a, b], ElementType.Bool);
    public static Expr Max(Expr a, Expr b) => Binary(Function.Max, a, b);
    public static Expr Min(Expr a, Expr b) => Binary(Function.Min, a, b);
    public static Expr Select(Expr condition, Expr then, Expr otherwise) => new Call(Function.Select, [condition, then, otherwise], then.Type);
    public static Expr Cast(Expr x, ElementType type) => x.Type == type ? x : new Call(Function.Cast, [x], type);

    /// <summary>A cast to a float of 8 bits or fewer that need not saturate, or not round up: <see cref="PowerRounding"/>.</summary>
    public static Expr Narrow(Expr x, ElementType type, bool saturate, PowerRounding rounding) =>
        new Call(Function.Narrow, [x, new Number(saturate ? 1 : 0, ElementType.Bool), Of((int)rounding)], type);

    /// <summary>The expression with each loop variable replaced: how a producer is written into its consumer's load.</summary>
    public Expr Substitute(Func<Expr, Expr?> replace) => replace(this) ?? this switch
    {
        Load load => load with { Indices = Each(load.Indices, replace), Outside = load.Outside?.Substitute(replace) },
        Table table => table with { Position = table.Position.Substitute(replace) },
        Call { Type: ElementType.Int32, Arguments.Count: 2 } call =>       // through the operators, which fold constants
            Rebuild(call.Function, call.Arguments[0].Substitute(replace), call.Arguments[1].Substitute(replace)),
        Call call => call with { Arguments = Each(call.Arguments, replace) },
        _ => this,
    };

    /// <summary>This expression and all it is made of, outermost first.</summary>
    public IEnumerable<Expr> Parts() => this switch
    {
        Load load => Inner(load.Outside is null ? load.Indices : [.. load.Indices, load.Outside]),
        Table table => Inner([table.Position]),
        Call call => Inner(call.Arguments),
        _ => [this],
    };

    /// <summary>The loads of an expression, without repetition.</summary>
    public IEnumerable<Load> Loads() => Parts().OfType<Load>().Distinct();

    IEnumerable<Expr> Inner(IEnumerable<Expr> parts) => new[] { this }.Concat(parts.SelectMany(part => part.Parts()));

    static Expr Rebuild(Function function, Expr a, Expr b) => function switch
    {
        Function.Add => a + b,
        Function.Subtract => a - b,
        Function.Multiply => a * b,
        Function.Divide => a / b,
        Function.Modulo => a % b,
        _ => Binary(function, a, b),
    };

    static EquatableArray<Expr> Each(EquatableArray<Expr> parts, Func<Expr, Expr?> replace) =>
        parts.Select(part => part.Substitute(replace)).ToEquatableArray();
}
