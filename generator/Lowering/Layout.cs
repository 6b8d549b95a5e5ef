using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>
/// Where the elements of a tensor lie relative to the start of its buffer, in elements: element (i, j, …) at Offset +
/// i*Strides[0] + j*Strides[1] + ….
/// Channels-last, halos, slices and concat parts are nothing but strides; a tensor's logical shape stays ONNX's.
/// </summary>
sealed record Layout(int Offset, EquatableArray<int> Strides)
{
    public static Layout RowMajor(Shape shape) => new(0, shape.RowMajorStrides());

    /// <summary>Densely packed with the axes in the given order, outermost first.</summary>
    public static Layout Dense(Shape shape, IReadOnlyList<int> order) => WithHalo(shape, order, null);

    /// <summary>Packed in the given order with room around axes that have a halo; Offset is the first element inside it.</summary>
    public static Layout WithHalo(Shape shape, IReadOnlyList<int> order, Halo? halo)
    {
        var strides = new int[shape.Rank];
        int stride = 1, offset = 0;
        for (var i = order.Count - 1; i >= 0; i--)
        {
            var axis = order[i];
            strides[axis] = stride;
            offset = checked(offset + stride * (halo?.Before[axis] ?? 0));
            stride = checked(stride * (shape[axis] + (halo?.Extra(axis) ?? 0)));
        }
        return new(offset, strides);
    }

    /// <summary>The layout of a tensor with other sizes of 1 in it or its axes split or merged, or null where strides cannot say it.</summary>
    public Layout? Reshape(Shape from, Shape to)
    {
        // Axes of size 1 have no place; the others are matched in groups of equal product, each group evenly spaced inside.
        var source = Enumerable.Range(0, from.Rank).Where(axis => from[axis] != 1).ToArray();
        var target = Enumerable.Range(0, to.Rank).Where(axis => to[axis] != 1).ToArray();
        var strides = new int[to.Rank];
        if (from.Count == 0) return RowMajor(to);
        int s = 0, t = 0;
        while (s < source.Length && t < target.Length)
        {
            int sEnd = s, tEnd = t;
            long sSize = from[source[sEnd++]], tSize = to[target[tEnd++]];
            while (sSize != tSize)
            {
                if (sSize < tSize) sSize *= from[source[sEnd++]];
                else tSize *= to[target[tEnd++]];
            }
            for (var i = s; i < sEnd - 1; i++)
                if (Strides[source[i]] != (long)Strides[source[i + 1]] * from[source[i + 1]]) return null;
            for (int i = tEnd - 1, stride = Strides[source[sEnd - 1]]; i >= t; stride *= to[target[i--]]) strides[target[i]] = stride;
            (s, t) = (sEnd, tEnd);
        }
        return new(Offset, strides);
    }

    /// <summary>The layout of the tensor with its axes permuted: axis i of the result is axis <paramref name="permutation"/>[i] of this.</summary>
    public Layout Permute(IReadOnlyList<int> permutation) => new(Offset, permutation.Select(axis => Strides[axis]).ToEquatableArray());

    /// <summary>The layout of every <paramref name="step"/>-th element from <paramref name="start"/> on along an axis.</summary>
    public Layout Slice(int axis, int start, int step = 1)
    {
        var strides = Strides.Items.ToArray();
        strides[axis] = checked(strides[axis] * step);
        return new(checked(Offset + start * Strides[axis]), strides);
    }

    /// <summary>Whether axis <paramref name="outer"/> continues where <paramref name="inner"/> ends, so that both are one longer axis.</summary>
    public bool Merges(Shape shape, int outer, int inner) => shape[outer] == 1 || Strides[outer] == (long)Strides[inner] * shape[inner];

    /// <summary>Elements from the first to the last that the tensor touches, both included, as offsets.</summary>
    public (int First, int Last) Range(Shape shape)
    {
        int first = Offset, last = Offset;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            var span = checked(Strides[axis] * Math.Max(0, shape[axis] - 1));
            if (span < 0) first += span; else last += span;
        }
        return (first, last);
    }
}

/// <summary>Elements around a tensor, per axis, that let a convolution read past the border.</summary>
/// <param name="Before">How many there are before the first element of each axis.</param>
/// <param name="After">How many there are behind the last.</param>
/// <param name="Fill">What they hold: null for zeros, or a quantised tensor's zero point, a number or the load of a scalar.</param>
sealed record Halo(EquatableArray<int> Before, EquatableArray<int> After, Expr? Fill = null)
{
    public int Extra(int axis) => Before[axis] + After[axis];
    public bool IsEmpty => Before.All(n => n == 0) && After.All(n => n == 0);

    /// <summary>The smallest halo that serves both; of two fillings the first stays, and who needs the other must look for another place.</summary>
    public static Halo? Union(Halo? a, Halo? b) => a is null ? b : b is null ? a : a with
    {
        Before = a.Before.Zip(b.Before, Math.Max).ToEquatableArray(),
        After = a.After.Zip(b.After, Math.Max).ToEquatableArray(),
    };
}
