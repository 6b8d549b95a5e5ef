using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>The resulting shape, every dimension resolved.</summary>
sealed record ReshapeAttributes(EquatableArray<int> Shape) : OpAttributes;

/// <summary>The same elements in the same order under another shape: ONNX's Reshape, Flatten, Squeeze and Unsqueeze.</summary>
static class Reshape
{
    public static readonly Op Op = new("Reshape")
    {
        Infer = static context =>
        {
            var (type, shape) = (context.Type(0), new Shape(context.Attributes<ReshapeAttributes>().Shape.Items));
            return shape.Count == type.Shape.Count
                ? [type with { Shape = shape }]
                : throw new ModelException($"{type.Shape} has {type.Shape.Count} elements and cannot become {shape} with {shape.Count}");
        },
        Evaluate = static context => [context.Tensor(0).Reshape(context.Node.Output.Shape)],
        Lower = static node =>
        {
            var (source, output) = (node.Input(0), node.Output);
            var (from, to) = (source.Shape, output.Shape);
            return
            [
                new View(source,
                    LoopNest.Over(output, indices => Expr.Element(source, ReshapeIndices.Map(from, to, indices))),
                    layout => layout.Reshape(from, to),
                    layout => layout.Reshape(to, from)),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Reshape", 1, static node => To(node, Target(node.Input(0).Shape, node.Ints("shape"), false))),
        new("Reshape", 5, static node => To(node, Target(node.Input(0).Shape, node.ConstantInts(1), false))),
        new("Reshape", 14, static node => To(node, Target(node.Input(0).Shape, node.ConstantInts(1), node.Int("allowzero", 0) != 0))),
        new("Flatten", 1, static node => To(node, Flat(node.Input(0).Shape, node.Int("axis", 1)))),
        new("Squeeze", 1, static node => To(node, Squeezed(node.Input(0).Shape, node.IntsOrNull("axes")))),
        new("Squeeze", 13, static node => To(node, Squeezed(node.Input(0).Shape, node.ConstantInts(1)))),
        new("Unsqueeze", 1, static node => To(node, Unsqueezed(node.Input(0).Shape, node.Ints("axes")))),
        new("Unsqueeze", 13, static node => To(node, Unsqueezed(node.Input(0).Shape, node.ConstantInts(1)))),
    ];

    public static Value To(OnnxNode node, params int[] shape) => To(node, node.Input(0), shape);

    public static Value To(OnnxNode node, Value value, params int[] shape)
    {
        node.Ignore("consumed_inputs");
        return node.Add(Op, new ReshapeAttributes(shape), value);
    }

    /// <summary>ONNX's rules for 0 (copy the dimension) and -1 (whatever is left).</summary>
    static int[] Target(Shape from, long[]? wanted, bool allowZero)
    {
        if (wanted is null) throw new ModelException("the shape input is missing");
        var sizes = wanted.ToArray();
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] != 0 || allowZero) continue;
            sizes[axis] = axis < from.Rank
                ? from[axis]
                : throw new ModelException($"dimension {axis} of the wanted shape is 0, but the input has rank {from.Rank}");
        }
        var free = Array.IndexOf(sizes, -1);
        if (free >= 0)
        {
            sizes[free] = 1;
            if (sizes.Contains(-1)) throw new ModelException($"the wanted shape [{string.Join(", ", wanted)}] has more than one -1");
            long known = 1;
            foreach (var size in sizes) known = Math.Min(known * Movement.Size(size), int.MaxValue);
            if (known == 0 || from.Count % known != 0) throw new ModelException($"{from} cannot become [{string.Join(", ", wanted)}]");
            sizes[free] = from.Count / known;
        }
        return [.. sizes.Select(Movement.Size)];
    }

    static int[] Flat(Shape from, long axis)
    {
        var split = axis == from.Rank ? from.Rank : from.Axis(axis);
        return [from.Sizes.Take(split).Aggregate(1, (a, b) => a * b), from.Sizes.Skip(split).Aggregate(1, (a, b) => a * b)];
    }

    static int[] Squeezed(Shape from, long[]? axes)
    {
        var gone = axes is null ? [.. Enumerable.Range(0, from.Rank).Where(axis => from[axis] == 1)] : from.Axes(axes);
        foreach (var axis in gone)
            if (from[axis] != 1) throw new ModelException($"axis {axis} of {from} is not 1 and cannot be squeezed");
        return [.. Enumerable.Range(0, from.Rank).Where(axis => !gone.Contains(axis)).Select(axis => from[axis])];
    }

    static int[] Unsqueezed(Shape from, long[]? axes)
    {
        if (axes is null) throw new ModelException("the axes input is missing");
        var ones = new Shape(Enumerable.Repeat(1, from.Rank + axes.Length)).Axes(axes);
        var sizes = new Queue<int>(from.Sizes);
        return [.. Enumerable.Range(0, from.Rank + ones.Length).Select(axis => ones.Contains(axis) ? 1 : sizes.Dequeue())];
    }
}
