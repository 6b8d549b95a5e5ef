using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Some rows of one matrix of a batch: each tensor of a nest or an epilogue is replaced by the part of it that these rows see, in which axes of
/// the batch have size 1 and the axis of rows has theirs.
/// </summary>
/// <param name="rank">The rank of the tensors whose rows these are; the last axis lies within a row.</param>
/// <param name="rows">How many rows.</param>
sealed class RowBlock(int rank, int rows)
{
    readonly Dictionary<Value, Value> _made = [];
    readonly Dictionary<(Value Source, EquatableArray<int> Axes), Value> _read = [];

    /// <summary>
    /// Whether an expression reads only elements whose place follows from the indices one by one, and what is <paramref name="made"/> in the same
    /// row only; and uses no index of batch or row for anything else.
    /// </summary>
    public static bool Fits(Expr expression, int rank, IReadOnlyCollection<Value> made) =>
        expression.Loads().All(load => load.Outside is null && load.Indices.All(index => index is Expr.Index or Expr.Number { Value: 0 })
            && (!made.Contains(load.Source) || load.Indices.Take(rank - 1).Select((index, axis) =>
                index is Expr.Index { Axis: var loop } ? loop == axis : load.Source.Shape[axis] == 1).All(own => own)))
        && !expression.Substitute(part => part is Expr.Load load ? Expr.Of(0, load.Type) : null).Parts()
            .Any(part => part is Expr.Index { Axis: var axis } && axis < rank - 1);

    /// <summary>What the part of a tensor is a part of, and for each of its axes the axis of batch or row that moves it; -1: none.</summary>
    public (Value Source, EquatableArray<int> Axes) Origin(Value part) => _read.First(read => read.Value == part).Key;

    /// <summary>These rows of a tensor that is made within the block.</summary>
    public Value Made(Value value)
    {
        if (!_made.TryGetValue(value, out var block)) _made[value] = block = Part(value,
            [.. Enumerable.Range(0, rank).Select(axis => axis < rank - 1 ? axis : -1)]);
        return block;
    }

    /// <summary>The left side of a product of these rows.</summary>
    public Value Left(Value value) => Read(value, value.Shape.Sizes.Select((size, axis) =>
        size == 1 || axis == value.Shape.Rank - 1 ? -1 : axis + rank - value.Shape.Rank).ToEquatableArray());

    public Expr Within(Expr expression) => expression.Substitute(part =>
        part is not Expr.Load load || load.Source.Constant is { Count: 1 } ? null
        : load with { Source = _made.TryGetValue(load.Source, out var made) ? made : Read(load.Source,
            load.Indices.Select(MovedBy).ToEquatableArray()) });

    public LoopNest Within(LoopNest nest) => nest with
    {
        Output = Made(nest.Output),
        Extents = Made(nest.Output).Shape.Sizes,
        Body = Within(nest.Body),
        Finish = nest.Finish is null ? null : Within(nest.Finish),
    };

    int MovedBy(Expr index) => index is Expr.Index { Axis: var axis } && axis < rank - 1 ? axis : -1;

    Value Read(Value source, EquatableArray<int> axes)
    {
        if (!_read.TryGetValue((source, axes), out var part)) _read[(source, axes)] = part = Part(source, axes);
        return part;
    }

    Value Part(Value value, EquatableArray<int> axes) => new(value.Name, new TensorType(value.Element,
        new Shape(value.Shape.Sizes.Select((size, axis) => axes[axis] < 0 ? size : axes[axis] < rank - 2 ? 1 : Math.Min(size, rows)))));
}
