using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Planning;

/// <summary>
/// Joins nests that work on the same rows into one step that goes from row to row: a reduction, what is computed from it and the row, the
/// next reduction, and so on. So softmax and the normalisations are one step each, however an exporter has spelt them.
/// </summary>
static class RowFusion
{
    /// <summary>Shorter rows are computed better many at a time, longer ones leave the cache before they are read again.</summary>
    const int ShortestRow = 16, LongestRow = 1 << 14;
    const int MostStages = 8;

    public static void Run(LoweredGraph lowered)
    {
        var orders = new AxisOrders(lowered);
        foreach (var last in Enumerable.Reverse(lowered.Definitions).ToArray())
            if (last.How is LoopNest nest && lowered.Definitions.Contains(last) && Fits(nest)) Grow(lowered, orders, last, nest);
    }

    /// <summary>Takes producers into the group that ends with a nest, as long as only the group reads what they make.</summary>
    static void Grow(LoweredGraph lowered, AxisOrders orders, Definition last, LoopNest nest)
    {
        List<LoopNest> stages = [nest];
        var within = Reduced(nest);
        while (stages.Count < MostStages)
        {
            var added = last.Reads.Select(value => lowered[value]).Where(producer => producer?.How is LoopNest)
                .FirstOrDefault(producer => Takes(lowered, orders, last, stages, producer!, within));
            if (added is null) return;
            var stage = (LoopNest)added.How;
            within ??= Reduced(stage);
            stages.Insert(0, stage);
            Sort(stages);
            int[] rows = [.. Enumerable.Range(0, nest.Rank).Where(axis => !within!.Value.Contains(axis))];
            lowered.Fuse(added, last, new KernelNode(new RowKernel([.. stages], rows)));
        }
    }

    static bool Takes(LoweredGraph lowered, AxisOrders orders, Definition last, List<LoopNest> stages, Definition producer,
        EquatableArray<int>? within)
    {
        var nest = (LoopNest)producer.How;
        if (!Fits(nest) || nest.Rank != stages[0].Rank || lowered.IsOutput(nest.Output)) return false;
        if (lowered.UsersOf(nest.Output).Any(user => user != last)) return false;
        if (nest.Reduction is not null
            && (Reduced(nest) is not EquatableArray<int> reduced || (within is EquatableArray<int> known && !known.Equals(reduced)))) return false;
        if ((within ?? Reduced(nest)) is not EquatableArray<int> axes) return false;
        LoopNest[] group = [nest, .. stages];
        return HasSameRows(group, axes) && group.Skip(1)
            .All(stage => stage.Loads().Where(load => load.Source == nest.Output).All(load => StaysInRow(load, axes)))
            && group.All(stage => LiesInRows(stage, axes, orders));
    }

    static bool Fits(LoopNest nest) => nest.Origin is null && nest.Output.Element == ElementType.Float32 && nest.Output.Shape.Count > 0
        && nest.Extents.SequenceEqual(nest.Output.Shape.Sizes) && nest.Reduction is not { SkipOutside: true }
        && !nest.Loads().Any(load => load.Outside is not null);

    /// <summary>The axes that a nest reduces and keeps as axes of size 1; null if it does not reduce so.</summary>
    static EquatableArray<int>? Reduced(LoopNest nest)
    {
        if (nest.Reduction is not { } reduction) return null;
        var axes = new SortedSet<int>();
        foreach (var load in nest.Body.Loads())
            for (var axis = 0; axis < load.Indices.Count; axis++)
                if (load.Indices[axis].Parts().OfType<Expr.Index>().Any(index => index.Axis >= nest.Rank))
                {
                    if (load.Source.Shape.Rank != nest.Rank || load.Indices[axis] is not Expr.Index || nest.Extents[axis] != 1) return null;
                    axes.Add(axis);
                }
        if (axes.Count != reduction.Extents.Count) return null;
        return axes.ToEquatableArray();
    }

    /// <summary>Whether all stages number their rows alike, and each makes a whole row or one number of it.</summary>
    static bool HasSameRows(LoopNest[] group, EquatableArray<int> within)
    {
        var row = group.Select(stage => stage.Reduction).OfType<Reduction>().First().Extents;
        var length = row.Items.Aggregate(1L, (product, extent) => product * extent);
        return length is >= ShortestRow and <= LongestRow && group.All(stage => Enumerable.Range(0, stage.Rank).All(axis =>
            !within.Contains(axis) ? stage.Extents[axis] == group[0].Extents[axis]
            : stage.Reduction is not null ? stage.Extents[axis] == 1
            : stage.Extents[axis] == 1 || stage.Extents[axis] == row[IndexOf(within, axis)]));
    }

    static int IndexOf(EquatableArray<int> axes, int axis) => Array.IndexOf(axes.Items, axis);

    static bool StaysInRow(Expr.Load load, EquatableArray<int> within) => load.Indices.Select((index, axis) =>
        within.Contains(axis) || load.Source.Shape[axis] == 1 || index is Expr.Index { Axis: var loop } && loop == axis).All(stays => stays);

    /// <summary>Whether rows lie in one piece in memory: otherwise neighbouring rows are better computed together.</summary>
    static bool LiesInRows(LoopNest stage, EquatableArray<int> within, AxisOrders orders) =>
        stage.Loads().Select(load => load.Source).Append(stage.Output).Where(value => !value.IsConstant && value.Shape.Rank == stage.Rank)
            .All(value =>
            orders[value].Where(axis => value.Shape[axis] > 1).SkipWhile(axis => !within.Contains(axis)).All(axis => within.Contains(axis)));

    /// <summary>Each stage behind those that it reads.</summary>
    static void Sort(List<LoopNest> stages)
    {
        var sorted = new List<LoopNest>();
        while (stages.Count > 0)
        {
            var next = stages.First(stage => !stage.Loads().Any(load => stages.Any(other => other != stage && other.Output == load.Source)));
            sorted.Add(next);
            stages.Remove(next);
        }
        stages.AddRange(sorted);
    }
}
