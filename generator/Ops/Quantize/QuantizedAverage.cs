using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// The average of what a window sees of a quantised tensor, as DequantizeLinear, AveragePool and QuantizeLinear define it in float32: the
/// numbers are added in row-major order and each sum is rounded, which decides about averages that lie between two integers.
/// Inputs: x, its scale, its zero point; the result's scale and zero point, whose type is the result's. com.microsoft: QLinearAveragePool.
/// </summary>
static class QuantizedAverage
{
    public static readonly Op Op = new("QuantizedAverage")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context)],
        Lower = node => [Nest(node)],
    };

    const int Scale = 1, Zero = 2, ResultScale = 3, ResultZero = 4;

    static Ir.ValueType[] Infer(InferContext context)
    {
        var x = context.Type(0);
        if (!x.Element.IsInteger() || x.Element.Size() > 2) throw new ModelException($"the quantised average of {x} is not defined");
        foreach (var scalar in (int[])[Scale, Zero, ResultScale, ResultZero])
            if (context.Shape(scalar).Count != 1) throw new ModelException($"input {scalar} is {context.Type(scalar)}, not a scalar");
        var result = context.Type(ResultZero).Element;
        IntegerRange.Of(result);
        return [new TensorType(result, context.Attributes<PoolAttributes>().Output(x.Shape))];
    }

    static Tensor Evaluate(EvaluateContext context)
    {
        var (x, attributes, zero) = (context.Tensor(0), context.Attributes<PoolAttributes>(), context.Tensor(ResultZero));
        float scale = context.Tensor(Scale).Span<float>()[0], resultScale = context.Tensor(ResultScale).Span<float>()[0];
        var xs = ZeroPoints.Subtract(x, context.Tensor(Zero), static _ => 0);
        var output = new Tensor(zero.Element, attributes.Output(x.Shape));
        var (window, counts) = (attributes.Window.Volume(), attributes.Counts(x.Shape));
        int[] size = Window.Volume(x.Shape), outs = Window.Volume(output.Shape);
        int plane = outs[0] * outs[1] * outs[2], inputs = size[0] * size[1] * size[2];
        for (var i = 0; i < output.Count; i++)
        {
            int o = i % plane, first = i / plane * inputs;
            var total = 0f;
            foreach (var at in window.TapsInside(o, size, outs)) total = (float)(total + (float)((float)xs[first + at] * scale));
            output.SetInt64(i, IntegerRange.Round((float)((float)(total / counts[o]) / resultScale), zero.GetInt64(0), zero.Element));
        }
        return output;
    }

    static LoopNest Nest(Node node)
    {
        var (x, attributes, rank) = (node.Input(0), node.AttributesAs<PoolAttributes>(), node.Output.Shape.Rank);
        var axes = LoopNest.Axes(rank + attributes.Window.Rank);
        var difference = ZeroPoints.Difference(Expr.Element(x, Pool.At(attributes.Window, axes, rank)), ZeroPoints.At(node.Input(Zero)));
        var number = Expr.Cast(difference, ElementType.Float32) * ZeroPoints.At(node.Input(Scale));
        var average = new Expr.Accumulator(ElementType.Float32) / Pool.Count(node, attributes.Counts(x.Shape), axes);
        var reduction = new Reduction(attributes.Window.Kernel, Function.Add, SkipOutside: true, InOrder: true);
        return new(node.Output, node.Output.Shape.Sizes, number, reduction,
            IntegerRange.Round(average / ZeroPoints.At(node.Input(ResultScale)), ZeroPoints.At(node.Input(ResultZero))));
    }
}
