using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis that scales of rank above 0 follow, and how many neighbours along it share one (0: scales are per tensor or per axis).</summary>
sealed record DequantizeAttributes(int Axis, int Block, ElementType To) : OpAttributes;

/// <summary>(x - zero point) * scale: the difference is exact, the product is rounded to the result's type. ONNX: DequantizeLinear.</summary>
static class DequantizeLinear
{
    public static readonly Op Op = new("DequantizeLinear")
    {
        Infer = Infer,
        Evaluate = context =>
            [Evaluate(context.Tensor(0), context.Tensor(1), context.TensorOrNull(2), context.Attributes<DequantizeAttributes>())],
        Lower = node => [LoopNest.Over(node.Output, axes => Body(node, axes))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("DequantizeLinear", 10, node => Import(node, 0, 0)),
        new("DequantizeLinear", 13, node => Import(node, node.Int("axis", 1), 0)),
        new("DequantizeLinear", 21, node => Import(node, node.Int("axis", 1), node.Int("block_size", 0))),
        new("DequantizeLinear", 23, node => Import(node, node.Int("axis", 1), node.Int("block_size", 0), node.Int("output_dtype", 0))),
    ];

    static Value Import(OnnxNode node, long axis, long block, long to = 0)
    {
        var (x, scale) = (node.Input(0), node.Input(1));
        var along = scale.Shape.Count == 1 && scale.Shape.Rank < 2 ? 0 : x.Shape.Axis(axis);
        var element = to == 0 ? scale.Element : (ElementType)to;
        return node.Add(Op, new DequantizeAttributes(along, Window.Narrow([block])[0], element), [x, scale, node.InputOrNull(2)]);
    }

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, scale, attributes) = (context.Type(0), context.Type(1), context.Attributes<DequantizeAttributes>());
        if (!x.Element.IsInteger() && x.Element.Size() != 1) throw new ModelException($"DequantizeLinear of {x.Element.Text()} is not defined");
        if (!scale.Element.IsFloat() || !attributes.To.IsFloat()) throw new ModelException($"a scale of {scale.Element.Text()} is not defined");
        if (context.Node.Has(2) && (context.Type(2).Element != x.Element || !context.Shape(2).Equals(scale.Shape)))
            throw new ModelException($"the zero point is {context.Type(2)} for x {x} and scale {scale}");
        var axis = attributes.Axis;
        var fits = PerTensor(scale.Shape)
            || (attributes.Block == 0 && scale.Shape.Rank == 1 && scale.Shape[0] == x.Shape[axis])
            || (attributes.Block > 0 && scale.Shape.Rank == x.Shape.Rank && Enumerable.Range(0, x.Shape.Rank).All(a => scale.Shape[a] ==
                (a == axis ? (x.Shape[a] + attributes.Block - 1) / attributes.Block : x.Shape[a])));
        return fits
            ? [new TensorType(attributes.To, x.Shape)]
            : throw new ModelException($"a scale of {scale.Shape} does not fit x of {x.Shape} along axis {axis} in blocks of {attributes.Block}");
    }

    static bool PerTensor(Shape scale) => scale.Rank < 2 && scale.Count == 1;

    static Tensor Evaluate(Tensor x, Tensor scale, Tensor? zero, DequantizeAttributes attributes)
    {
        var output = new Tensor(attributes.To, x.Shape);
        int[] strides = x.Shape.RowMajorStrides(), scales = scale.Shape.RowMajorStrides();
        for (var i = 0; i < x.Count; i++)
        {
            var at = 0;
            if (attributes.Block > 0)
                for (var a = 0; a < strides.Length; a++)
                    at += scales[a] * (i / strides[a] % x.Shape[a] / (a == attributes.Axis ? attributes.Block : 1));
            else if (!PerTensor(scale.Shape)) at = i / strides[attributes.Axis] % x.Shape[attributes.Axis];
            var difference = x.Element.IsFloat()
                ? x.GetDouble(i) - (zero?.GetDouble(at) ?? 0)
                : x.GetInt64(i) - (zero?.GetInt64(at) ?? 0);
            // float32 arithmetic: the difference is rounded before it is multiplied.
            output.SetDouble(i, scale.Element == ElementType.Float64 ? difference * scale.GetDouble(at) : (float)difference * (float)scale.GetDouble(at));
        }
        return output;
    }

    static Expr Body(Node node, Expr[] axes)
    {
        var (x, scale, attributes) = (node.Input(0), node.Input(1), node.AttributesAs<DequantizeAttributes>());
        if (!x.Element.IsInteger() || x.Element is ElementType.UInt32 or ElementType.UInt64 or ElementType.Int64)
            throw new ModelException($"DequantizeLinear of {x.Element.Text()} computed from data is not compiled");
        Expr[] at = attributes.Block > 0
            ? [.. axes.Select((axis, a) => a == attributes.Axis ? axis / Expr.Of(attributes.Block) : axis)]
            : PerTensor(scale.Shape) ? [.. scale.Shape.Sizes.Select(_ => Expr.Of(0))] : [axes[attributes.Axis]];
        var difference = Expr.Cast(Expr.Element(x, axes), ElementType.Int32);
        if (node.Has(2)) difference -= Expr.Cast(Expr.Element(node.Input(2), at), ElementType.Int32);
        var factor = Elementwise.Computed(Expr.Element(scale, at));
        return Expr.Cast(Expr.Cast(difference, factor.Type) * factor, attributes.To);
    }
}
