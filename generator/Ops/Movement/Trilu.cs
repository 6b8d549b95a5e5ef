using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Keeps column - row >= Diagonal (upper) or &lt;= Diagonal (lower) of the last two axes.</summary>
sealed record TriluAttributes(bool Upper, int Diagonal) : OpAttributes
{
    public bool Keeps(int row, int column) => Upper ? column - row >= Diagonal : column - row <= Diagonal;
}

static class Trilu
{
    public static readonly Op Op = new("Trilu")
    {
        Infer = static context => context.Shape(0).Rank >= 2 ? [context.Type(0)] : throw new ModelException("the input has fewer than two axes"),
        Evaluate = static context =>
        {
            var (source, output, trilu) = (context.Tensor(0), context.NewOutput(), context.Attributes<TriluAttributes>());
            var (rows, columns) = (source.Shape[source.Shape.Rank - 2], source.Shape[source.Shape.Rank - 1]);
            for (var i = 0; i < output.Count; i++)
                if (trilu.Keeps(i / columns % rows, i % columns)) Elements.Copy(source, i, output, i);
            return [output];
        },
        Lower = static node =>
        {
            var (source, trilu) = (node.Input(0), node.AttributesAs<TriluAttributes>());
            var comparison = trilu.Upper ? Function.GreaterOrEqual : Function.LessOrEqual;
            return [LoopNest.Over(node.Output, loops => Expr.Select(
                Expr.Compare(comparison, loops[loops.Length - 1], loops[loops.Length - 2] + Expr.Of(trilu.Diagonal)),
                Expr.Element(source, loops), Expr.Of(0.0, source.Element)))];
        },
    };

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Trilu", 14, static node =>
        {
            // A diagonal beyond a corner is as good as the corner.
            var limit = node.Input(0).Shape.Sizes.Sum() + 1;
            var diagonal = Math.Max(-limit, Math.Min(limit, node.ConstantInts(1)?[0] ?? 0));
            return node.Add(Op, new TriluAttributes(node.Int("upper", 1) != 0, (int)diagonal), node.Input(0));
        }),
    ];
}
