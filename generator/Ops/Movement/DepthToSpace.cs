using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>DepthToSpace and SpaceToDepth: a reshape, a transposition, a reshape, as the ONNX text defines them.</summary>
static class DepthToSpace
{
    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("DepthToSpace", 1, static node => Spread(node, depthFirst: true)),
        new("DepthToSpace", 11, static node => Spread(node, depthFirst: node.Text("mode", "DCR") switch
        {
            "DCR" => true,
            "CRD" => false,
            var mode => throw new ModelException($"mode '{mode}' is neither DCR nor CRD"),
        })),
        new("SpaceToDepth", 1, Gathered),
    ];

    static Value Spread(OnnxNode node, bool depthFirst)
    {
        var (n, c, h, w, block) = Sizes(node);
        if (c % (block * block) != 0) throw new ModelException($"{c} channels are no multiple of blocksize {block} squared");
        var depth = c / (block * block);
        var split = depthFirst ? Reshape.To(node, n, block, block, depth, h, w) : Reshape.To(node, n, depth, block, block, h, w);
        var moved = depthFirst ? Transpose.To(node, split, 0, 3, 4, 1, 5, 2) : Transpose.To(node, split, 0, 1, 4, 2, 5, 3);
        return Reshape.To(node, moved, n, depth, h * block, w * block);
    }

    static Value Gathered(OnnxNode node)
    {
        var (n, c, h, w, block) = Sizes(node);
        if (h % block != 0 || w % block != 0) throw new ModelException($"height {h} and width {w} are no multiples of blocksize {block}");
        var split = Reshape.To(node, n, c, h / block, block, w / block, block);
        return Reshape.To(node, Transpose.To(node, split, 0, 3, 5, 1, 2, 4), n, c * block * block, h / block, w / block);
    }

    static (int N, int C, int H, int W, int Block) Sizes(OnnxNode node)
    {
        var (shape, block) = (node.Input(0).Shape, node.Int("blocksize"));
        if (shape.Rank != 4) throw new ModelException($"the input has rank {shape.Rank}, not 4");
        if (block is < 1 or > short.MaxValue) throw new ModelException($"blocksize {block} is out of range");
        return (shape[0], shape[1], shape[2], shape[3], (int)block);
    }
}
