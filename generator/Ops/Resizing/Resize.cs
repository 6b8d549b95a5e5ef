using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Resize and Upsample: each axis by its own <see cref="ResizeFilter"/>.</summary>
static class Resize
{
    /// <summary>Up to so many loads are written out; more become a reduction over the taps.</summary>
    public const int MostTerms = 8;

    public static readonly Op Op = new("Resize")
    {
        Infer = static context =>
        {
            var (type, resize) = (context.Type(0), context.Attributes<ResizeAttributes>());
            if (type.Shape.Count == 0) throw new ModelException("an empty tensor cannot be resized");
            if (resize.Mode != Interpolation.Nearest && !type.Element.IsFloat() && !type.Element.IsInteger())
                throw new ModelException($"interpolation of {type.Element.Text()} is not defined");
            return [type with { Shape = new Shape(resize.Sizes.Items) }];
        },
        Evaluate = static context =>
        {
            var (source, output, resize) = (context.Tensor(0), context.NewOutput(), context.Attributes<ResizeAttributes>());
            var filters = Filters(resize, source.Shape);
            Func<Tensor, Tensor, ResizeFilter[], ResizeAttributes, Tensor> evaluate = resize.Mode == Interpolation.Nearest ? Pick : Blend;
            return [evaluate(source, output, filters, resize)];
        },
        Lower = static node =>
        {
            var (source, resize) = (node.Input(0), node.AttributesAs<ResizeAttributes>());
            var filters = Filters(resize, source.Shape);
            var work = source.Element == ElementType.Float64 ? ElementType.Float64 : ElementType.Float32;
            var (loops, element) = (LoopNest.Axes(filters.Length), source.Element);
            if (resize.Mode == Interpolation.Nearest)
            {
                var picked = Expr.Element(source, [.. filters.Select((filter, axis) => IndexTable.Express(filter.Indices, loops[axis]))]);
                return [new LoopNest(node.Output, node.Output.Shape.Sizes, Extrapolated(picked))];
            }

            var weights = Weights(node, filters);
            if (Terms(filters) <= MostTerms)
            {
                var sum = Blended(filters, weights, loops, work, indices => Expr.Cast(Expr.Element(source, indices), work));
                return [new LoopNest(node.Output, node.Output.Shape.Sizes, Extrapolated(Stored(sum, resize, element)))];
            }

            var wide = Enumerable.Range(0, filters.Length).Where(axis => filters[axis].Taps > 1).ToArray();
            var indices = filters.Select((filter, axis) => IndexTable.Express(filter.Indices,
                wide.Contains(axis) ? loops[axis] * Expr.Of(filter.Taps) + Tap(axis) : loops[axis])).ToArray();
            var body = wide.Aggregate(Expr.Cast(Expr.Element(source, indices), work),
                (term, axis) => term * Weight(weights, axis, loops[axis], Tap(axis), work));
            var taps = new Reduction(wide.Select(axis => filters[axis].Taps).ToArray(), Function.Add);
            return [new LoopNest(node.Output, node.Output.Shape.Sizes, body, taps,
                Extrapolated(Stored(new Expr.Accumulator(work), resize, element)))];

            Expr Tap(int axis) => Expr.Loop(filters.Length + Array.IndexOf(wide, axis));

            Expr Extrapolated(Expr expr)
            {
                for (var axis = 0; axis < filters.Length; axis++)
                {
                    if (!filters[axis].Outside.Contains(true)) continue;
                    var outside = IndexTable.Express([.. filters[axis].Outside.Select(isOutside => isOutside ? 1 : 0)], loops[axis]);
                    expr = Expr.Select(Expr.Compare(Function.Equal, outside, Expr.Of(1)), Expr.Of((double)resize.Extrapolation, element), expr);
                }
                return expr;
            }
        },
    };

    /// <summary>Input elements that an output element is made of.</summary>
    public static long Terms(ResizeFilter[] filters) => filters.Aggregate(1L, (terms, filter) => terms * filter.Taps);

    /// <summary>The weights of each axis as OutputSize x Taps; null where there is one tap.</summary>
    public static Value?[] Weights(Node node, ResizeFilter[] filters) => [.. filters.Select((filter, axis) => filter.Taps == 1 ? null
        : new Value($"{node.Name}.weights{axis}", new TensorType(ElementType.Float32, new Shape(filter.OutputSize, filter.Taps)))
        {
            Constant = Tensor.Floats(new Shape(filter.OutputSize, filter.Taps), filter.Weights),
        })];

    /// <summary>The taps of all axes written out, innermost axes first, so that each weight is applied once for what lies inside it.</summary>
    /// <param name="filters">One for each axis.</param>
    /// <param name="weights">Their <see cref="Weights"/>.</param>
    /// <param name="loops">The output's indices.</param>
    /// <param name="work">The type of the sum.</param>
    /// <param name="element">The input's element at some indices, in that type.</param>
    public static Expr Blended(ResizeFilter[] filters, Value?[] weights, Expr[] loops, ElementType work, Func<Expr[], Expr> element)
    {
        return Sum(0, []);

        Expr Sum(int axis, Expr[] outer)
        {
            if (axis == filters.Length) return element(outer);
            var filter = filters[axis];
            return Enumerable.Range(0, filter.Taps).Select(tap =>
            {
                var entries = filter.Indices.Where((_, i) => i % filter.Taps == tap).ToArray();
                var inner = Sum(axis + 1, [.. outer, IndexTable.Express(entries, loops[axis])]);
                return filter.Taps == 1 ? inner : inner * Weight(weights, axis, loops[axis], Expr.Of(tap), work);
            }).Aggregate((a, b) => a + b);
        }
    }

    static Expr Weight(Value?[] weights, int axis, Expr place, Expr tap, ElementType work) =>
        Expr.Cast(Expr.Element(weights[axis]!, place, tap), work);

    /// <summary>Cubic blends overshoot: integers narrower than the sum keep to their range. Fractions are cut off, as ONNX's Cast does.</summary>
    static Expr Stored(Expr sum, ResizeAttributes resize, ElementType element) => Range(resize, element) is var (low, high)
        ? Expr.Cast(Expr.Max(Expr.Min(sum, Expr.Of(high, sum.Type)), Expr.Of(low, sum.Type)), element)
        : Expr.Cast(sum, element);

    static (double Low, double High)? Range(ResizeAttributes resize, ElementType element)
    {
        if (resize.Mode != Interpolation.Cubic || !element.IsInteger() || element.Size() > 2) return null;
        var count = Math.Pow(2, 8 * element.Size());
        return element.IsUnsigned() ? (0, count - 1) : (-count / 2, count / 2 - 1);
    }

    public static ResizeFilter[] Filters(ResizeAttributes resize, Shape shape) =>
        [.. shape.Sizes.Select((size, axis) => new ResizeFilter(resize, axis, size))];

    static Tensor Pick(Tensor source, Tensor output, ResizeFilter[] filters, ResizeAttributes resize)
    {
        if (filters.Any(filter => filter.Outside.Contains(true)))
            for (var i = 0; i < output.Count; i++) output.SetDouble(i, resize.Extrapolation);
        return SeparableMove.Run(source, output, [.. source.Shape.RowMajorStrides().Select((stride, axis) =>
            filters[axis].Indices.Select((index, i) => filters[axis].Outside[i] ? SeparableMove.Outside : index * stride).ToArray())]);
    }

    /// <summary>One axis after the other, in double.</summary>
    static Tensor Blend(Tensor source, Tensor output, ResizeFilter[] filters, ResizeAttributes resize)
    {
        var data = new double[source.Count];
        for (var i = 0; i < data.Length; i++) data[i] = source.GetDouble(i);
        var sizes = source.Shape.Sizes;
        for (var axis = 0; axis < filters.Length; axis++)
        {
            var filter = filters[axis];
            var (outer, inner) = (Product(sizes.Take(axis)), Product(sizes.Skip(axis + 1)));
            var next = new double[outer * filter.OutputSize * inner];
            for (var o = 0; o < outer; o++)
                for (var i = 0; i < filter.OutputSize; i++)
                    for (var k = 0; k < inner; k++)
                    {
                        double sum = 0;
                        for (var t = i * filter.Taps; t < (i + 1) * filter.Taps; t++)
                            sum += filter.Weights[t] * data[(o * sizes[axis] + filter.Indices[t]) * inner + k];
                        next[(o * filter.OutputSize + i) * inner + k] = filter.Outside[i] ? resize.Extrapolation : sum;
                    }
            (data, sizes[axis]) = (next, filter.OutputSize);
        }
        var range = Range(resize, source.Element) ?? (double.NegativeInfinity, double.PositiveInfinity);
        for (var i = 0; i < output.Count; i++) output.SetDouble(i, Math.Max(range.Low, Math.Min(range.High, data[i])));
        return output;

        static int Product(IEnumerable<int> factors) => factors.Aggregate(1, (a, b) => a * b);
    }
}
