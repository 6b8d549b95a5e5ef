using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis; whether the element itself is left out; whether sums run from the end.</summary>
sealed record CumSumAttributes(int Axis, bool Exclusive, bool Reverse) : OpAttributes;

static class CumSum
{
    public static readonly Op Op = new("CumSum")
    {
        Infer = static context => [context.Type(0)],
        Evaluate = static context =>
        {
            var (source, output, cumSum) = (context.Tensor(0), context.NewOutput(), context.Attributes<CumSumAttributes>());
            var (size, stride) = (source.Shape[cumSum.Axis], source.Shape.RowMajorStrides()[cumSum.Axis]);
            for (var i = 0; i < output.Count; i++)
            {
                if (i / stride % size != 0) continue;      // i starts a row along the axis
                double floats = 0;
                long integers = 0;
                for (var step = 0; step < size; step++)
                {
                    var at = i + (cumSum.Reverse ? size - 1 - step : step) * stride;
                    if (cumSum.Exclusive) Store(at);
                    if (source.Element.IsFloat()) floats += source.GetDouble(at); else integers = unchecked(integers + source.GetInt64(at));
                    if (!cumSum.Exclusive) Store(at);
                }

                void Store(int at)
                {
                    if (source.Element.IsFloat()) output.SetDouble(at, floats); else output.SetInt64(at, integers);
                }
            }
            return [output];
        },
        // Every element sums up its own part of the row: a nest knows no order between elements.
        Lower = static node =>
        {
            var (source, cumSum) = (node.Input(0), node.AttributesAs<CumSumAttributes>());
            var (rank, axis) = (source.Shape.Rank, cumSum.Axis);
            var (loops, step) = (LoopNest.Axes(rank), Expr.Loop(rank));
            var comparison = (cumSum.Reverse, cumSum.Exclusive) switch
            {
                (false, false) => Function.LessOrEqual,
                (false, true) => Function.Less,
                (true, false) => Function.GreaterOrEqual,
                (true, true) => Function.Greater,
            };
            var term = Elementwise.Computed(Expr.Element(source, [.. loops.Select((loop, a) => a == axis ? step : loop)]));
            var counted = Expr.Select(Expr.Compare(comparison, step, loops[axis]), term, Expr.Of(0.0, term.Type));
            return [new LoopNest(node.Output, node.Output.Shape.Sizes, counted, new Reduction([source.Shape[axis]], Function.Add),
                Expr.Cast(new Expr.Accumulator(term.Type), source.Element))];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("CumSum", 11, static node =>
        {
            if (node.ConstantInts(1) is not { Length: 1 } axes) throw new ModelException("the axis input is no single number");
            var axis = node.Input(0).Shape.Axis(axes[0]);
            return node.Add(Op, new CumSumAttributes(axis, node.Int("exclusive", 0) != 0, node.Int("reverse", 0) != 0), node.Input(0));
        }),
    ];
}
