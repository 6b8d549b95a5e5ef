using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>What stands outside of the image: zeros, the nearest element, or the mirror image.</summary>
enum GridPadding { Zeros, Border, Reflection }

/// <param name="Taps">Elements that are blended along each axis: 1 (the nearest), 2 (linear) or 4 (cubic).</param>
/// <param name="Padding">What stands outside.</param>
/// <param name="AlignCorners">Whether -1 and 1 are the centres of the outermost elements, or their outer borders.</param>
sealed record GridSampleAttributes(int Taps, GridPadding Padding, bool AlignCorners) : OpAttributes;

/// <summary>
/// Elements of x: N x C x spatial at the places that the grid: N x output x D names, the last axis of x first, in -1 … 1, blended from
/// their neighbours. A sum over the taps of all axes of an element times its weight. ONNX: GridSample.
/// </summary>
static class GridSample
{
    public static readonly Op Op = new("GridSample")
    {
        Infer = context =>
        {
            var (x, grid) = (context.Type(0), context.Type(1));
            var axes = x.Shape.Rank - 2;
            var blends = context.Attributes<GridSampleAttributes>().Taps > 1;
            if (!(x.Element.IsFloat() || x.Element.IsInteger() || (x.Element == ElementType.Bool && !blends)) || !grid.Element.IsFloat())
                throw new ModelException($"x is {x.Element.Text()} and the grid {grid.Element.Text()}");
            if (axes < 1 || grid.Shape.Rank != axes + 2 || grid.Shape[0] != x.Shape[0] || grid.Shape[axes + 1] != axes)
                throw new ModelException($"a grid of {grid.Shape} does not fit x of {x.Shape}");
            return [x with { Shape = new Shape([x.Shape[0], x.Shape[1], .. grid.Shape.Sizes.Skip(1).Take(axes)]) }];
        },
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1), context.NewOutput(), context.Attributes<GridSampleAttributes>())],
        Lower = node => [Nest(node)],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("GridSample", 16, node => Of(node, "bilinear", "bicubic")), new("GridSample", 20, node => Of(node, "linear", "cubic")),
    ];

    static Value Of(OnnxNode node, string linear, string cubic)
    {
        var mode = node.Text("mode", linear);
        var taps = mode == linear ? 2 : mode == cubic ? 4 : mode == "nearest" ? 1
            : throw new ModelException($"attribute 'mode' is '{mode}'", $"'{linear}', '{cubic}' and 'nearest' are known");
        var padding = node.Text("padding_mode", "zeros") switch
        {
            "zeros" => GridPadding.Zeros,
            "border" => GridPadding.Border,
            "reflection" => GridPadding.Reflection,
            var other => throw new ModelException($"attribute 'padding_mode' is '{other}'", "'zeros', 'border' and 'reflection' are known"),
        };
        return node.Add(Op, new GridSampleAttributes(taps, padding, node.Int("align_corners", 0) != 0), node.Input(0), node.Input(1));
    }

    static Tensor Evaluate(Tensor x, Tensor grid, Tensor output, GridSampleAttributes attributes)
    {
        var axes = x.Shape.Rank - 2;
        var (strides, plane) = (x.Shape.RowMajorStrides(), output.Shape.Sizes.Skip(2).Aggregate(1, (a, b) => a * b));
        var taps = (int)Math.Pow(attributes.Taps, axes);
        for (var i = 0; i < output.Count; i++)
        {
            int n = i / plane / x.Shape[1], channel = i / plane % x.Shape[1], point = n * plane + i % plane;
            var sum = 0.0;
            for (var tap = 0; tap < taps; tap++)
            {
                var (at, weight) = ((int?)(n * strides[0] + channel * strides[1]), 1.0);
                for (int axis = 0, rest = tap; axis < axes; axis++, rest /= attributes.Taps)
                {
                    var size = x.Shape[2 + axis];
                    var place = Place((float)grid.GetDouble(point * axes + axes - 1 - axis), size, attributes.AlignCorners);
                    var first = attributes.Taps == 1 ? Math.Round(place, MidpointRounding.ToEven) : Math.Floor(place) - attributes.Taps / 2 + 1;
                    if (attributes.Taps > 1) weight *= Weight(Math.Abs(place - first - rest % attributes.Taps), attributes.Taps);
                    at += Index(first + rest % attributes.Taps, size, attributes) * strides[2 + axis];
                }
                if (at is { } element) sum += weight * x.GetDouble(element);
            }
            output.SetDouble(i, sum);
        }
        return output;
    }

    /// <summary>Where a number of the grid lies between the elements, in float as the grid is.</summary>
    static float Place(float grid, int size, bool alignCorners) =>
        alignCorners ? (grid + 1) * (0.5f * (size - 1)) : (grid + 1) * (0.5f * size) - 0.5f;

    static int? Index(double at, int size, GridSampleAttributes attributes)
    {
        if (at >= 0 && at < size) return (int)at;
        if (attributes.Padding == GridPadding.Zeros) return null;
        if (attributes.Padding == GridPadding.Border) return at < 0 ? 0 : size - 1;
        var period = Period(size, attributes);
        var folded = (int)(at - Math.Floor(at / period) * period);
        return folded < size ? folded : Mirror(size, attributes) - folded;
    }

    /// <summary>After how many elements reflections repeat, and what an index and its mirror image add up to.</summary>
    static int Period(int size, GridSampleAttributes attributes) => attributes.AlignCorners ? Math.Max(1, 2 * (size - 1)) : 2 * size;
    static int Mirror(int size, GridSampleAttributes attributes) => attributes.AlignCorners ? 2 * (size - 1) : 2 * size - 1;

    /// <summary>Linear: what is missing to a distance of 1. Cubic: Keys' convolution with a = -3/4.</summary>
    static double Weight(double distance, int taps) => taps == 2
        ? 1 - distance
        : distance <= 1 ? (1.25 * distance - 2.25) * distance * distance + 1 : ((-0.75 * distance + 3.75) * distance - 6) * distance + 3;

    static LoopNest Nest(Node node)
    {
        var (x, attributes, rank) = (node.Input(0), node.AttributesAs<GridSampleAttributes>(), node.Output.Shape.Rank);
        var blends = attributes.Taps > 1;
        var axes = LoopNest.Axes(blends ? 2 * rank - 2 : rank);
        var indices = new List<Expr> { axes[0], axes[1] };
        Expr? weight = null;
        for (var axis = 0; axis < rank - 2; axis++)
        {
            var size = x.Shape[2 + axis];
            var number = Expr.Cast(Expr.Element(node.Input(1), [axes[0], .. axes.Skip(2).Take(rank - 2), Expr.Of(rank - 3 - axis)]),
                ElementType.Float32);
            var place = Between(number, size, attributes.AlignCorners);
            var start = blends
                ? Expr.Unary(Function.Floor, place) - Number(attributes.Taps / 2 - 1)
                : Expr.Unary(Function.Round, place);
            var tap = blends ? axes[rank + axis] : Expr.Of(0);
            indices.Add(IndexAt(Expr.Cast(start, ElementType.Int32) + tap, size, attributes));
            if (!blends) continue;
            var distance = Expr.Unary(Function.Abs, place - start - Expr.Cast(tap, ElementType.Float32));
            weight = weight is null ? WeightAt(distance, attributes.Taps) : weight * WeightAt(distance, attributes.Taps);
        }
        var outside = attributes.Padding == GridPadding.Zeros ? Expr.Of(0, x.Element) : null;
        Expr load = new Expr.Load(x, indices.ToArray(), outside);
        if (!blends) return new(node.Output, node.Output.Shape.Sizes, load);
        var element = x.Element.IsFloat() ? Elementwise.Computed(load) : Expr.Cast(load, ElementType.Float32);
        var reduction = new Reduction(Enumerable.Repeat(attributes.Taps, rank - 2).ToArray(), Function.Add);
        return new(node.Output, node.Output.Shape.Sizes, element * Expr.Cast(weight!, element.Type), reduction,
            Expr.Cast(new Expr.Accumulator(element.Type), x.Element));
    }

    /// <summary>Kept near the image, where all that is outside looks alike but for reflections, so that it fits into an int.</summary>
    static Expr Between(Expr grid, int size, bool alignCorners)
    {
        var place = alignCorners
            ? (grid + Number(1)) * Number(0.5f * (size - 1))
            : (grid + Number(1)) * Number(0.5f * size) - Number(0.5f);
        return Expr.Max(Expr.Min(place, Number(1 << 24)), Number(-(1 << 24)));
    }

    static Expr IndexAt(Expr at, int size, GridSampleAttributes attributes)
    {
        if (attributes.Padding == GridPadding.Zeros) return at;
        if (attributes.Padding == GridPadding.Border) return Expr.Max(Expr.Min(at, Expr.Of(size - 1)), Expr.Of(0));
        if (size == 1) return Expr.Of(0);
        var folded = at % Expr.Of(Period(size, attributes));
        return Expr.Min(folded, Expr.Of(Mirror(size, attributes)) - folded);
    }

    static Expr WeightAt(Expr distance, int taps)
    {
        if (taps == 2) return Number(1) - distance;
        var near = (Number(1.25) * distance - Number(2.25)) * distance * distance + Number(1);
        var far = ((Number(-0.75) * distance + Number(3.75)) * distance - Number(6)) * distance + Number(3);
        return Expr.Select(Expr.Compare(Function.LessOrEqual, distance, Number(1)), near, far);
    }

    static Expr Number(double value) => Expr.Of(value, ElementType.Float32);
}
