using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// Writes an expression as C# for some lanes along one axis: kernels use it for their epilogues, loop nests for their bodies. Parts that
/// occur twice are computed once, into locals.
/// </summary>
/// <param name="writer">The method that is written, with its operands.</param>
/// <param name="lanes">Elements computed at once: 16, 8, 4, or 1 for plain C# scalars (the only choice for types other than float32).</param>
/// <param name="laneAxis">The loop axis along which they lie.</param>
/// <param name="axes">The C# of each loop index; along <paramref name="laneAxis"/> that of the first lane.</param>
sealed class VectorCode(KernelWriter writer, int lanes, int laneAxis, IReadOnlyList<string> axes)
{
    /// <summary>Writes what it takes as locals and returns the C# of the result.</summary>
    /// <param name="expression">What to compute.</param>
    /// <param name="accumulator">The C# of <see cref="Expr.Accumulator"/>, where the expression has one.</param>
    public string Write(Expr expression, string? accumulator = null) => throw new NotImplementedException($"{writer} {lanes} {laneAxis} {axes} {expression} {accumulator}");
}
