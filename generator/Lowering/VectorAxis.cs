using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>Chooses the axis of a nest along which elements are computed together.</summary>
static class VectorAxis
{
    const int Least = 4;

    /// <summary>The output axis of the innermost loop: where neighbours lie side by side if there is one; -1 if all have one index.</summary>
    public static int Of(IterationSpace space)
    {
        var axes = space.LoopAxes.ToArray();
        if (axes.Length == 0) return -1;
        var address = space.OutputAddress;
        return axes.OrderBy(axis => Math.Abs(address[axis])).First();
    }

    /// <summary>Whether a body can be computed in vectors along an axis, and gains by it; integers that only move do not.</summary>
    public static bool Vectorizes(IterationSpace space, Expr body, int axis) =>
        axis >= 0 && space.Ranges[axis].Count >= Least && LaneTypes.Has(space.Nest.Output.Element) && LaneTypes.Has(body.Type)
        && (body.Type == ElementType.Float32 || space.Nest.Reduction is not null || body is Expr.Call)
        && (space.OutputAddress[axis] == 1 || VectorCode.IsCostly(body))
        && VectorCode.Vectorizes(body, axis, space.Layout)
        && (space.Nest.Reduction is not { } reduction || (Folds(reduction.Function, body.Type) && (IsContiguous(space, axis) || Reduced(space) < 0)));

    /// <summary>Whether lanes can be folded: in small integers only what does not leave them, and no masks.</summary>
    static bool Folds(Function function, ElementType type) =>
        type is ElementType.Float32 or ElementType.Int32 || (type != ElementType.Bool && function is Function.Max or Function.Min);

    /// <summary>The reduced axis along which all loads are neighbours or the same element, one at least neighbours; -1 if there is none.</summary>
    public static int Reduced(IterationSpace space)
    {
        if (space.Nest.Reduction is not { InOrder: false } reduction || !LaneTypes.Has(space.Body.Type)
            || !Folds(reduction.Function, space.Body.Type)) return -1;
        for (var axis = space.Ranges.Count - 1; axis >= space.Rank; axis--)
        {
            if (space.Ranges[axis].Count < Least || space.Borders.Any(border => border.Crosses(axis))) continue;
            if (IsContiguous(space, axis) && VectorCode.Vectorizes(space.Body, axis, space.Layout)) return axis;
        }
        return -1;
    }

    /// <summary>
    /// Where a load jumps from lane to lane (a transposition): the axis along which it runs, to be looped over inside of each strip of
    /// lanes, so that each cache line that is read is used up at once; -1 if there is none.
    /// </summary>
    public static int Interchanged(IterationSpace space)
    {
        var vectorAxis = Of(space);
        if (vectorAxis < 0 || space.Nest.Reduction is not null || !Vectorizes(space, space.Body, vectorAxis)) return -1;
        foreach (var load in space.Body.Loads())
        {
            var address = Affine.Address(load.Indices, space.Layout(load.Source).Strides);
            if (Math.Abs(address[vectorAxis]) <= 1) continue;
            foreach (var axis in space.LoopAxes)
                if (address[axis] == 1 && axis != vectorAxis && !space.Borders.Any(border => border.Crosses(axis)))
                    return axis;
        }
        return -1;
    }

    /// <summary>Whether vectors along an axis are loaded as they lie.</summary>
    public static bool IsContiguous(IterationSpace space, int axis)
    {
        var strides = space.Body.Loads().Select(load => Affine.Address(load.Indices, space.Layout(load.Source).Strides)[axis]).ToArray();
        return strides.All(stride => stride is 0 or 1) && strides.Contains(1);
    }
}
