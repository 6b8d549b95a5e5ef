using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A Concat whose parts are computed alike, from slices of the same tensors, is computed in one go from the whole tensors, and what follows it
/// element by element as well. So a rotary embedding is element-wise work on its input and on a view of it: of neighbours, (a·c - b·s, a·s + b·c)
/// is x·(c, c) + x′·(-s, s), where x′ has the two of each pair exchanged; of halves, x·c + (-b, a)·s is x·c + (x′·(-1, 1))·s.
/// </summary>
static class MergeParts
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var concat in rewriter.Graph.Nodes.ToArray())
            if (concat.Op == Concat.Op && concat.Inputs.Count > 1 && concat.Output.Shape.Count > 0) new Merge(rewriter, concat).Run();
    }

    /// <summary>One Concat: its parts are numbered along an axis of their own, in front of the one that they are joined along.</summary>
    sealed class Merge(GraphRewriter rewriter, Node concat)
    {
        readonly int _axis = concat.AttributesAs<ConcatAttributes>().Axis;
        readonly int _parts = concat.Inputs.Count;

        public void Run()
        {
            if (new StackedParts(rewriter).Find([.. concat.Inputs.Select(part => new Part(part!, concat, IsNegative: false))], _axis)
                is not { MergedNodes: > 0, IsRepeat: false } whole) return;
            var chain = new List<Node> { concat };
            while (Follower(chain[chain.Count - 1]) is { } next) chain.Add(next);
            chain.Reverse();
            foreach (var last in chain)
            {
                if (Split(last.Output, null, whole) is not { } merged) continue;
                var value = merged(last);
                rewriter.Supersede(last, rewriter.Insert(last, Reshape.Op, new ReshapeAttributes(last.Output.Shape.Sizes), value).Output);
                return;
            }
        }

        /// <summary>The element-wise node that alone reads another's result and makes no more elements of it.</summary>
        Node? Follower(Node node) => node.Output.Users.Count == 1 && node.Output.Users[0] is { Op.IsElementwise: true } next
            && rewriter.IsOnlyFor(node.Output, next) && next.Output.Shape.Equals(node.Output.Shape) ? next : null;

        /// <summary>
        /// A value with the joined axis split into parts and what is in one; null where a kernel's result would lose its epilogue by that.
        /// </summary>
        Func<Node, Value>? Split(Value value, Node? reader, StackedValue whole)
        {
            if (value == concat.Output) return whole.Build;
            var isOwn = reader is null || rewriter.IsOnlyFor(value, reader);
            if (value.Producer is not { Op.IsElementwise: true } node || !isOwn)
                return isOwn && value.Producer is { } kernel && !ViewSteps.IsView(kernel) ? null : site => Reshaped(site, value);
            Func<Node, Value>?[] operands = [.. node.Inputs.Select(operand => Split(operand!, node, whole))];
            return operands.Contains(null) ? null
                : site => rewriter.Insert(site, node.Op, node.Attributes, [.. operands.Select(operand => operand!(site))]).Output;
        }

        Value Reshaped(Node site, Value value)
        {
            var axis = _axis - (concat.Output.Shape.Rank - value.Shape.Rank);
            if (axis < 0) return value;
            int[] sizes = value.Shape.Sizes;
            int[] split = sizes[axis] == 1 ? [1, 1] : [_parts, sizes[axis] / _parts];
            var shape = new ReshapeAttributes((int[])[.. sizes.Take(axis), .. split, .. sizes.Skip(axis + 1)]);
            return rewriter.Insert(site, Reshape.Op, shape, value).Output;
        }
    }
}
