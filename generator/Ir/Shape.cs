using EdgeCompile.Support;

namespace EdgeCompile.Ir;

/// <summary>
/// One dimension: a number known at build time or, where only data decides, an upper bound with the name of the count that is known at run time.
/// </summary>
readonly record struct Dimension(int Bound, string? Count = null)
{
    public bool IsStatic => Count is null;
    public static implicit operator Dimension(int size) => new(size);
    public override string ToString() => Count is null ? CSharpText.Number(Bound) : $"{Count}<={CSharpText.Number(Bound)}";
}

/// <summary>The dimensions of a tensor, outermost first; at most 2^31-1 elements.</summary>
sealed class Shape : IEquatable<Shape>
{
    public static readonly Shape Scalar = new(Array.Empty<int>());

    public Shape(params int[] sizes) : this([.. sizes.Select(size => new Dimension(size))]) { }

    public Shape(IEnumerable<int> sizes) : this([.. sizes]) { }

    public Shape(EquatableArray<Dimension> dimensions)
    {
        Dimensions = dimensions;
        long count = 1;
        foreach (var dimension in dimensions)
        {
            if (dimension.Bound < 0) throw new ModelException($"dimension {dimension.Bound} of shape {dimensions} is negative");
            count *= dimension.Bound;
            if (count > int.MaxValue) throw new ModelException($"shape {dimensions} has more than 2^31-1 elements");
        }
        Count = (int)count;
    }

    public EquatableArray<Dimension> Dimensions { get; }
    public int Rank => Dimensions.Count;
    /// <summary>The size of an axis, or its upper bound.</summary>
    public int this[int axis] => Dimensions[axis].Bound;
    /// <summary>How many elements there are, at most.</summary>
    public int Count { get; }
    public bool IsStatic => Dimensions.All(d => d.IsStatic);
    public int[] Sizes => [.. Dimensions.Select(d => d.Bound)];

    /// <summary>Element distances between neighbours along each axis when stored row-major.</summary>
    public int[] RowMajorStrides()
    {
        var strides = new int[Rank];
        for (int axis = Rank - 1, stride = 1; axis >= 0; stride *= this[axis--]) strides[axis] = stride;
        return strides;
    }

    /// <summary>Resolves an axis that may count from the end. ONNX: "negative value means counting dimensions from the back".</summary>
    public int Axis(long axis) => axis >= -Rank && axis < Rank
        ? (int)(axis < 0 ? axis + Rank : axis)
        : throw new ModelException($"axis {axis} is outside rank {Rank}");

    /// <summary>The shape that ONNX's multidirectional broadcasting gives two shapes.</summary>
    public static Shape Broadcast(Shape a, Shape b)
    {
        var sizes = new Dimension[Math.Max(a.Rank, b.Rank)];
        for (var i = 0; i < sizes.Length; i++)
        {
            var x = i < sizes.Length - a.Rank ? 1 : a.Dimensions[i - (sizes.Length - a.Rank)];
            var y = i < sizes.Length - b.Rank ? 1 : b.Dimensions[i - (sizes.Length - b.Rank)];
            sizes[i] = x == y || y == (Dimension)1 ? x : x == (Dimension)1 ? y : throw new ModelException($"shapes {a} and {b} do not broadcast");
        }
        return new(new EquatableArray<Dimension>(sizes));
    }

    public bool Equals(Shape? other) => other is not null && Dimensions.Equals(other.Dimensions);
    public override bool Equals(object? obj) => Equals(obj as Shape);
    public override int GetHashCode() => Dimensions.GetHashCode();
    /// <summary>As in <c>1x3x192x192</c>; a scalar is <c>scalar</c>.</summary>
    public override string ToString() => Rank == 0 ? "scalar" : string.Join("x", Dimensions);
}
