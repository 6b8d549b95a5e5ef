using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis, counted from the front, that the indices stand for.</summary>
sealed record GatherAttributes(int Axis) : OpAttributes;

/// <summary>Picks slices of the data (input 0) along an axis by an index tensor (input 1), whose shape takes the axis's place.</summary>
static class Gather
{
    public static readonly Op Op = new("Gather")
    {
        Infer = static context =>
        {
            var (data, axis) = (context.Type(0), context.Attributes<GatherAttributes>().Axis);
            return [data with { Shape = new Shape(Replace(data.Shape.Sizes, axis, context.Shape(1).Sizes)) }];
        },
        Evaluate = static context =>
        {
            var (data, indices, axis) = (context.Tensor(0), context.Tensor(1), context.Attributes<GatherAttributes>().Axis);
            // The axes of the indices act as one; the result's bytes are the same.
            var output = new Tensor(data.Element, new Shape(Replace(data.Shape.Sizes, axis, [indices.Count])));
            var offsets = data.Shape.RowMajorStrides().Select((stride, a) => a == axis
                ? [.. indices.ToLongs().Select(index => IndexTable.Resolve(index, data.Shape[axis]) * stride)]
                : SeparableMove.Even(data.Shape[a], stride)).ToArray();
            return [SeparableMove.Run(data, output, offsets).Reshape(context.Node.Output.Shape)];
        },
        Lower = static node =>
        {
            var (data, indices, axis) = (node.Input(0), node.Input(1), node.AttributesAs<GatherAttributes>().Axis);
            var rank = indices.Shape.Rank;
            return
            [
                LoopNest.Over(node.Output, loops => Expr.Element(data,
                [
                    .. loops.Take(axis),
                    IndexAt(indices, [.. loops.Skip(axis).Take(rank)], data.Shape[axis]),
                    .. loops.Skip(axis + rank),
                ])),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Gather", 1, static node =>
        {
            var axis = node.Input(0).Shape.Axis(node.Int("axis", 0));
            return AsSlice(node, axis) ?? node.Add(Op, new GatherAttributes(axis), node.Input(0), node.Input(1));
        }),
    ];

    /// <summary>Constant indices that are evenly spaced make a slice, which moves nothing.</summary>
    static Value? AsSlice(OnnxNode node, int axis)
    {
        var (data, indices) = (node.Input(0), node.Input(1));
        if (ConstantEvaluator.TryEvaluate(indices) is not { } constant) return null;
        int[] resolved = [.. constant.ToLongs().Select(index => IndexTable.Resolve(index, data.Shape[axis]))];
        if (IndexTable.Progression(resolved) is not (int start, int step) || (step == 0 && resolved.Length > 1)) return null;
        var slice = SliceAttributes.Whole(data.Shape).Along(axis, start, resolved.Length == 1 ? 1 : step, resolved.Length);
        var picked = slice.IsWhole(data.Shape) ? data : node.Add(Slice.Op, slice, data);
        return indices.Shape.Rank == 1 && picked != data ? picked : Reshape.To(node, picked, Replace(data.Shape.Sizes, axis, indices.Shape.Sizes));
    }

    /// <summary>An index as an expression: from a table where the indices are constant.</summary>
    static Expr IndexAt(Value indices, Expr[] loops, int size)
    {
        if (indices.Constant is not { } constant) return IndexTable.AtRunTime(Expr.Element(indices, loops), size);
        var strides = constant.Shape.RowMajorStrides();
        var position = loops.Select((loop, axis) => loop * Expr.Of(strides[axis])).Aggregate(Expr.Of(0), (a, b) => a + b);
        return IndexTable.Express([.. constant.ToLongs().Select(index => IndexTable.Resolve(index, size))], position);
    }

    static int[] Replace(int[] sizes, int axis, int[] by) => [.. sizes.Take(axis), .. by, .. sizes.Skip(axis + 1)];
}
