using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Lowering;

/// <summary>An index that may leave its tensor: it is inside while 0 &lt;= Index &lt; Size.</summary>
sealed record Border(Expr Index, int Size)
{
    Affine Sum => Affine.Of(Index);

    /// <summary>Whether the index moves with an axis.</summary>
    public bool Crosses(int axis) => Sum[axis] != 0 || Sum.Bends(axis);

    public bool IsInside(IReadOnlyList<Interval> axes) => Interval.Of(Index, axes).Within(Size);
    public bool IsOutside(IReadOnlyList<Interval> axes) => Interval.Of(Index, axes).Outside(Size);

    /// <summary>The indices that may leave the tensors that an expression loads from; only of Outside loads unless <paramref name="all"/>.</summary>
    public static List<Border> Of(Expr expression, IReadOnlyList<Interval> axes, bool all) =>
        [.. expression.Loads().Where(load => all || load.Outside is not null)
            .SelectMany(load => load.Indices.Select((index, axis) => new Border(index, load.Source.Shape[axis])))
            .Where(border => !border.IsInside(axes)).Distinct()];

    /// <summary>The part of an axis on which the index is inside whatever the other axes are; null where that depends on more.</summary>
    public Interval? InsideAlong(int axis, IReadOnlyList<Interval> axes)
    {
        var factor = Sum[axis];
        if (factor == 0 || Sum.Others.Count > 0) return null;
        var rest = Sum.Without(axis).Range(axes);
        return factor > 0
            ? new(Quotient.Ceiling(-rest.Low, factor), Quotient.Floor(Size - 1 - rest.High, factor))
            : new(Quotient.Ceiling(rest.High - Size + 1, -factor), Quotient.Floor(rest.Low, -factor));
    }

    /// <summary>Whether the other axes are known, so that it is known at build time from where to where the index is inside.</summary>
    public bool IsDecidedAlong(int axis, IReadOnlyList<Interval> axes) =>
        Sum[axis] != 0 && Sum.Others.Count == 0 && Sum.Factors.Keys.All(other => other == axis || axes[other].Count == 1);

    /// <summary>
    /// The bounds of the loop over <paramref name="axis"/> that keep the index inside, as C#, where all other axes are bound; null if there
    /// are none.
    /// </summary>
    public (string First, string End)? BoundsOf(int axis, IndexCode code)
    {
        var factor = Sum[axis];
        if (factor < 1 || Sum.Others.Count > 0) return null;
        var rest = code.Sum(Sum.Without(axis));
        // Quotients round to zero: ceiling of -rest/factor where that is positive, floor of (size-1-rest)/factor + 1 where that is.
        return factor == 1
            ? ($"-({rest})", $"{CSharpText.Number(Size)} - ({rest})")
            : ($"({CSharpText.Number(factor - 1)} - ({rest})) / {CSharpText.Number(factor)}",
                $"({CSharpText.Number(Size - 1 + factor)} - ({rest})) / {CSharpText.Number(factor)}");
    }
}
