using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// What one element of an element-wise operator is, from the elements of its inputs: once for each kind of arithmetic, for evaluation,
/// and once as an expression, for code. Where the arithmetic of an element type is left out, the operator refuses the type.
/// </summary>
sealed record Scalars
{
    /// <summary>Floats of all sizes, rounded to the type afterwards.</summary>
    public Func<OpAttributes, double[], double>? Real { get; init; }
    /// <summary>Integers of all sizes, wrapped to the type afterwards.</summary>
    public Func<OpAttributes, long[], long>? Integer { get; init; }
    /// <summary>uint64, where its top bit makes a difference to <see cref="Integer"/>.</summary>
    public Func<OpAttributes, ulong[], ulong>? Unsigned { get; init; }
    public Func<OpAttributes, bool[], bool>? Boolean { get; init; }

    public required Func<OpAttributes, Expr[], Expr> Body { get; init; }

    /// <summary>The element type of the result where it is not the inputs'.</summary>
    public ElementType? Result { get; init; }

    public bool Takes(ElementType type) =>
        type.IsFloat() ? Real is not null : type.IsInteger() ? Integer is not null : type == ElementType.Bool && Boolean is not null;
}
