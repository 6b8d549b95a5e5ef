using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The pool, and whether indices count the spatial axes with the first running fastest.</summary>
sealed record MaxPoolIndicesAttributes(PoolAttributes Pool, bool ColumnMajor) : OpAttributes;

/// <summary>
/// Where in the flattened input the maxima of a pool stand, the first where several are equal: inputs are the pool's input and its
/// result. ONNX: the second output of MaxPool.
/// </summary>
static class MaxPoolIndices
{
    public static readonly Op Op = new("MaxPoolIndices")
    {
        Infer = context => [new TensorType(ElementType.Int64, context.Shape(1))],
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1), context.Attributes<MaxPoolIndicesAttributes>())],
        Lower = node => [Nest(node)],
    };

    static Tensor Evaluate(Tensor x, Tensor largest, MaxPoolIndicesAttributes attributes)
    {
        var output = new Tensor(ElementType.Int64, largest.Shape);
        var window = attributes.Pool.Window.Volume();
        int[] size = Window.Volume(x.Shape), outs = Window.Volume(largest.Shape);
        int plane = outs[0] * outs[1] * outs[2], inputs = size[0] * size[1] * size[2];
        for (var i = 0; i < output.Count; i++)
        {
            int o = i % plane, first = i / plane * inputs;
            var at = window.TapsInside(o, size, outs).Where(tap => x.GetDouble(first + tap) == largest.GetDouble(i)).FirstOrDefault();
            output.SetInt64(i, first + (attributes.ColumnMajor
                ? at / (size[1] * size[2]) + size[0] * (at / size[2] % size[1] + size[1] * (at % size[2]))
                : at));
        }
        return output;
    }

    /// <summary>The least row-major index among the taps that equal the maximum.</summary>
    static LoopNest Nest(Node node)
    {
        var (x, largest, attributes) = (node.Input(0), node.Input(1), node.AttributesAs<MaxPoolIndicesAttributes>());
        var (window, rank) = (attributes.Pool.Window, x.Shape.Rank);
        var axes = LoopNest.Axes(rank + window.Rank);
        var at = Pool.At(window, axes, rank);
        var flat = at.Select((index, axis) => index * Expr.Of(x.Shape.RowMajorStrides()[axis])).Aggregate((a, b) => a + b);
        var equal = Expr.Compare(Function.Equal, Expr.Element(x, at), Expr.Element(largest, [.. axes.Take(rank)]));
        var body = Expr.Select(equal, flat, Expr.Of(int.MaxValue));
        Expr index = new Expr.Accumulator(ElementType.Int32);
        return new(node.Output, node.Output.Shape.Sizes, body, new(window.Kernel, Function.Min, SkipOutside: true),
            Expr.Cast(attributes.ColumnMajor ? ColumnMajor(index, x.Shape) : index, ElementType.Int64));
    }

    static Expr ColumnMajor(Expr index, Shape shape)
    {
        var strides = shape.RowMajorStrides();
        var plane = Expr.Of(strides[1]);
        Expr turned = index / plane * plane;
        for (int axis = 2, stride = 1; axis < shape.Rank; stride *= shape[axis++])
            turned += index / Expr.Of(strides[axis]) % Expr.Of(shape[axis]) * Expr.Of(stride);
        return turned;
    }
}
