using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <param name="Axes">The axes that vanish, ascending and not negative.</param>
/// <param name="KeepDimensions">Whether they stay as axes of size 1.</param>
sealed record ReduceAttributes(EquatableArray<int> Axes, bool KeepDimensions = true) : OpAttributes
{
    public Shape Output(Shape input) => new(Enumerable.Range(0, input.Rank)
        .Where(axis => KeepDimensions || !Axes.Contains(axis))
        .Select(axis => Axes.Contains(axis) ? 1 : input.Dimensions[axis]).ToEquatableArray());
}

/// <summary>Sums, means, products and extremes over axes: the four that the other reductions are made of.</summary>
static class Reduce
{
    public static readonly Op Sum = Define("ReduceSum", Function.Add, 0, (a, b) => a + b, (a, b) => unchecked(a + b));
    public static readonly Op Prod = Define("ReduceProd", Function.Multiply, 1, (a, b) => a * b, (a, b) => unchecked(a * b));
    public static readonly Op Max = Define("ReduceMax", Function.Max, double.NegativeInfinity, Math.Max, Math.Max, boolean: Function.Or);
    public static readonly Op Min = Define("ReduceMin", Function.Min, double.PositiveInfinity, Math.Min, Math.Min, boolean: Function.And);
    public static readonly Op Mean = Define("ReduceMean", Function.Add, 0, (a, b) => a + b, (a, b) => unchecked(a + b), mean: true);

    static Op Define(string name, Function function, double start, Func<double, double, double> real, Func<long, long, long> integer,
        Function? boolean = null, bool mean = false) => new(name)
    {
        Infer = context =>
        {
            var type = context.Type(0);
            if (!type.Element.IsFloat() && !type.Element.IsInteger() && (type.Element != ElementType.Bool || boolean is null))
                throw new ModelException($"{name} is not defined for {type.Element.Text()}");
            return [new TensorType(type.Element, context.Attributes<ReduceAttributes>().Output(type.Shape))];
        },
        Evaluate = context => [Evaluate(context.Tensor(0), context.Attributes<ReduceAttributes>(), start, real, integer, mean)],
        Lower = node => [Nest(node, node.Input(0).Element == ElementType.Bool ? boolean!.Value : function, mean)],
    };

    static Tensor Evaluate(Tensor x, ReduceAttributes attributes,
        double start, Func<double, double, double> real, Func<long, long, long> integer, bool mean)
    {
        var output = new Tensor(x.Element, attributes.Output(x.Shape));
        var kept = (attributes with { KeepDimensions = true }).Output(x.Shape);
        var to = Broadcasting.Offsets(kept, x.Shape);
        var count = output.Count == 0 ? 0 : x.Count / output.Count;
        if (x.Element.IsFloat())
        {
            var totals = Enumerable.Repeat(start, output.Count).ToArray();
            for (var i = 0; i < x.Count; i++) totals[to?[i] ?? i] = real(totals[to?[i] ?? i], x.GetDouble(i));
            for (var i = 0; i < totals.Length; i++) output.SetDouble(i, mean ? totals[i] / count : totals[i]);
            return output;
        }
        // uint64 keeps its order when its top bit is turned over.
        var turn = x.Element == ElementType.UInt64 && double.IsInfinity(start) ? long.MinValue : 0;
        var sums = Enumerable.Repeat(Neutral(x.Element, start) ^ turn, output.Count).ToArray();
        for (var i = 0; i < x.Count; i++) sums[to?[i] ?? i] = integer(sums[to?[i] ?? i], x.GetInt64(i) ^ turn);
        for (var i = 0; i < sums.Length; i++) output.SetInt64(i, mean ? sums[i] / count : sums[i] ^ turn);
        return output;
    }

    /// <summary>What a reduction of nothing gives: the end of the type's range for extremes.</summary>
    static long Neutral(ElementType type, double start)
    {
        if (!double.IsInfinity(start)) return (long)start;
        var bits = 8 * type.Size();
        var lowest = start < 0;
        if (type == ElementType.Bool) return lowest ? 0 : 1;
        if (type.IsUnsigned()) return lowest ? 0 : bits == 64 ? -1 : (1L << bits) - 1;
        return lowest ? long.MinValue >> (64 - bits) : long.MaxValue >> (64 - bits);
    }

    static LoopNest Nest(Node node, Function function, bool mean)
    {
        var (x, attributes, rank) = (node.Input(0), node.AttributesAs<ReduceAttributes>(), node.Output.Shape.Rank);
        var body = Elementwise.Computed(Expr.Element(x, [.. Indices(x.Shape, attributes)]));
        var extents = attributes.Axes.Select(axis => x.Shape[axis]).ToEquatableArray();
        Expr total = new Expr.Accumulator(body.Type);
        if (mean) total /= Expr.Of((double)extents.Aggregate(1, (a, b) => a * b), body.Type);
        return new(node.Output, node.Output.Shape.Sizes, body, new(extents, function), Expr.Cast(total, x.Element));
    }

    /// <summary>Where the input's elements lie in a nest that reduces: an output axis, or a reduced one behind them.</summary>
    public static IEnumerable<Expr> Indices(Shape input, ReduceAttributes attributes)
    {
        var (output, reduced) = (0, attributes.Output(input).Rank);
        for (var axis = 0; axis < input.Rank; axis++)
        {
            if (attributes.Axes.Contains(axis))
            {
                yield return Expr.Loop(reduced++);
                if (attributes.KeepDimensions) output++;
            }
            else yield return Expr.Loop(output++);
        }
    }
}
