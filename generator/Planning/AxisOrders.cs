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
        KernelNode { Kernel: var kernel } => Fitting(kernel.PreferredOrder, output) ?? OfSource(kernel.Inputs, output) ?? RowMajor(output),
        LoopNest nest => OfSource(nest.Loads().Select(load => load.Source), output) ?? WantedByReaders(output, 0) ?? RowMajor(output),
        Join join => OfSource(join.Parts, output) ?? RowMajor(output),
        View => WantedByReaders(output, 0) ?? RowMajor(output),
        _ => RowMajor(output),
    };

    /// <summary>The order of the largest source with the same rank; a plain row-major source of many channels leaves the choice to the readers.</summary>
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
                LoopNest or Join or View when reader.Outputs[0].Shape.Rank == value.Shape.Rank && !IsTransposition(reader) => WantedByReaders(reader.Outputs[0], depth + 1),
                _ => null,
            };
            if (order is not null) return order;
        }
        return null;
    }

    static bool IsTransposition(Definition reader) =>
        reader.How is View { Copy.Body: Expr.Load load } && load.Indices.Where((index, axis) => index is Expr.Index { Axis: var loop } && loop != axis).Any();

    static IReadOnlyList<int>? Fitting(IReadOnlyList<int>? order, Value value) => order?.Count == value.Shape.Rank ? order : null;
    static bool IsRowMajor(IReadOnlyList<int> order) => order.Select((axis, place) => axis == place).All(same => same);
    static int[] RowMajor(Value value) => [.. Enumerable.Range(0, value.Shape.Rank)];
}
