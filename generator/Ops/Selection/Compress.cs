using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// The slices along an axis (without one: the elements in row-major order) where a condition holds. It decides the shape, so it must be
/// known at build time: a Gather. ONNX: Compress.
/// </summary>
static class Compress
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Compress", 9, node =>
        {
            var condition = node.ConstantOrNull(1) ?? throw new ModelException("the condition is missing");
            var x = node.Input(0);
            if (!node.HasAttribute("axis")) x = Reshape.To(node, x, x.Shape.Count);
            var axis = node.HasAttribute("axis") ? x.Shape.Axis(node.Int("axis")) : 0;
            if (condition.Shape.Rank != 1 || condition.Count > x.Shape[axis])
                throw new ModelException($"a condition of {condition.Shape} does not fit axis {axis} of {x.Shape}");
            var kept = Tensor.Longs([.. Enumerable.Range(0, condition.Count).Where(i => condition.GetInt64(i) != 0).Select(i => (long)i)]);
            return node.Add(Gather.Op, new GatherAttributes(axis), x, node.Constant(kept));
        }),
    ];
}
