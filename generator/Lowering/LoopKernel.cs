using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>A loop nest as a step of the model.</summary>
sealed class LoopKernel(LoopNest nest) : Kernel
{
    public LoopNest Nest { get; } = nest;

    public override string Name =>
        $"{Nest.Output.Element.Text()}-{(Nest.Reduction is not null ? "reduce" : Nest.Body is Expr.Load ? "copy" : "map")}";

    public override IReadOnlyList<Value> Inputs { get; } = [.. Sources(nest).Where(source => !source.IsConstant)];

    public override IReadOnlyList<Value> Outputs => [Nest.Output];

    public override IReadOnlyList<Value> Constants { get; } = [.. Sources(nest).Where(source => source.IsConstant)];

    public override long MultiplyAdds => Nest.Reduction is { } reduction && Nest.Body is Expr.Call { Function: Function.Multiply }
        ? Nest.Extents.Concat(reduction.Extents).Aggregate(1L, (product, extent) => product * extent)
        : 0;

    public override bool InPlace(Value input)
    {
        var loads = Loads(Nest).Where(load => load.Source == input).ToArray();
        return input.Element.Size() == Nest.Output.Element.Size() && input.Shape.Equals(Nest.Output.Shape) && loads.Length > 0
            && Nest.Extents.SequenceEqual(input.Shape.Sizes)
            && loads.All(load => load.Indices.SequenceEqual(LoopNest.Axes(Nest.Rank)))
            && !Loads(Nest).Any(load => load.Indices.SelectMany(index => index.Loads()).Any(inner => inner.Source == input) && !loads.Contains(load));
    }

    const int RowAxis = 2, ColumnAxis = 3;

    /// <summary>Whether it makes one picture, all of its rows.</summary>
    bool MakesPicture => Nest.Rank == 4 && Nest.Extents[0] == 1 && Nest.Extents[RowAxis] == Nest.Output.Shape[RowAxis];

    public override Interval? RowsOfInput(int row)
    {
        if (!MakesPicture || Inputs.Count == 0 || Inputs[0].Shape.Rank != 4) return null;
        Interval[] axes = [.. Nest.Extents.Concat(Nest.Reduction?.Extents ?? []).Select(Interval.Of)];
        axes[RowAxis] = new(row, row);
        var rows = Loads(Nest).Where(load => load.Source == Inputs[0]).Select(load => Interval.Of(load.Indices[RowAxis], axes)).ToArray();
        return rows.Contains(Interval.Unknown) ? null : new(rows.Min(range => range.Low), rows.Max(range => range.High));
    }

    public override void Emit(KernelWriter writer)
    {
        var shared = writer.MaySplit ? SharedAxis(writer[Nest.Output].Layout) : -1;
        var pixels = shared == RowAxis && MakesPicture
            ? Enumerable.Range(1, Nest.Extents[RowAxis]).Select(rows => rows * Nest.Extents[ColumnAxis]) : null;
        new LoopCode(writer, new IterationSpace(Nest, value => writer[value].Layout, apart: shared), shared, pixels).Write();
    }

    /// <summary>
    /// The axis of which threads take some each: that whose parts lie farthest from one another, if each thread gets about as much of it; not
    /// the innermost, which is computed in vectors.
    /// </summary>
    int SharedAxis(Layout output)
    {
        const int enough = 8;
        int[] axes =
            [.. Enumerable.Range(0, Nest.Rank).Where(axis => Nest.Extents[axis] > 1).OrderByDescending(axis => Math.Abs(output.Strides[axis]))];
        int[] outer = [.. axes.Take(axes.Length - 1)];
        return outer.OrderByDescending(axis => Math.Min(Nest.Extents[axis], enough)).DefaultIfEmpty(-1).First();
    }

    static IEnumerable<Value> Sources(LoopNest nest) => Loads(nest).Select(load => load.Source).Distinct();

    static IEnumerable<Expr.Load> Loads(LoopNest nest) => nest.Body.Loads().Concat(nest.Finish?.Loads() ?? []);
}
