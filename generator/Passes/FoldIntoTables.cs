using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Element-wise work on rows that are gathered from a constant table is done on the table (a scale, a bias, an activation behind an embedding),
/// if that has no more elements than are gathered, and is the same for all rows.
/// </summary>
static class FoldIntoTables
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
            if (node.Op == Gather.Op && node.Input(0) is { IsConstant: true, Users.Count: 1 } && node.Input(0).Shape.Count <= node.Output.Shape.Count)
                for (var gather = node; gather is not null;) gather = Fold(rewriter, gather);
    }

    /// <summary>The Gather that takes the place of a Gather and of the element-wise node behind it; null where there is none.</summary>
    static Node? Fold(GraphRewriter rewriter, Node gather)
    {
        if (gather.Output.Users.FirstOrDefault() is not { Op.IsElementwise: true } next || !rewriter.IsOnlyFor(gather.Output, next)) return null;
        if (!next.Output.Shape.Equals(gather.Output.Shape)) return null;
        var (table, axis, rank) = (gather.Input(0), gather.AttributesAs<GatherAttributes>().Axis, gather.Input(1).Shape.Rank);
        var operands = new Value[next.Inputs.Count];
        for (var i = 0; i < operands.Length; i++)
        {
            var operand = next.Input(i);
            if (operand != gather.Output && SizesOnTable(operand) is null) return null;
            operands[i] = operand;
        }
        var changed = rewriter.Insert(gather, next.Op, next.Attributes, [.. operands.Select(operand => operand == gather.Output ? table
            : rewriter.Constant(operand.Name, operand.Constant!.Reshape(new Shape(SizesOnTable(operand)!))))]).Output;
        var rows = rewriter.Insert(next, Gather.Op, gather.Attributes, changed, gather.Input(1));
        rewriter.Supersede(next, rows.Output);
        rewriter.Remove(gather);
        return rows;

        // The axes of the indices, along which a constant may not vary, are one axis of the table.
        int[]? SizesOnTable(Value operand)
        {
            if (operand.Constant is not { } constant) return null;
            int[] sizes = [.. Enumerable.Repeat(1, gather.Output.Shape.Rank - constant.Shape.Rank), .. constant.Shape.Sizes];
            return sizes.Skip(axis).Take(rank).All(size => size == 1) ? [.. sizes.Take(axis), 1, .. sizes.Skip(axis + rank)] : null;
        }
    }
}
