using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>How some tensors come about: by a nest, a view, a join or a kernel, and which nodes that carries out. Fusion changes it.</summary>
sealed class Definition(LoweredNode how, IReadOnlyList<Value> outputs, IReadOnlyList<Node> nodes)
{
    public LoweredNode How { get; set; } = how;
    public IReadOnlyList<Value> Outputs { get; set; } = outputs;
    public IReadOnlyList<Node> Nodes { get; set; } = nodes;

    /// <summary>The tensors that are read at run time, without repetition.</summary>
    public IEnumerable<Value> Reads => How switch
    {
        LoopNest nest => nest.Loads().Select(load => load.Source).Where(source => !source.IsConstant).Distinct(),
        View view => [view.Source],
        Join join => join.Parts.Distinct(),
        KernelNode { Kernel: var kernel } => kernel.Reads,
        _ => throw new NotSupportedException(How.GetType().Name),
    };
}

/// <summary>All definitions of a graph, each before those that read it.</summary>
sealed class LoweredGraph(Graph graph)
{
    readonly Dictionary<Value, Definition> _byValue = [];

    public Graph Graph { get; } = graph;
    public List<Definition> Definitions { get; private set; } = [];

    public Definition? this[Value value] => _byValue.TryGetValue(value, out var definition) ? definition : null;

    public void Add(Definition definition)
    {
        Definitions.Add(definition);
        foreach (var output in definition.Outputs) _byValue[output] = definition;
    }

    /// <summary>The definitions that read a value.</summary>
    public IReadOnlyList<Definition> UsersOf(Value value) => [.. Definitions.Where(definition => definition.Reads.Contains(value))];

    public bool IsOutput(Value value) => Graph.Outputs.Contains(value);

    /// <summary>Takes a definition out whose work has moved elsewhere.</summary>
    public void Remove(Definition definition)
    {
        Definitions.Remove(definition);
        foreach (var output in definition.Outputs)
            if (this[output] == definition) _byValue.Remove(output);
    }

    /// <summary>Lets <paramref name="by"/> make what <paramref name="old"/> made, at its place in the order.</summary>
    public void Replace(Definition old, Definition by)
    {
        Remove(by);
        Definitions[Definitions.IndexOf(old)] = by;
        foreach (var output in by.Outputs) _byValue[output] = by;
    }

    /// <summary>Drops definitions that nobody reads, last ones first.</summary>
    public void RemoveDead()
    {
        var needed = new HashSet<Value>(Graph.Outputs);
        for (var i = Definitions.Count - 1; i >= 0; i--)
        {
            var definition = Definitions[i];
            if (definition.Outputs.Any(needed.Contains)) needed.UnionWith(definition.Reads);
            else Remove(definition);
        }
    }
}
