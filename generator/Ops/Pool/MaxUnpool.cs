using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Takes the maxima of a MaxPool back to where they stood, between zeros: a scatter into the flattened output, whose indices input 1 holds.
/// With an output_shape the result lies in the front corner of a larger tensor. ONNX: MaxUnpool.
/// </summary>
static class MaxUnpool
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("MaxUnpool", 9, Import)];

    static Value Import(OnnxNode node)
    {
        var (x, indices) = (node.Input(0), node.Input(1));
        if (x.Shape.Rank < 3 || !indices.Shape.Equals(x.Shape)) throw new ModelException($"x has shape {x.Shape} and its indices {indices.Shape}");
        var window = Window.Import(node, [.. x.Shape.Sizes.Skip(2)], Window.Narrow(node.Ints("kernel_shape")));
        int[] sizes = [x.Shape[0], x.Shape[1], .. Enumerable.Range(0, window.Rank).Select(axis =>
            (x.Shape[2 + axis] - 1) * window.Strides[axis] + window.Kernel[axis] - window.Before[axis] - window.After[axis])];
        if (sizes.Any(size => size < 0)) throw new ModelException($"the pads are larger than what {x.Shape} unpools to");
        var count = sizes.Aggregate(1, (a, b) => checked(a * b));
        var zeros = Expand.To(node, node.Scalar(x.Element, 0), count);
        var flat = Scatter.Along(node, zeros, Reshape.To(node, indices, x.Shape.Count), Reshape.To(node, x, x.Shape.Count), 0);
        var y = Reshape.To(node, flat, sizes);
        return node.ConstantInts(2) is { } wanted ? Placed(node, y, [.. wanted.Select(Movement.Size)]) : y;
    }

    static Value Placed(OnnxNode node, Value y, int[] wanted)
    {
        if (wanted.SequenceEqual(y.Shape.Sizes)) return y;
        if (wanted.Length != y.Shape.Rank || wanted.Where((size, axis) => size < y.Shape[axis]).Any())
            throw new ModelException($"output_shape {new Shape(wanted)} does not hold {y.Shape}");
        return node.Add(Pad.Op,
            new PadAttributes(PadMode.Constant, new int[wanted.Length], wanted.Select((size, axis) => size - y.Shape[axis]).ToArray()), y);
    }
}
