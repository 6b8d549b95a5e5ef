using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>A tensor that is stacked with others, the node that reads it for that, and whether its negative is meant.</summary>
readonly record struct Part(Value Value, Node Reader, bool IsNegative);

/// <summary>How a stack of parts comes about without stacking.</summary>
/// <param name="Build">Inserts the nodes before a node.</param>
/// <param name="MergedNodes">How many nodes do the work of one for each part.</param>
/// <param name="Repeats">How many tensors that are no constants are the same for all parts, and so have size 1 along the stack's axis.</param>
/// <param name="IsRepeat">Whether the stack itself is such a tensor.</param>
sealed record StackedValue(Func<Node, Value> Build, int MergedNodes = 0, int Repeats = 0, bool IsRepeat = false);

/// <summary>
/// Finds, for tensors of equal shape, the one tensor that has them side by side along an axis of its own: a constant, a view of what all of them
/// are views of, or element-wise work on such tensors.
/// </summary>
sealed class StackedParts(GraphRewriter rewriter)
{
    /// <summary>Each sum or product whose terms may change places doubles the search; a rotary embedding takes some twenty.</summary>
    const int MostSearched = 500;

    int _searched;

    /// <summary>The stack with its axis at a place among those of the parts, or null.</summary>
    public StackedValue? Find(Part[] parts, int axis)
    {
        if (_searched++ >= MostSearched || parts.Any(part => !part.Value.Type.Equals(parts[0].Value.Type) || !part.Value.Shape.IsStatic)) return null;
        var stripped = parts.Select(Stripped).ToArray();
        var negations = parts.Zip(stripped, (before, after) => before.Value == after.Value ? 0 : 1).Sum();
        var found = Constants(stripped, axis) ?? Same(stripped, axis) ?? Views(stripped, axis) ?? Reshapes(stripped, axis)
            ?? Elementwise(stripped, axis);
        return found is null ? null : found with { MergedNodes = found.MergedNodes + negations };
    }

    /// <summary>What a part is the negative of, if nobody else reads that negative.</summary>
    Part Stripped(Part part) => part.Value.MadeBy(UnaryMaths.Neg) is { } negation && part.Value.Element.IsFloat() && IsMadeFor(part)
        ? Stripped(new(negation.Input(0), negation, !part.IsNegative)) : part;

    StackedValue? Constants(Part[] parts, int axis) => !parts.All(part => part.Value.IsConstant) ? null : Signed(new(site =>
    {
        var shape = WithAxis(parts[0].Value.Shape.Sizes, axis, 1);
        Value?[] pieces = [.. parts.Select(part => Reshaped(site, part.Value, shape))];
        return rewriter.Insert(site, Concat.Op, new ConcatAttributes(axis), pieces).Output;
    }), parts, axis);

    StackedValue? Same(Part[] parts, int axis) => parts.Any(part => part.Value != parts[0].Value) ? null
        : Signed(new(site => Reshaped(site, parts[0].Value, WithAxis(parts[0].Value.Shape.Sizes, axis, 1)), Repeats: 1, IsRepeat: true), parts, axis);

    /// <summary>Views of one tensor that lie evenly apart are one view of it.</summary>
    StackedValue? Views(Part[] parts, int axis)
    {
        var root = Root(parts[0].Value);
        if (root == parts[0].Value || root.Shape.Count == 0 || parts.Any(part => Root(part.Value) != root)) return null;
        var layouts = parts.Select(part => LayoutIn(root, part.Value)).ToArray();
        if (layouts[0] is not { } first || layouts[1] is not { } second) return null;
        var distance = second.Offset - first.Offset;
        if (distance == 0 || layouts.Where((layout, i) => layout != first with { Offset = first.Offset + i * distance }).Any()) return null;
        var shape = new Shape(WithAxis(parts[0].Value.Shape.Sizes, axis, parts.Length));
        var layout = new Layout(first.Offset, WithAxis(first.Strides.Items, axis, distance));
        if (ViewSteps.AxesOf(root.Shape.Count, shape, layout) is not { } axes) return null;
        if (ViewSteps.Decode(axes, shape, layout) is not var (slice, order)) return null;
        return Signed(new(Build), parts, axis);

        Value Build(Node site) => ViewSteps.Said(axes, slice, order, shape)
            .Aggregate(Reshaped(site, root, axes.Sizes), (value, step) => rewriter.Insert(site, step.Op, step.Attributes, value).Output);
    }

    static Value Root(Value value) => value.Producer is { } node && ViewSteps.IsView(node) ? Root(node.Input(0)) : value;

    /// <summary>Where a view's elements lie in its root; axes of size 1 do not move.</summary>
    static Layout? LayoutIn(Value root, Value value) => value == root ? Layout.RowMajor(root.Shape)
        : LayoutIn(root, value.Producer!.Input(0)) is { } source && ((View)value.Producer.Op.Lower!(value.Producer)[0]).Forward(source) is { } layout
            ? layout with { Strides = layout.Strides.Select((stride, axis) => value.Shape[axis] == 1 ? 0 : stride).ToArray() }
        : null;

    /// <summary>Reshapes of stacked tensors are a Reshape of the stack, where its axis has a place among theirs.</summary>
    StackedValue? Reshapes(Part[] parts, int axis)
    {
        if (!parts.All(part => IsMadeFor(part) && part.Value.Producer!.Op == Reshape.Op)) return null;
        var (from, to) = (parts[0].Value.Producer!.Input(0).Shape.Sizes, parts[0].Value.Shape.Sizes);
        if (parts.Any(part => !part.Value.Producer!.Input(0).Shape.Sizes.SequenceEqual(from))) return null;
        var place = Enumerable.Range(0, from.Length + 1).Where(place => Count(from, place) == Count(to, axis)).DefaultIfEmpty(-1).Last();
        if (place < 0 || Find(Operands(parts, 0), place) is not { } stack) return null;
        return Signed(stack with { Build = Build }, parts, axis);

        Value Build(Node site)
        {
            var value = stack.Build(site);
            return Reshaped(site, value, WithAxis(to, axis, value.Shape[place]));
        }

        static int Count(int[] sizes, int axes) => sizes.Take(axes).Aggregate(1, (product, size) => product * size);
    }

    /// <summary>One node in place of a node for each part; where the order of operands is free, the order that repeats the least.</summary>
    StackedValue? Elementwise(Part[] parts, int axis)
    {
        if (!parts.All(IsMadeFor)) return null;
        Node[] nodes = [.. parts.Select(part => part.Value.Producer!)];
        var (op, count, isSum) = (nodes[0].Op, nodes[0].Inputs.Count, IsSum(nodes[0]));
        if (!op.IsElementwise || nodes.Any(node => node.Op != op && !(isSum && IsSum(node)))) return null;
        if (nodes.Any(node => node.Inputs.Count != count || !node.Attributes.Equals(nodes[0].Attributes))) return null;
        // A difference among sums is a sum with a negative.
        var isMixed = nodes.Any(node => node.Op != op);
        if (isMixed && (count != 2 || !parts[0].Value.Element.IsFloat())) return null;
        if (isMixed) op = Arithmetic.Add;
        Part[][] operands = [.. Enumerable.Range(0, count).Select(i => Operands(parts, i)
            .Select(part => part with { IsNegative = isMixed && i == 1 && part.Reader.Op == Arithmetic.Sub }).ToArray())];

        var isFree = count == 2 && (op == Arithmetic.Add || op == Arithmetic.Mul);
        var straight = Applied(op, parts, operands, axis);
        var crossed = isFree && straight is not { Repeats: 0 } ? Applied(op, parts, [Crossed(operands, 0), Crossed(operands, 1)], axis) : null;
        return straight is null || crossed?.Repeats < straight.Repeats ? crossed : straight;

        static bool IsSum(Node node) => node.Op == Arithmetic.Add || node.Op == Arithmetic.Sub;
        static Part[] Crossed(Part[][] operands, int side) => [operands[side][0], .. operands[1 - side].Skip(1)];
    }

    /// <summary>
    /// The operator on the stacks of its operands. A sign goes into both terms of a sum and into one factor of a product, a constant if there is one.
    /// </summary>
    StackedValue? Applied(Op op, Part[] parts, Part[][] operands, int axis)
    {
        var attributes = parts[0].Value.Producer!.Attributes;
        bool isProduct = op == Arithmetic.Mul, isLinear = isProduct || op == Arithmetic.Add || op == Arithmetic.Sub;
        var factor = Math.Max(0, Array.FindIndex(operands, operand => operand.All(part => part.Value.IsConstant)));
        var stacks = new StackedValue[operands.Length];
        for (var i = 0; i < stacks.Length; i++)
        {
            var operand = !isLinear || (isProduct && i != factor) ? operands[i]
                : [.. operands[i].Zip(parts, (part, result) => part with { IsNegative = part.IsNegative != result.IsNegative })];
            if (Operand(operand, axis - parts[0].Value.Shape.Rank) is not { } stack) return null;
            stacks[i] = stack;
        }
        var applied = new StackedValue(site => rewriter.Insert(site, op, attributes, [.. stacks.Select(stack => stack.Build(site))]).Output,
            stacks.Sum(stack => stack.MergedNodes) + 1, stacks.Sum(stack => stack.Repeats), stacks.All(stack => stack.IsRepeat));
        return isLinear ? applied : Signed(applied, parts, axis);
    }

    /// <summary>The stack of operands that are broadcast to the parts, with its axis at a place counted from behind.</summary>
    StackedValue? Operand(Part[] operands, int placeFromBehind)
    {
        var axis = operands[0].Value.Shape.Rank + placeFromBehind;
        if (axis >= 0) return Find(operands, axis);
        if (Find(operands, 0) is not { } stack) return null;
        return stack with { Build = Build };

        Value Build(Node site)
        {
            var value = stack.Build(site);
            return Reshaped(site, value, [value.Shape[0], .. Enumerable.Repeat(1, -axis), .. value.Shape.Sizes.Skip(1)]);
        }
    }

    /// <summary>The stack times 1 or -1 for each part.</summary>
    StackedValue Signed(StackedValue stack, Part[] parts, int axis)
    {
        if (!parts.Any(part => part.IsNegative)) return stack;
        var first = parts[0].Value;
        var signs = new Tensor(first.Element, new Shape([parts.Length, .. Enumerable.Repeat(1, first.Shape.Rank - axis)]));
        for (var i = 0; i < parts.Length; i++) signs.SetDouble(i, parts[i].IsNegative ? -1 : 1);
        return stack with { IsRepeat = false, Build = Build };

        Value Build(Node site) =>
            rewriter.Insert(site, Arithmetic.Mul, OpAttributes.None, stack.Build(site), rewriter.Constant(first.Name + ".signs", signs)).Output;
    }

    static Part[] Operands(Part[] parts, int input) =>
        [.. parts.Select(part => new Part(part.Value.Producer!.Input(input), part.Value.Producer, IsNegative: false))];

    bool IsMadeFor(Part part) => part.Value.Producer is not null && rewriter.IsOnlyFor(part.Value, part.Reader);

    Value Reshaped(Node site, Value value, int[] sizes) =>
        value.Shape.Sizes.SequenceEqual(sizes) ? value : rewriter.Insert(site, Reshape.Op, new ReshapeAttributes(sizes), value).Output;

    static int[] WithAxis(int[] items, int axis, int item) => [.. items.Take(axis), item, .. items.Skip(axis)];
}
