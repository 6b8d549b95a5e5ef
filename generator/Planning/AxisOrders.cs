using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>
/// Chooses for each tensor the order of its axes in memory: what its kernel makes, else what its reader wants, else as the tensor it
/// comes from lies. This is where a graph becomes channels-last.
/// </summary>
sealed class AxisOrders
{
    /// <summary>An image with so few channels is read quicker plane by plane than turned around first.</summary>
    const int FewChannels = 4;

    readonly LoweredGraph _lowered;
    readonly Dictionary<Value, IReadOnlyList<int>> _orders = [];

    public AxisOrders(LoweredGraph lowered)
    {
        _lowered = lowered;
        foreach (var input in lowered.Graph.Inputs) _orders[input] = RowMajor(input);
        foreach (var definition in lowered.Definitions)
            foreach (var output in definition.Outputs) _orders[output] = Choose(definition, output);
    }

    public IReadOnlyList<int> this[Value value] => _orders.TryGetValue(value, out var order) ? order : RowMajor(value);

    IReadOnlyList<int> Choose(Definition definition, Value output) => definition.How switch
    {
        KernelNode { Kernel: var kernel } =>
            AsViewed(kernel, output) ?? Fitting(kernel.PreferredOrder, output) ?? OfSource(kernel.Inputs, output) ?? RowMajor(output),
        LoopNest nest => OfSource(nest.Loads().Select(load => load.Source), output) ?? WantedByReaders(output, 0) ?? RowMajor(output),
        Join join => OfSource(join.Parts, output) ?? RowMajor(output),
        View view => WantedByReaders(output, 0) ?? AsSourceLies(view, output) ?? RowMajor(output),
        _ => RowMajor(output),
    };

    /// <summary>
    /// Where a kernel's result is only looked at through a view (heads that are put side by side), the order that lets the view cost nothing,
    /// if the kernel's own axis stays innermost.
    /// </summary>
    IReadOnlyList<int>? AsViewed(Kernel kernel, Value output) =>
        kernel.OutputUnitAxis >= 0 && _lowered.UsersOf(output) is [{ How: View }] && WantedByReaders(output, 0) is { } order
            && order[order.Count - 1] == kernel.OutputUnitAxis ? order : null;

    /// <summary>
    /// The order of the largest source with the same rank; a plain row-major source of many channels leaves the choice to the readers.
    /// </summary>
    IReadOnlyList<int>? OfSource(IEnumerable<Value> sources, Value output)
    {
        var source = sources.Where(s => !s.IsConstant && s.Shape.Rank == output.Shape.Rank).OrderByDescending(s => s.Shape.Count).FirstOrDefault();
        if (source is null) return null;
        var order = this[source];
        return IsRowMajor(order) && !(order.Count == 4 && output.Shape[1] <= FewChannels) ? WantedByReaders(output, 0) ?? order : order;
    }

    /// <summary>The order that a kernel asks for which reads the tensor, directly or through element-wise nests and joins.</summary>
    IReadOnlyList<int>? WantedByReaders(Value value, int depth)
    {
        if (depth == 6) return null;
        foreach (var reader in _lowered.UsersOf(value))
        {
            var order = reader.How switch
            {
                KernelNode { Kernel: var kernel } => Fitting(kernel.PreferredOrder, value),
                View view => Through(view, reader.Outputs[0], depth),
                LoopNest or Join when reader.Outputs[0].Shape.Rank == value.Shape.Rank => WantedByReaders(reader.Outputs[0], depth + 1),
                _ => null,
            };
            if (order is not null) return order;
        }
        return null;
    }

    /// <summary>The order that a view has by itself, without a copy; null where that is row-major, or strides cannot say it.</summary>
    IReadOnlyList<int>? AsSourceLies(View view, Value output)
    {
        if (view.Source.IsConstant || view.Forward(Layout.Dense(view.Source.Shape, this[view.Source])) is not { } layout) return null;
        int[] axes = [.. Enumerable.Range(0, output.Shape.Rank).Where(axis => output.Shape[axis] > 1)];
        int[] order = [.. axes.OrderByDescending(axis => Math.Abs(layout.Strides[axis]))];
        return order.SequenceEqual(axes) ? null : [.. Enumerable.Range(0, output.Shape.Rank).Except(axes), .. order];
    }

    /// <summary>The order of a view's source that gives the view the order its readers want; null where there is none.</summary>
    IReadOnlyList<int>? Through(View view, Value seen, int depth)
    {
        if (WantedByReaders(seen, depth + 1) is not { } wanted) return null;
        var shape = view.Source.Shape;
        // A slice's source has places that the slice says nothing of.
        if (view.Backward(Layout.Dense(seen.Shape, wanted)) is not { } layout) return IsTransposition(view) ? null : Fitting(wanted, view.Source);
        int[] order = [.. Enumerable.Range(0, shape.Rank).OrderByDescending(axis => shape[axis] == 1 ? int.MaxValue : layout.Strides[axis])];
        var dense = Layout.Dense(shape, order).Strides;
        return Enumerable.Range(0, shape.Rank).All(axis => shape[axis] == 1 || dense[axis] == layout.Strides[axis]) ? order : null;
    }

    static bool IsTransposition(View view) =>
        view.Copy.Body is Expr.Load load && load.Indices.Where((index, axis) => index is Expr.Index { Axis: var loop } && loop != axis).Any();

    static IReadOnlyList<int>? Fitting(IReadOnlyList<int>? order, Value value) => order?.Count == value.Shape.Rank ? order : null;
    static bool IsRowMajor(IReadOnlyList<int> order) => order.Select((axis, place) => axis == place).All(same => same);
    static int[] RowMajor(Value value) => [.. Enumerable.Range(0, value.Shape.Rank)];
}
