using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>What stands outside the tensor: a constant, the mirror image without or the edge element repeated, or the other end.</summary>
enum PadMode { Constant, Reflect, Edge, Wrap }

/// <summary>Elements added before and after each axis; none is negative.</summary>
sealed record PadAttributes(PadMode Mode, EquatableArray<int> Before, EquatableArray<int> After) : OpAttributes;

/// <summary>Input 1, where present, is the scalar that constant padding takes; zero otherwise.</summary>
static class Pad
{
    public static readonly Op Op = new("Pad")
    {
        Infer = static context =>
        {
            var (type, pad) = (context.Type(0), context.Attributes<PadAttributes>());
            if (pad.Mode != PadMode.Constant && type.Shape.Count == 0)
                throw new ModelException($"an empty tensor has nothing to pad with in mode {pad.Mode}");
            return [type with { Shape = new Shape(type.Shape.Sizes.Select((size, axis) => Movement.Size((long)size + pad.Before[axis] + pad.After[axis]))) }];
        },
        Evaluate = static context =>
        {
            var (source, output, pad) = (context.Tensor(0), context.NewOutput(), context.Attributes<PadAttributes>());
            if (context.TensorOrNull(1) is { } value) Elements.Fill(output, value);
            return [SeparableMove.Run(source, output, [.. source.Shape.RowMajorStrides().Select((stride, axis) =>
                Sources(pad, axis, source.Shape[axis]).Select(i => i == SeparableMove.Outside ? i : i * stride).ToArray())])];
        },
        Lower = static node =>
        {
            var (source, pad) = (node.Input(0), node.AttributesAs<PadAttributes>());
            return [LoopNest.Over(node.Output, loops => pad.Mode == PadMode.Constant
                ? new Expr.Load(source, loops.Select((loop, axis) => loop - Expr.Of(pad.Before[axis])).ToEquatableArray(), Outside(node))
                : Expr.Element(source, [.. loops.Select((loop, axis) => IndexTable.Express(Sources(pad, axis, source.Shape[axis]), loop))]))];
        },
    };

    /// <summary>The value of constant padding: a number if it is known at build time.</summary>
    public static Expr Outside(Node node)
    {
        var element = node.Input(0).Element;
        if (!node.Has(1)) return Expr.Of(0.0, element);
        var value = node.Input(1);
        var zeros = Enumerable.Repeat(Expr.Of(0), value.Shape.Rank).ToArray();
        return value.Constant is { } constant && (element.IsFloat() || Math.Abs(constant.GetDouble(0)) < 1L << 53)
            ? Expr.Of(constant.GetDouble(0), element)
            : Expr.Element(value, zeros);
    }

    /// <summary>For each position along an axis of the output, the index in the source, or <see cref="SeparableMove.Outside"/>.</summary>
    static int[] Sources(PadAttributes pad, int axis, int size) =>
        [.. Enumerable.Range(-pad.Before[axis], pad.Before[axis] + size + pad.After[axis]).Select(i => pad.Mode switch
        {
            PadMode.Constant => i >= 0 && i < size ? i : SeparableMove.Outside,
            PadMode.Edge => Math.Max(0, Math.Min(size - 1, i)),
            PadMode.Wrap => Modulo(i, size),
            _ => Mirror(i, size),
        })];

    static int Mirror(int i, int size)
    {
        if (size == 1) return 0;
        var folded = Modulo(i, 2 * (size - 1));
        return folded < size ? folded : 2 * (size - 1) - folded;
    }

    static int Modulo(int i, int n) => (i % n + n) % n;
}
