using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// The right side of a batch of products, and where its elements are read: in the tensor itself or, where that only repeats another's matrices
/// (a head of keys for a group of queries), in that other one.
/// </summary>
/// <param name="side">The right side, … x K x N.</param>
/// <param name="read">An element of it at its own axes: each index is an axis, an axis divided by how often a matrix stands there, or 0.</param>
/// <param name="rank">The rank of the product; the side may have fewer axes of a batch.</param>
sealed class BatchedMatrix(Value side, Expr.Load read, int rank)
{
    readonly int _own = side.Shape.Rank, _missing = rank - side.Shape.Rank;

    /// <summary>The right side as the product knows it.</summary>
    public Value Side => side;

    /// <summary>The tensor that is read.</summary>
    public Value Source => read.Source;

    /// <summary>One matrix of the batch.</summary>
    public Value One { get; } = new(side.Name, new TensorType(side.Element,
        new Shape(side.Shape.Sizes.Select((size, axis) => axis < side.Shape.Rank - 2 ? 1 : size))));

    /// <summary>The source's axis along which columns are neighbours.</summary>
    public int ColumnAxis => AxisOf(_own - 1);

    /// <summary>Whether the elements of a side of this rank can be read so.</summary>
    public static bool Fits(Expr.Load read, int rank) => read.Outside is null
        && read.Indices.Contains(Expr.Loop(rank - 2)) && read.Indices.Contains(Expr.Loop(rank - 1))
        && read.Indices.All(index => index is Expr.Index or Expr.Number { Value: 0 } || (Quotient(index) is var (axis, _) && axis < rank - 2));

    /// <summary>Whether a read finds the same matrix at several indices of the batch.</summary>
    public static bool Repeats(Expr.Load read, Shape side) =>
        Enumerable.Range(0, side.Rank - 2).Any(axis => side[axis] > 1 && !read.Indices.Contains(Expr.Loop(axis)));

    /// <summary>How many neighbours along an axis of the product's batch, of this size, see the same matrix.</summary>
    public int SameAlong(int axis, int size)
    {
        var own = axis - _missing;
        if (own >= 0 && side.Shape[own] > 1 && AxisOf(own) >= 0) return 1;
        return read.Indices.Select(Quotient).FirstOrDefault(quotient => quotient?.Axis == own)?.Count ?? size;
    }

    /// <summary>How a matrix lies where the source lies so.</summary>
    public Layout LayoutIn(Layout source) =>
        new(0, Enumerable.Range(0, _own).Select(axis => axis < _own - 2 ? 0 : source.Strides[AxisOf(axis)]).ToEquatableArray());

    /// <summary>The first element of a matrix.</summary>
    /// <param name="source">The tensor that is read.</param>
    /// <param name="at">The C# of each index of the product's batch.</param>
    /// <param name="groups">The C# of those that are divided, where it is known.</param>
    public string First(Operand source, string[] at, IReadOnlyDictionary<int, string> groups)
    {
        return source.Element([.. read.Indices.Select(index => index is Expr.Index { Axis: var axis } ? axis < _own - 2 ? at[axis + _missing] : "0"
            : Quotient(index) is var (divided, count) ? Divided(divided + _missing, count) : "0")]);

        string Divided(int axis, int count) => groups.TryGetValue(axis, out var group) ? group : $"{at[axis]} / {CSharpText.Number(count)}";
    }

    int AxisOf(int own) => Array.IndexOf(read.Indices.Items, Expr.Loop(own));

    static (int Axis, int Count)? Quotient(Expr index) =>
        index is Expr.Call { Function: Function.Divide, Arguments: [Expr.Index { Axis: var axis }, Expr.Number { Value: var count }] }
            ? (axis, (int)count) : null;
}
