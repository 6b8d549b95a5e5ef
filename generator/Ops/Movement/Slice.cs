using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>For each axis of the input: the first index, the distance to the next (negative: backwards), and how many.</summary>
sealed record SliceAttributes(EquatableArray<int> Starts, EquatableArray<int> Steps, EquatableArray<int> Sizes) : OpAttributes
{
    /// <summary>A slice that takes all of a shape, to be narrowed with <see cref="Along"/>.</summary>
    public static SliceAttributes Whole(Shape shape) =>
        new(new int[shape.Rank], Enumerable.Repeat(1, shape.Rank).ToArray(), shape.Sizes);

    /// <summary>The same but along one axis.</summary>
    public SliceAttributes Along(int axis, int start, int step, int size) =>
        new(With(Starts, axis, start), With(Steps, axis, step), With(Sizes, axis, size));

    /// <summary>Whether nothing is left out or turned around.</summary>
    public bool IsWhole(Shape shape) => Starts.All(start => start == 0) && Steps.All(step => step == 1) && Sizes.SequenceEqual(shape.Sizes);

    static EquatableArray<int> With(EquatableArray<int> items, int index, int item) =>
        items.Select((old, i) => i == index ? item : old).ToEquatableArray();
}

static class Slice
{
    public static readonly Op Op = new("Slice")
    {
        Infer = static context =>
        {
            var (type, slice) = (context.Type(0), context.Attributes<SliceAttributes>());
            for (var axis = 0; axis < type.Shape.Rank; axis++)
            {
                if (slice.Sizes[axis] == 0) continue;
                long first = slice.Starts[axis], last = first + (slice.Sizes[axis] - 1L) * slice.Steps[axis];
                if (Math.Min(first, last) < 0 || Math.Max(first, last) >= type.Shape[axis])
                    throw new ModelException($"elements {first} to {last} of axis {axis} are outside {type.Shape}");
            }
            return [type with { Shape = new Shape(slice.Sizes.Items) }];
        },
        Evaluate = static context =>
        {
            var (source, slice) = (context.Tensor(0), context.Attributes<SliceAttributes>());
            var strides = source.Shape.RowMajorStrides();
            return [SeparableMove.Run(source, context.NewOutput(),
                [.. strides.Select((stride, a) => SeparableMove.Even(slice.Sizes[a], stride, slice.Starts[a], slice.Steps[a]))])];
        },
        Lower = static node =>
        {
            var (source, slice) = (node.Input(0), node.AttributesAs<SliceAttributes>());
            return
            [
                new View(source,
                    LoopNest.Over(node.Output, indices => Expr.Element(source, [.. indices.Select(IndexAt)])),
                    layout => Enumerable.Range(0, source.Shape.Rank)
                        .Aggregate(layout, (view, axis) => view.Slice(axis, slice.Starts[axis], slice.Steps[axis])),
                    static _ => null),
            ];

            Expr IndexAt(Expr index, int axis) => slice.Sizes[axis] == 1
                ? Expr.Of(slice.Starts[axis])
                : index * Expr.Of(slice.Steps[axis]) + Expr.Of(slice.Starts[axis]);
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Slice", 1, static node => Of(node, node.Ints("starts"), node.Ints("ends"), node.IntsOrNull("axes"), null)),
        new("Slice", 10, static node => Of(node, node.ConstantInts(1), node.ConstantInts(2), node.ConstantInts(3), node.ConstantInts(4))),
    ];

    static Value Of(OnnxNode node, long[]? starts, long[]? ends, long[]? axes, long[]? steps)
    {
        if (starts is null || ends is null) throw new ModelException("starts or ends are missing");
        var shape = node.Input(0).Shape;
        var resolved = axes is null ? [.. Enumerable.Range(0, starts.Length)] : shape.Axes(axes);
        int[] lengths = [starts.Length, ends.Length, resolved.Length, steps?.Length ?? starts.Length];
        if (lengths.Distinct().Count() > 1 || starts.Length > shape.Rank)
            throw new ModelException($"starts, ends, axes and steps have {string.Join(", ", lengths)} entries for rank {shape.Rank}");
        var slice = SliceAttributes.Whole(shape);
        for (var i = 0; i < starts.Length; i++)
        {
            var (start, step, size) = Resolve(shape[resolved[i]], starts[i], ends[i], steps?[i] ?? 1);
            slice = slice.Along(resolved[i], start, step, size);
        }
        return node.Add(Op, slice, node.Input(0));
    }

    /// <summary>ONNX's clamping: negative bounds count from the end, then both are moved to where the step can reach.</summary>
    internal static (int Start, int Step, int Size) Resolve(int dimension, long start, long end, long step)
    {
        if (step == 0) throw new ModelException("a step is 0");
        step = Clamp(step, -int.MaxValue, int.MaxValue);
        var (low, high) = step > 0 ? (0, dimension) : (-1, dimension - 1);
        start = Clamp(start < 0 ? start + dimension : start, Math.Max(low, 0), Math.Max(high, 0));
        end = Clamp(end < 0 ? end + dimension : end, low, high);
        var size = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
        return size <= 0 || dimension == 0 ? (0, 1, 0) : ((int)start, size == 1 ? 1 : (int)step, (int)size);
    }

    static long Clamp(long value, long low, long high) => Math.Max(low, Math.Min(high, value));
}
