using EdgeCompile.Ir;
using static EdgeCompile.Ops.Reduce;

namespace EdgeCompile.Ops;

/// <summary>ONNX's reductions, made of those of <see cref="Reduce"/> and of element-wise operators.</summary>
static class ReduceRows
{
    /// <summary>What is done with the input, the axes that are reduced and whether they stay.</summary>
    delegate Value Reduction(OnnxNode node, Value x, ReduceAttributes attributes);

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        .. Forms("ReduceSum", 13, (node, x, a) => Over(node, Sum, a, x)),
        .. Forms("ReduceProd", 18, (node, x, a) => Over(node, Prod, a, x)),
        .. Forms("ReduceMax", 18, (node, x, a) => Over(node, Max, a, x)),
        .. Forms("ReduceMin", 18, (node, x, a) => Over(node, Min, a, x)),
        .. Forms("ReduceMean", 18, (node, x, a) => Over(node, Mean, a, x)),
        .. Forms("ReduceL1", 18, (node, x, a) => Over(node, Sum, a, node.Add(UnaryMaths.Abs, x))),
        .. Forms("ReduceL2", 18, L2),
        .. Forms("ReduceSumSquare", 18, SumSquare),
        .. Forms("ReduceLogSum", 18, (node, x, a) => ThroughReals.Of(node, x, reals => node.Add(UnaryMaths.Log, Over(node, Sum, a, reals)))),
        .. Forms("ReduceLogSumExp", 18, (node, x, a) => ThroughReals.Of(node, x, reals => LogSumExp(node, reals, a))),
        new("GlobalAveragePool", 1, node => node.Add(Mean, Spatial(node.Input(0).Shape), node.Input(0))),
        new("GlobalMaxPool", 1, node => node.Add(Max, Spatial(node.Input(0).Shape), node.Input(0))),
    ];

    /// <summary>All axes behind N x C.</summary>
    public static ReduceAttributes Spatial(Shape shape) => shape.Rank > 2
        ? new(Enumerable.Range(2, shape.Rank - 2).ToArray())
        : throw new ModelException($"shape {shape} has no spatial axes");

    /// <summary>Over no axes a reduction changes nothing.</summary>
    static Value Over(OnnxNode node, Op op, ReduceAttributes a, Value x) => a.Axes.Count == 0 ? node.Add(Identity.Op, x) : node.Add(op, a, x);

    static Value SumSquare(OnnxNode node, Value x, ReduceAttributes a) => Over(node, Sum, a, node.Add(Arithmetic.Mul, x, x));

    public static Value L2(OnnxNode node, Value x, ReduceAttributes a) =>
        ThroughReals.Of(node, x, reals => node.Add(UnaryMaths.Sqrt, SumSquare(node, reals, a)));

    /// <summary>The largest element is taken out, so that no exponential overflows; an infinite one stays in.</summary>
    static Value LogSumExp(OnnxNode node, Value x, ReduceAttributes a)
    {
        var zero = node.Constant(new Tensor(x.Element, Shape.Scalar));
        var largest = Over(node, Max, a with { KeepDimensions = true }, x);
        largest = node.Add(Where.Op, node.Add(Logic.IsInf, new IsInfAttributes(true, true), largest), zero, largest);
        var sum = Over(node, Sum, a, node.Add(UnaryMaths.Exp, node.Add(Arithmetic.Sub, x, largest)));
        var shape = a.Output(x.Shape);
        if (!shape.Equals(largest.Shape)) largest = Reshape.To(node, largest, shape.Sizes);
        return node.Add(Arithmetic.Add, node.Add(UnaryMaths.Log, sum), largest);
    }

    /// <summary>Axes as an attribute, from some version on as an input.</summary>
    static OnnxOperator[] Forms(string name, int inputSince, Reduction reduction) =>
    [
        new(name, 1, node => Import(node, node.IntsOrNull("axes"), emptyIsNone: false, reduction)),
        new(name, inputSince, node => Import(node, node.ConstantInts(1), node.Int("noop_with_empty_axes", 0) != 0, reduction)),
    ];

    static Value Import(OnnxNode node, long[]? axes, bool emptyIsNone, Reduction reduction)
    {
        var x = node.Input(0);
        var all = axes is null or { Length: 0 } && !emptyIsNone;
        var reduced = all ? Enumerable.Range(0, x.Shape.Rank) : (axes ?? []).Select(axis => x.Shape.Axis(axis)).Distinct().OrderBy(axis => axis);
        var attributes = new ReduceAttributes(reduced.ToArray(), node.Int("keepdims", 1) != 0);
        return reduction(node, x, attributes);
    }
}
