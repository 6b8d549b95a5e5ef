using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>Constants with one number for each position along one axis of the tensor they are broadcast to.</summary>
static class ChannelConstant
{
    /// <summary>The numbers along an axis; null if the value is no constant, varies along other axes, or would enlarge the tensor.</summary>
    public static double[]? Along(this Value? value, int axis, Shape tensor)
    {
        if (value?.Constant is not { } constant || !constant.Element.IsFloat() || constant.Shape.Rank > tensor.Rank) return null;
        var missing = tensor.Rank - constant.Shape.Rank;
        for (var a = 0; a < constant.Shape.Rank; a++)
            if (constant.Shape[a] != 1 && (a + missing != axis || constant.Shape[a] != tensor[axis])) return null;
        return [.. Enumerable.Range(0, tensor[axis]).Select(i => constant.GetDouble(constant.Count == 1 ? 0 : i))];
    }

    /// <summary>A tensor with every element multiplied by the factor of its position along an axis.</summary>
    public static Tensor Scaled(this Tensor tensor, int axis, Func<int, double> factor)
    {
        var (scaled, stride) = (new Tensor(tensor.Element, tensor.Shape), tensor.Shape.RowMajorStrides()[axis]);
        for (var i = 0; i < tensor.Count; i++) scaled.SetDouble(i, tensor.GetDouble(i) * factor(i / stride % tensor.Shape[axis]));
        return scaled;
    }

    /// <summary>The positions of a tensor along an axis that are named, in that order.</summary>
    public static Tensor Picked(this Tensor tensor, int axis, IReadOnlyList<int> positions)
    {
        var sizes = tensor.Shape.Sizes;
        int run = tensor.Shape.RowMajorStrides()[axis] * tensor.Element.Size(), from = run * sizes[axis], to = run * positions.Count;
        sizes[axis] = positions.Count;
        var picked = new Tensor(tensor.Element, new Shape(sizes));
        for (var outer = 0; outer * to < picked.Bytes.Length; outer++)
            for (var i = 0; i < positions.Count; i++)
                tensor.Bytes.AsSpan(outer * from + positions[i] * run, run).CopyTo(picked.Bytes.AsSpan(outer * to + i * run, run));
        return picked;
    }
}
