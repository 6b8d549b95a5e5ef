using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>How often each axis is repeated.</summary>
sealed record TileAttributes(EquatableArray<int> Repeats) : OpAttributes;

static class Tile
{
    public static readonly Op Op = new("Tile")
    {
        Infer = static context =>
        {
            var (type, repeats) = (context.Type(0), context.Attributes<TileAttributes>().Repeats);
            return repeats.Count == type.Shape.Rank
                ? [type with { Shape = new Shape(repeats.Select((repeat, axis) => Movement.Size((long)repeat * type.Shape[axis]))) }]
                : throw new ModelException($"{repeats.Count} repeats for rank {type.Shape.Rank}");
        },
        Evaluate = static context =>
        {
            var (source, output) = (context.Tensor(0), context.NewOutput());
            return [SeparableMove.Run(source, output, [.. source.Shape.RowMajorStrides().Select((stride, axis) =>
                Enumerable.Range(0, output.Shape[axis]).Select(i => i % source.Shape[axis] * stride).ToArray())])];
        },
        Lower = static node =>
        {
            var source = node.Input(0);
            return [LoopNest.Over(node.Output, indices => Expr.Element(source, [.. indices.Select((index, axis) =>
                source.Shape[axis] == node.Output.Shape[axis] ? index : index % Expr.Of(source.Shape[axis]))]))];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        // Version 1 repeats along a single axis.
        new("Tile", 1, static node =>
        {
            var (shape, repeats) = (node.Input(0).Shape, new long[node.Input(0).Shape.Rank]);
            for (var axis = 0; axis < repeats.Length; axis++) repeats[axis] = 1;
            repeats[shape.Axis(Only(node.ConstantInts(2)))] = Only(node.ConstantInts(1));
            return Of(node, repeats);
        }),
        new("Tile", 6, static node => Of(node, node.ConstantInts(1))),
    ];

    static Value Of(OnnxNode node, long[]? repeats)
    {
        if (repeats is null) throw new ModelException("the repeats input is missing");
        var shape = node.Input(0).Shape;
        if (repeats.Length == shape.Rank && repeats.Select((repeat, axis) => repeat == 1 || shape[axis] == 1).All(free => free))
            return Expand.To(node, node.Input(0), [.. repeats.Select((repeat, axis) => Movement.Size(repeat * shape[axis]))]);
        return node.Add(Op, new TileAttributes(repeats.Select(Movement.Size).ToArray()), node.Input(0));
    }

    static long Only(long[]? items) => items is { Length: 1 } ? items[0] : throw new ModelException("tiles and axis must hold one number each");
}
