using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The range of axes whose sizes are given.</summary>
sealed record ShapeOfAttributes(int Start, int Count) : OpAttributes;

/// <summary>ONNX's Shape and Size: numbers that follow from types alone. Constant folding leaves only those that are outputs of the model.</summary>
static class ShapeOf
{
    public static readonly Op Op = new("Shape")
    {
        NeedsOnlyTypes = true,
        Infer = static context => [new TensorType(ElementType.Int64, new Shape(context.Attributes<ShapeOfAttributes>().Count))],
        Evaluate = static context =>
        {
            var (start, count) = context.Attributes<ShapeOfAttributes>() is var a ? (a.Start, a.Count) : default;
            return [Tensor.Longs([.. SizesOf(context).Skip(start).Take(count).Select(size => (long)size)])];
        },
        Lower = Numbers,
    };

    public static readonly Op SizeOp = new("Size")
    {
        NeedsOnlyTypes = true,
        Infer = static _ => [new TensorType(ElementType.Int64, Shape.Scalar)],
        Evaluate = static context => [Tensor.LongScalar(SizesOf(context).Aggregate(1L, (a, b) => a * b))],
        Lower = Numbers,
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Shape", 1, static node => node.Add(Op, new ShapeOfAttributes(0, node.Input(0).Shape.Rank), node.Input(0))),
        new("Shape", 15, static node =>
        {
            var rank = node.Input(0).Shape.Rank;
            var (start, end) = (Bound(node.Int("start", 0)), Bound(node.Int("end", rank)));
            return node.Add(Op, new ShapeOfAttributes(start, Math.Max(0, end - start)), node.Input(0));

            int Bound(long axis) => (int)Math.Max(0, Math.Min(rank, axis < 0 ? axis + rank : axis));
        }),
        new("Size", 1, static node => node.Add(SizeOp, node.Input(0))),
    ];

    /// <summary>The sizes of what is there at run time, or those of the type where that is all there is.</summary>
    static int[] SizesOf(EvaluateContext context) => (context.TensorOrNull(0)?.Shape ?? context.Node.Input(0).Shape).Sizes;

    /// <summary>The numbers as a constant that is copied into the output.</summary>
    static IReadOnlyList<LoweredNode> Numbers(Node node)
    {
        var numbers = ConstantEvaluator.TryEvaluate(node.Output) ?? throw new ModelException("the sizes are known only at run time");
        var constant = new Value(node.Output.Name + ".numbers", numbers.Type) { Constant = numbers };
        return [LoopNest.Over(node.Output, axes => Expr.Element(constant, axes))];
    }
}
