using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>Axis i of the output is axis Permutation[i] of the input.</summary>
sealed record TransposeAttributes(EquatableArray<int> Permutation) : OpAttributes;

static class Transpose
{
    public static readonly Op Op = new("Transpose")
    {
        Infer = static context =>
        {
            var (type, permutation) = (context.Type(0), context.Attributes<TransposeAttributes>().Permutation);
            return permutation.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, type.Shape.Rank))
                ? [type with { Shape = new Shape(permutation.Select(axis => type.Shape[axis])) }]
                : throw new ModelException($"perm {permutation} is no permutation of the {type.Shape.Rank} axes of the input");
        },
        Evaluate = static context =>
        {
            var (source, strides) = (context.Tensor(0), context.Tensor(0).Shape.RowMajorStrides());
            return [SeparableMove.Run(source, context.NewOutput(),
                [.. context.Attributes<TransposeAttributes>().Permutation.Select(axis => SeparableMove.Even(source.Shape[axis], strides[axis]))])];
        },
        Lower = static node =>
        {
            var (source, permutation) = (node.Input(0), node.AttributesAs<TransposeAttributes>().Permutation);
            var inverse = Inverse(permutation);
            return
            [
                new View(source,
                    LoopNest.Over(node.Output, indices => Expr.Element(source, [.. inverse.Select(axis => indices[axis])])),
                    layout => layout.Permute(permutation),
                    layout => layout.Permute(inverse)),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Transpose", 1, static node => To(node, node.Input(0), node.IntsOrNull("perm")?.Select(axis => node.Input(0).Shape.Axis(axis)).ToArray()
            ?? [.. Enumerable.Range(0, node.Input(0).Shape.Rank).Reverse()])),
    ];

    public static Value To(OnnxNode node, Value value, params int[] permutation) => node.Add(Op, new TransposeAttributes(permutation), value);

    public static int[] Inverse(EquatableArray<int> permutation)
    {
        var inverse = new int[permutation.Count];
        for (var i = 0; i < inverse.Length; i++) inverse[permutation[i]] = i;
        return inverse;
    }
}
