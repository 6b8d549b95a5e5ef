using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>The window; whether the last one of an axis may end outside the padded input; whether an average counts padding as zeros.</summary>
sealed record PoolAttributes(Window Window, bool Ceil = false, bool CountsPads = false) : OpAttributes
{
    public Shape Output(Shape input)
    {
        var sizes = input.Sizes;
        for (var axis = 2; axis < sizes.Length; axis++) sizes[axis] = Window.Outputs(axis - 2, input[axis], Ceil);
        return new(sizes);
    }

    /// <summary>By how many elements an average is divided, for each output of the spatial axes, row-major.</summary>
    public int[] Counts(Shape input)
    {
        int[] counts = [1];
        var output = Output(input);
        for (var axis = 0; axis < Window.Rank; axis++)
        {
            var (size, along) = (input[axis + 2], new int[output[axis + 2]]);
            var (from, to) = CountsPads ? (-Window.Before[axis], size + Window.After[axis]) : (0, size);
            for (var o = 0; o < along.Length; o++)
                for (var r = 0; r < Window.Kernel[axis]; r++)
                    if (o * Window.Strides[axis] - Window.Before[axis] + r * Window.Dilations[axis] is var at && at >= from && at < to) along[o]++;
            counts = [.. counts.SelectMany(count => along.Select(n => count * n))];
        }
        return counts;
    }
}

/// <summary>The largest, the sum or the average of what a window sees of a channel; padding is skipped. ONNX: MaxPool, LpPool, AveragePool.</summary>
static class Pool
{
    public static readonly Op Max = Define("MaxPool", Function.Max, double.NegativeInfinity, Math.Max, average: false);
    public static readonly Op Sum = Define("SumPool", Function.Add, 0, (a, b) => a + b, average: false);
    public static readonly Op Average = Define("AveragePool", Function.Add, 0, (a, b) => a + b, average: true);

    static Op Define(string name, Function function, double start, Func<double, double, double> fold, bool average) => new(name)
    {
        Infer = context =>
        {
            var x = context.Type(0);
            if (!x.Element.IsFloat() && (average || !x.Element.IsInteger()))
                throw new ModelException($"{name} is not defined for {x.Element.Text()}");
            return [new TensorType(Result(x.Element, function), context.Attributes<PoolAttributes>().Output(x.Shape))];
        },
        Evaluate = context =>
            [Evaluate(context.Tensor(0), context.Attributes<PoolAttributes>(), start, fold, average, Result(context.Tensor(0).Element, function))],
        Lower = node => [Nest(node, function, average)],
    };

    /// <summary>Sums of small integers are int32, so that they do not wrap.</summary>
    static ElementType Result(ElementType x, Function function) => function == Function.Add && x.IsInteger() && x.Size() < 4 ? ElementType.Int32 : x;

    static Tensor Evaluate(Tensor x, PoolAttributes attributes, double start, Func<double, double, double> fold, bool average, ElementType result)
    {
        var output = new Tensor(result, attributes.Output(x.Shape));
        var window = attributes.Window.Volume();
        int[] size = Window.Volume(x.Shape), outs = Window.Volume(output.Shape);
        int[] counts = average ? attributes.Counts(x.Shape) : [];
        int plane = outs[0] * outs[1] * outs[2], inputs = size[0] * size[1] * size[2];
        var xs = Reals.Of(x);
        for (var i = 0; i < output.Count; i++)
        {
            int o = i % plane, first = i / plane * inputs;
            var total = start;
            foreach (var at in window.TapsInside(o, size, outs)) total = fold(total, xs[first + at]);
            output.SetDouble(i, average ? total / counts[o] : total);
        }
        return output;
    }

    static LoopNest Nest(Node node, Function function, bool average)
    {
        var (x, attributes, rank) = (node.Input(0), node.AttributesAs<PoolAttributes>(), node.Output.Shape.Rank);
        var axes = LoopNest.Axes(rank + attributes.Window.Rank);
        var body = Elementwise.Computed(Expr.Element(x, At(attributes.Window, axes, rank)));
        if (Result(x.Element, function) is var result && result != x.Element) body = Expr.Cast(body, result);
        Expr total = new Expr.Accumulator(body.Type);
        if (average) total *= PerOutput(node, ".share", attributes.Counts(x.Shape), count => 1.0 / count, body.Type, axes);
        var reduction = new Reduction(attributes.Window.Kernel, function, SkipOutside: true);
        return new(node.Output, node.Output.Shape.Sizes, body, reduction, Expr.Cast(total, node.Output.Element));
    }

    /// <summary>The input's indices of the taps of a window.</summary>
    public static Expr[] At(Window window, Expr[] axes, int rank) =>
        [axes[0], axes[1], .. Enumerable.Range(0, window.Rank).Select(axis => window.Position(axis, axes[2 + axis], axes[rank + axis]))];

    /// <summary>By how many elements an average is divided: a number, or a constant tensor where borders make a difference.</summary>
    public static Expr Count(Node node, int[] counts, Expr[] axes) => PerOutput(node, ".count", counts, count => count, ElementType.Float32, axes);

    static Expr PerOutput(Node node, string name, int[] counts, Func<int, double> number, ElementType type, Expr[] axes)
    {
        if (counts.Distinct().Count() == 1) return Expr.Of(number(counts[0]), type);
        var sizes = node.Output.Shape.Sizes.Skip(2).ToArray();
        var numbers = new Tensor(type, new Shape(sizes));
        for (var i = 0; i < counts.Length; i++) numbers.SetDouble(i, number(counts[i]));
        var constant = new Value(node.Output.Name + name, numbers.Type) { Constant = numbers };
        return Expr.Element(constant, [.. axes.Skip(2).Take(sizes.Length)]);
    }
}
