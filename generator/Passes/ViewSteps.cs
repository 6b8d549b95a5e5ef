using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Reads a layout over a row-major tensor back as a slice of that tensor and an order of its axes, and says it in nodes.</summary>
static class ViewSteps
{
    public static bool IsView(Node node) => node.Op == Reshape.Op || node.Op == Transpose.Op || node.Op == Slice.Op;

    /// <summary>
    /// A row-major tensor's shape with an axis for each distance at which a layout walks it, so that no axis need be split; null if one distance is
    /// no multiple of the next.
    /// </summary>
    public static Shape? AxesOf(int count, Shape target, Layout layout)
    {
        var sizes = new List<int>();
        var distances = target.Sizes.Zip(layout.Strides, (size, stride) => size == 1 ? 1 : Math.Abs(stride)).Append(1).Distinct();
        foreach (var distance in distances.OrderByDescending(distance => distance))
        {
            if (distance == 0 || count % distance != 0) return null;
            sizes.Add(count / distance);
            count = distance;
        }
        return new Shape(sizes.ToArray());
    }

    /// <summary>
    /// The slice, and the source's axes in the order in which the target, after a reshape, walks them; null if an axis of the source would
    /// have to be split or walked twice.
    /// </summary>
    public static (SliceAttributes Slice, int[] Order)? Decode(Shape source, Shape target, Layout layout)
    {
        var strides = source.RowMajorStrides();
        int[] starts = new int[source.Rank], steps = new int[source.Rank], sizes = new int[source.Rank];
        for (int axis = 0, rest = layout.Offset; axis < source.Rank; axis++)
        {
            (starts[axis], steps[axis], sizes[axis]) = (rest / strides[axis], 1, 1);
            rest %= strides[axis];
        }

        var walked = new List<int>();
        for (var axis = target.Rank - 1; axis >= 0; axis--)
            if (target[axis] != 1 && !Walk(target[axis], layout.Strides[axis])) return null;
        walked.Reverse();
        // What is not walked has size 1 and stays where it is among its neighbours, so that no transposition is needed for its sake.
        var order = walked.ToList();
        for (var axis = 0; axis < source.Rank; axis++)
        {
            if (walked.Contains(axis)) continue;
            var next = axis + 1;
            while (next < source.Rank && !order.Contains(next)) next++;
            order.Insert(next == source.Rank ? order.Count : order.IndexOf(next), axis);
        }
        return (new(starts, steps, sizes), [.. order]);

        // Takes size elements at a distance: those of one axis, or all of an axis and what is left over of the axes outside it.
        bool Walk(int size, int stride)
        {
            for (var axis = source.Rank - 1; axis >= 0; axis--)
            {
                if (source[axis] == 1 || stride % strides[axis] != 0 || Math.Abs(stride) >= (long)strides[axis] * source[axis]) continue;
                var step = stride / strides[axis];
                if (sizes[axis] != 1) return false;
                var last = starts[axis] + (size - 1L) * step;
                if (last >= 0 && last < source[axis])
                {
                    (steps[axis], sizes[axis]) = (step, size);
                    walked.Add(axis);
                    return true;
                }
                if (step != 1 || starts[axis] != 0 || size % source[axis] != 0) return false;
                sizes[axis] = source[axis];
                walked.Add(axis);
                return Walk(size / source[axis], strides[axis] * source[axis]);
            }
            return false;
        }
    }

    /// <summary>A slice, a transposition and a reshape, each if needed, that make the target of the source.</summary>
    public static List<(Op Op, OpAttributes Attributes)> Said(Shape source, SliceAttributes slice, int[] order, Shape target)
    {
        var steps = new List<(Op Op, OpAttributes Attributes)>();
        if (!slice.IsWhole(source)) steps.Add((Slice.Op, slice));
        var shape = new Shape(slice.Sizes.Items);
        // Axes of size 1 may stand anywhere: only the order of the others needs a transposition.
        var moving = order.Where(axis => shape[axis] != 1).ToArray();
        if (!moving.SequenceEqual(moving.OrderBy(axis => axis)))
        {
            steps.Add((Transpose.Op, new TransposeAttributes(order)));
            shape = new Shape(order.Select(axis => shape[axis]));
        }
        if (!shape.Equals(target)) steps.Add((Reshape.Op, new ReshapeAttributes(target.Sizes)));
        return steps;
    }
}
