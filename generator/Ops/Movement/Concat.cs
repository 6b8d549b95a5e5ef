using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis, counted from the front.</summary>
sealed record ConcatAttributes(int Axis) : OpAttributes;

static class Concat
{
    public static readonly Op Op = new("Concat")
    {
        Infer = static context =>
        {
            var (first, axis) = (context.Type(0), context.Attributes<ConcatAttributes>().Axis);
            long size = 0;
            for (var i = 0; i < context.Node.Inputs.Count; i++)
            {
                var type = context.Type(i);
                if (type.Element != first.Element) throw new ModelException($"input {i} is {type.Element.Text()}, input 0 is {first.Element.Text()}");
                if (type.Shape.Rank != first.Shape.Rank || Others(type.Shape, axis).SequenceEqual(Others(first.Shape, axis)) is false)
                    throw new ModelException($"input {i} of {type.Shape} does not line up with input 0 of {first.Shape} along axis {axis}");
                size += type.Shape[axis];
            }
            var sizes = first.Shape.Sizes;
            sizes[axis] = Movement.Size(size);
            return [first with { Shape = new Shape(sizes) }];
        },
        Evaluate = static context =>
        {
            var (output, axis, start) = (context.NewOutput(), context.Attributes<ConcatAttributes>().Axis, 0);
            for (var i = 0; i < context.Inputs.Count; i++)
            {
                var part = context.Tensor(i);
                var strides = part.Shape.RowMajorStrides();
                var offsets = output.Shape.Sizes.Select((size, a) => SeparableMove.Even(size, strides[a])).ToArray();
                for (var position = 0; position < offsets[axis].Length; position++)
                {
                    var own = position - start;
                    offsets[axis][position] = own >= 0 && own < part.Shape[axis] ? own * strides[axis] : SeparableMove.Outside;
                }
                if (part.Count > 0) SeparableMove.Run(part, output, offsets);
                start += part.Shape[axis];
            }
            return [output];
        },
        Lower = static node => [new Join(node.Output, [.. node.Inputs.Select((_, i) => node.Input(i))], node.AttributesAs<ConcatAttributes>().Axis)],
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Concat", 1, static node => Of(node, node.Int("axis", 1))),
        new("Concat", 4, static node => Of(node, node.Int("axis"))),
    ];

    static Value Of(OnnxNode node, long axis) => node.Add(Op, new ConcatAttributes(node.Input(0).Shape.Axis(axis)), [.. node.Inputs]);

    static IEnumerable<int> Others(Shape shape, int axis) => shape.Sizes.Where((_, i) => i != axis);
}
