using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>x / (bias + alpha / size * sum of squares over neighbouring channels)^beta. ONNX: LRN.</summary>
static class LocalResponse
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("LRN", 1, Import)];

    static Value Import(OnnxNode node)
    {
        var x = node.Input(0);
        if (x.Shape.Rank < 3) throw new ModelException($"x has shape {x.Shape}, not N x C x spatial");
        var size = Window.Narrow([node.Int("size")])[0];
        if (size < 1) throw new ModelException($"attribute 'size' is {size}");

        // A sum pool over the channels, which stand as a spatial axis of N x 1 x C x plane: floor((size-1)/2) before, the rest behind.
        var plane = x.Shape.Sizes.Skip(2).Aggregate(1, (a, b) => a * b);
        var squares = Reshape.To(node, node.Add(Arithmetic.Mul, x, x), x.Shape[0], 1, x.Shape[1], plane);
        var window = new Window([size, 1], [1, 1], [1, 1], [(size - 1) / 2, 0], [size / 2, 0]);
        var sums = Reshape.To(node, node.Add(Pool.Sum, new PoolAttributes(window), squares), x.Shape.Sizes);

        var scale = node.Add(Arithmetic.Mul, sums, node.Scalar(x.Element, node.Float("alpha", 0.0001f) / (double)size));
        var shifted = node.Add(Arithmetic.Add, scale, node.Scalar(x.Element, node.Float("bias", 1)));
        var norm = node.Add(Pow.Op, shifted, node.Scalar(x.Element, node.Float("beta", 0.75f)));
        return node.Add(Arithmetic.Div, x, norm);
    }
}
