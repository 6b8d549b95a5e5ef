using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Adds the blocks that the columns of x: N x (C taps) x L hold to an image, each at its place: the transposed convolution of L with one
/// unit weight for each tap. ONNX: Col2Im.
/// </summary>
static class Col2Im
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("Col2Im", 18, Import)];

    static Value Import(OnnxNode node)
    {
        var x = node.Input(0);
        var image = Window.Narrow(node.ConstantInts(1) ?? throw new ModelException("image_shape is missing"));
        var block = Window.Narrow(node.ConstantInts(2) ?? throw new ModelException("block_shape is missing"));
        var window = Window.Import(node, image, block);
        if (x.Shape.Rank != 3 || x.Shape[1] % window.Taps != 0) throw new ModelException($"x has shape {x.Shape} for blocks of {window.Taps}");
        int[] columns = [.. Enumerable.Range(0, window.Rank).Select(axis => window.Outputs(axis, image[axis]))];
        if (x.Shape[2] != columns.Aggregate(1, (a, b) => a * b))
            throw new ModelException($"x has {x.Shape[2]} columns where the image has {string.Join(" x ", columns)} blocks");

        var channels = x.Shape[1] / window.Taps;
        var units = new Tensor(x.Element, new Shape([x.Shape[1], 1, .. block]));
        for (var row = 0; row < x.Shape[1]; row++) units.SetDouble(row * window.Taps + row % window.Taps, 1);
        var axes = Enumerable.Range(0, window.Rank).Select(axis => new UpsampledAxis(
            columns[axis], block[axis], window.Strides[axis], window.Dilations[axis], window.Before[axis], image[axis])).ToArray();
        return ConvTranspose.Of(node, Reshape.To(node, x, [x.Shape[0], x.Shape[1], .. columns]), node.Constant(units), null, channels, axes);
    }
}
