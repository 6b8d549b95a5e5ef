using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Each output element has its own index along one axis of the data; on the other axes it stands where the index stands.</summary>
static class GatherElements
{
    public static readonly Op Op = new("GatherElements")
    {
        Infer = static context =>
        {
            var (data, indices, axis) = (context.Type(0), context.Shape(1), context.Attributes<GatherAttributes>().Axis);
            if (indices.Rank != data.Shape.Rank) throw new ModelException($"indices of {indices} and data of {data.Shape} differ in rank");
            for (var a = 0; a < indices.Rank; a++)
                if (a != axis && indices[a] > data.Shape[a]) throw new ModelException($"indices of {indices} reach beyond data of {data.Shape}");
            return [data with { Shape = indices }];
        },
        Evaluate = static context =>
        {
            var (data, indices, output) = (context.Tensor(0), context.Tensor(1), context.NewOutput());
            var axis = context.Attributes<GatherAttributes>().Axis;
            var (strides, own) = (data.Shape.RowMajorStrides(), indices.Shape.RowMajorStrides());
            for (var i = 0; i < output.Count; i++)
            {
                var from = 0;
                for (var a = 0; a < strides.Length; a++)
                    from += strides[a] * (a == axis ? IndexTable.Resolve(indices.GetInt64(i), data.Shape[a]) : i / own[a] % indices.Shape[a]);
                Elements.Copy(data, from, output, i);
            }
            return [output];
        },
        Lower = static node =>
        {
            var (data, axis) = (node.Input(0), node.AttributesAs<GatherAttributes>().Axis);
            return
            [
                LoopNest.Over(node.Output, loops => Expr.Element(data, [.. loops.Select((loop, a) =>
                    a == axis ? IndexTable.AtRunTime(Expr.Element(node.Input(1), loops), data.Shape[a]) : loop)])),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("GatherElements", 11, static node =>
            node.Add(Op, new GatherAttributes(node.Input(0).Shape.Axis(node.Int("axis", 0))), node.Input(0), node.Input(1))),
    ];
}
