using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Which scale belongs to an element: one for the tensor, one for each position along an axis, or one for each block of neighbours along it
/// (<paramref name="Block"/> above 0). ONNX: QuantizeLinear, DequantizeLinear.
/// </summary>
readonly record struct ScaleAxes(int Axis, int Block)
{
    public static ScaleAxes Import(OnnxNode node, long axis, long block)
    {
        var (x, scale) = (node.Input(0).Shape, node.Input(1).Shape);
        return new(IsOne(scale) ? 0 : x.Axis(axis), Window.Narrow([block])[0]);
    }

    /// <summary>Whether one scale holds for the whole tensor.</summary>
    public static bool IsOne(Shape scale) => scale.Rank < 2 && scale.Count == 1;

    /// <summary>Whether zero points have the shape of their scales; some exporters write a scalar beside a vector of one.</summary>
    public static bool Match(Shape zero, Shape scale) => zero.Equals(scale) || (IsOne(zero) && IsOne(scale));

    public void Check(TensorType x, TensorType scale)
    {
        var (axis, block) = (Axis, Block);
        var fits = IsOne(scale.Shape)
            || (block == 0 && scale.Shape.Rank == 1 && scale.Shape[0] == x.Shape[axis])
            || (block > 0 && scale.Shape.Rank == x.Shape.Rank && Enumerable.Range(0, x.Shape.Rank).All(a => scale.Shape[a] ==
                (a == axis ? (x.Shape[a] + block - 1) / block : x.Shape[a])));
        if (!fits) throw new ModelException($"a scale of {scale.Shape} does not fit x of {x.Shape} along axis {axis} in blocks of {block}");
    }

    /// <summary>The scale of each element of x, both row-major.</summary>
    public Func<int, int> Map(Shape x, Shape scale)
    {
        if (IsOne(scale)) return static _ => 0;
        var (axis, block) = (Axis, Block);
        int[] strides = x.RowMajorStrides(), scales = scale.RowMajorStrides();
        if (block == 0) return i => i / strides[axis] % x[axis];
        return i =>
        {
            var at = 0;
            for (var a = 0; a < strides.Length; a++) at += scales[a] * (i / strides[a] % x[a] / (a == axis ? block : 1));
            return at;
        };
    }

    /// <summary>The scale (or zero point) of the element at some loop indices; a number where it is the only one and known.</summary>
    public Expr At(Value scale, Expr[] axes)
    {
        if (IsOne(scale.Shape)) return ZeroPoints.At(scale, [.. scale.Shape.Sizes.Select(_ => Expr.Of(0))]);
        var (along, block) = (Axis, Block);
        return Expr.Element(scale, block > 0 ? [.. axes.Select((axis, a) => a == along ? axis / Expr.Of(block) : axis)] : [axes[along]]);
    }
}
