using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Where the new axis stands and how long it is.</summary>
sealed record OneHotAttributes(int Axis, int Depth) : OpAttributes;

/// <summary>Inputs: indices of any number type, and the two values [off, on]. An index outside [-depth, depth) switches nothing on.</summary>
static class OneHot
{
    public static readonly Op Op = new("OneHot")
    {
        Infer = static context =>
        {
            var (indices, values, oneHot) = (context.Shape(0), context.Type(1), context.Attributes<OneHotAttributes>());
            return values.Shape.Count == 2
                ? [new TensorType(values.Element, new Shape([.. indices.Sizes.Take(oneHot.Axis), oneHot.Depth, .. indices.Sizes.Skip(oneHot.Axis)]))]
                : throw new ModelException($"values of {values.Shape} are not the two values off and on");
        },
        Evaluate = static context =>
        {
            var (indices, values, output) = (context.Tensor(0), context.Tensor(1), context.NewOutput());
            var oneHot = context.Attributes<OneHotAttributes>();
            var inner = indices.Shape.Sizes.Skip(oneHot.Axis).Aggregate(1, (a, b) => a * b);
            for (var i = 0; i < output.Count; i++)
            {
                var index = indices.GetInt64(i / inner / oneHot.Depth * inner + i % inner);
                Elements.Copy(values, (index < 0 ? index + oneHot.Depth : index) == i / inner % oneHot.Depth ? 1 : 0, output, i);
            }
            return [output];
        },
        Lower = static node =>
        {
            var (indices, values, oneHot) = (node.Input(0), node.Input(1), node.AttributesAs<OneHotAttributes>());
            return
            [
                LoopNest.Over(node.Output, loops =>
                {
                    var index = Expr.Cast(Expr.Element(indices, [.. loops.Take(oneHot.Axis), .. loops.Skip(oneHot.Axis + 1)]), ElementType.Int64);
                    var negative = Expr.Compare(Function.Less, index, Expr.Of(0, ElementType.Int64));
                    var wrapped = Expr.Select(negative, Expr.Binary(Function.Add, index, Expr.Of(oneHot.Depth, ElementType.Int64)), index);
                    return Expr.Select(Expr.Compare(Function.Equal, wrapped, Expr.Cast(loops[oneHot.Axis], ElementType.Int64)),
                        Expr.Element(values, Expr.Of(1)), Expr.Element(values, Expr.Of(0)));
                }),
            ];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("OneHot", 9, static node =>
        {
            var shape = node.Input(0).Shape;
            var axis = new Shape(Enumerable.Repeat(1, shape.Rank + 1)).Axis(node.Int("axis", -1));
            var depth = node.ConstantOrNull(1) ?? throw new ModelException("the depth input is missing");
            return node.Add(Op, new OneHotAttributes(axis, Movement.Size(depth.GetInt64(0))), node.Input(0), node.Input(2));
        }),
    ];
}
