using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>The resulting shape.</summary>
sealed record ExpandAttributes(EquatableArray<int> Shape) : OpAttributes;

/// <summary>Broadcasting to a shape: missing axes and axes of size 1 are repeated. Repeating is a stride of 0.</summary>
static class Expand
{
    public static readonly Op Op = new("Expand")
    {
        Infer = static context =>
        {
            var (type, shape) = (context.Type(0), new Shape(context.Attributes<ExpandAttributes>().Shape.Items));
            return Shape.Broadcast(type.Shape, shape).Equals(shape)
                ? [type with { Shape = shape }]
                : throw new ModelException($"{type.Shape} does not broadcast to {shape}");
        },
        Evaluate = static context =>
        {
            var (source, output) = (context.Tensor(0), context.NewOutput());
            var strides = Strides(source.Shape, output.Shape, source.Shape.RowMajorStrides());
            return [SeparableMove.Run(source, output, [.. strides.Select((stride, axis) => SeparableMove.Even(output.Shape[axis], stride))])];
        },
        Lower = static node =>
        {
            var (source, output) = (node.Input(0), node.Output);
            return
            [
                new View(source,
                    LoopNest.Over(output, indices => LoopNest.Broadcast(source, indices)),
                    layout => layout with { Strides = Strides(source.Shape, output.Shape, layout.Strides.Items) },
                    static _ => null),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Expand", 8, static node => To(node, node.Input(0), Shape.Broadcast(node.Input(0).Shape, Target(node, 1)).Sizes)),
        new("ConstantOfShape", 9, static node =>
        {
            var value = node.TensorOrNull("value") ?? new Tensor(ElementType.Float32, Shape.Scalar);
            if (value.Count != 1) throw new ModelException($"attribute 'value' has {value.Count} elements, not 1");
            return To(node, node.Constant(value.Reshape(Shape.Scalar)), Target(node, 0).Sizes);
        }),
    ];

    public static Value To(OnnxNode node, Value value, params int[] shape) => node.Add(Op, new ExpandAttributes(shape), value);

    static Shape Target(OnnxNode node, int input) =>
        new((node.ConstantInts(input) ?? throw new ModelException("the shape input is missing")).Select(Movement.Size));

    static int[] Strides(Shape from, Shape to, int[] strides)
    {
        var missing = to.Rank - from.Rank;
        return [.. Enumerable.Range(0, to.Rank).Select(axis => axis < missing || from[axis - missing] == 1 ? 0 : strides[axis - missing])];
    }
}
