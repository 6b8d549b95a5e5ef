using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A quantised tensor resized by blending neighbours, as DequantizeLinear, Resize and QuantizeLinear define it: numbers, weights and sums in
/// float32, each step rounded, innermost axes first. Inputs: x, its scale, its zero point; the result's scale and zero point, whose type is
/// the result's.
/// </summary>
static class QuantizedResize
{
    public static readonly Op Op = new("QuantizedResize")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context)],
        Lower = node => [Nest(node)],
    };

    const int Scale = 1, Zero = 2, ResultScale = 3, ResultZero = 4;

    /// <summary>Whether a Resize has this form: few enough neighbours to be written out, and all inside.</summary>
    public static bool Fits(ResizeAttributes resize, Shape shape) => resize.Mode != Interpolation.Nearest && shape.Count > 0
        && Resize.Filters(resize, shape) is var filters && Resize.Terms(filters) <= Resize.MostTerms
            && !filters.Any(filter => filter.Outside.Contains(true));

    static Ir.ValueType[] Infer(InferContext context)
    {
        var x = context.Type(0);
        var resize = context.Attributes<ResizeAttributes>();
        if (!x.Element.IsInteger() || x.Element.Size() > 2
            || !Fits(resize, x.Shape)) throw new ModelException($"the quantised resize of {x} is not defined");
        foreach (var scalar in (int[])[Scale, Zero, ResultScale, ResultZero])
            if (context.Shape(scalar).Count != 1) throw new ModelException($"input {scalar} is {context.Type(scalar)}, not a scalar");
        var result = context.Type(ResultZero).Element;
        IntegerRange.Of(result);
        return [new TensorType(result, new Shape(resize.Sizes.Items))];
    }

    static Tensor Evaluate(EvaluateContext context)
    {
        var (x, zero) = (context.Tensor(0), context.Tensor(ResultZero));
        float scale = context.Tensor(Scale).Span<float>()[0], resultScale = context.Tensor(ResultScale).Span<float>()[0];
        var (xs, strides) = (ZeroPoints.Subtract(x, context.Tensor(Zero), static _ => 0), x.Shape.RowMajorStrides());
        var filters = Resize.Filters(context.Attributes<ResizeAttributes>(), x.Shape);
        var output = new Tensor(zero.Element, new Shape([.. filters.Select(filter => filter.OutputSize)]));
        var sizes = output.Shape.RowMajorStrides();
        for (var i = 0; i < output.Count; i++)
            output.SetInt64(i, IntegerRange.Round((float)(Sum(0, i, 0) / resultScale), zero.GetInt64(0), zero.Element));
        return output;

        float Sum(int axis, int rest, int place)
        {
            if (axis == filters.Length) return (float)((float)xs[place] * scale);
            var (filter, first, total) = (filters[axis], rest / sizes[axis] * filters[axis].Taps, 0f);
            for (var tap = first; tap < first + filter.Taps; tap++)
            {
                var inner = Sum(axis + 1, rest % sizes[axis], place + filter.Indices[tap] * strides[axis]);
                var term = filter.Taps == 1 ? inner : (float)(inner * filter.Weights[tap]);
                total = tap == first ? term : (float)(total + term);
            }
            return total;
        }
    }

    static LoopNest Nest(Node node)
    {
        var x = node.Input(0);
        var filters = Resize.Filters(node.AttributesAs<ResizeAttributes>(), x.Shape);
        var sum = Resize.Blended(filters, Resize.Weights(node, filters), LoopNest.Axes(filters.Length), ElementType.Float32, indices =>
            Expr.Cast(ZeroPoints.Difference(Expr.Element(x, indices), ZeroPoints.At(node.Input(Zero))),
                ElementType.Float32) * ZeroPoints.At(node.Input(Scale)));
        return new(node.Output, node.Output.Shape.Sizes,
            IntegerRange.Round(sum / ZeroPoints.At(node.Input(ResultScale)), ZeroPoints.At(node.Input(ResultZero))));
    }
}
