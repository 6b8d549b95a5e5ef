using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>How many leading axes data and indices share.</summary>
sealed record GatherNDAttributes(int BatchAxes) : OpAttributes;

/// <summary>The last axis of the indices (input 1) holds coordinates into the data's axes after the batch axes; what they leave is copied.</summary>
static class GatherND
{
    public static readonly Op Op = new("GatherND")
    {
        Infer = static context =>
        {
            var (data, indices, batch) = (context.Type(0), context.Shape(1), context.Attributes<GatherNDAttributes>().BatchAxes);
            if (indices.Rank == 0 || batch >= Math.Min(data.Shape.Rank, indices.Rank))
                throw new ModelException($"batch_dims {batch} does not fit {data.Shape} and indices of {indices}");
            var coordinates = indices[indices.Rank - 1];
            if (batch + coordinates > data.Shape.Rank)
                throw new ModelException($"{coordinates} coordinates after {batch} batch axes are too many for {data.Shape}");
            if (!data.Shape.Sizes.Take(batch).SequenceEqual(indices.Sizes.Take(batch)))
                throw new ModelException($"{data.Shape} and indices of {indices} differ in their batch axes");
            return [data with { Shape = new Shape(indices.Sizes.Take(indices.Rank - 1).Concat(data.Shape.Sizes.Skip(batch + coordinates))) }];
        },
        Evaluate = static context =>
        {
            var (data, indices, output) = (context.Tensor(0), context.Tensor(1), context.NewOutput());
            var batch = context.Attributes<GatherNDAttributes>().BatchAxes;
            var coordinates = indices.Shape[indices.Shape.Rank - 1];
            var strides = data.Shape.RowMajorStrides();
            var rows = indices.Shape.Sizes.Take(indices.Shape.Rank - 1).Aggregate(1, (a, b) => a * b);
            var perBatch = indices.Shape.Sizes.Take(indices.Shape.Rank - 1).Skip(batch).Aggregate(1, (a, b) => a * b);
            var run = data.Shape.Sizes.Skip(batch + coordinates).Aggregate(1, (a, b) => a * b);
            for (var row = 0; row < rows; row++)
            {
                var from = batch == 0 ? 0 : row / perBatch * strides[batch - 1];
                for (var c = 0; c < coordinates; c++)
                    from += IndexTable.Resolve(indices.GetInt64(row * coordinates + c), data.Shape[batch + c]) * strides[batch + c];
                for (var i = 0; i < run; i++) Elements.Copy(data, from + i, output, row * run + i);
            }
            return [output];
        },
        Lower = static node =>
        {
            var (data, indices, batch) = (node.Input(0), node.Input(1), node.AttributesAs<GatherNDAttributes>().BatchAxes);
            var rows = indices.Shape.Rank - 1;
            return
            [
                LoopNest.Over(node.Output, loops => Expr.Element(data,
                [
                    .. loops.Take(batch),
                    .. Enumerable.Range(0, indices.Shape[rows]).Select(c =>
                        IndexTable.AtRunTime(Expr.Element(indices, [.. loops.Take(rows), Expr.Of(c)]), data.Shape[batch + c])),
                    .. loops.Skip(rows),
                ])),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("GatherND", 11, static node => node.Add(Op, new GatherNDAttributes(0), node.Input(0), node.Input(1))),
        new("GatherND", 12, static node =>
            node.Add(Op, new GatherNDAttributes(Movement.Size(node.Int("batch_dims", 0))), node.Input(0), node.Input(1))),
    ];
}
