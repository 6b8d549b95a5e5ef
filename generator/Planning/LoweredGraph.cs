using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>
/// How some tensors come about: by a nest, a view, a join or a kernel, and which nodes that carries out. Fusion changes it, through
/// <see cref="LoweredGraph"/>.
/// </summary>
sealed class Definition(LoweredNode how, IReadOnlyList<Value> outputs, IReadOnlyList<Node> nodes)
{
    public LoweredNode How { get; internal set; } = how;
    public IReadOnlyList<Value> Outputs { get; internal set; } = outputs;
    public IReadOnlyList<Node> Nodes { get; internal set; } = nodes;

    /// <summary>The tensors that are read at run time, without repetition.</summary>
    public IReadOnlyList<Value> Reads { get; internal set; } = ReadsOf(how);

    internal static IReadOnlyList<Value> ReadsOf(LoweredNode how) => how switch
    {
        LoopNest nest => [.. nest.Loads().Select(load => load.Source).Where(source => !source.IsConstant).Distinct()],
        View view => [view.Source],
        Join join => [.. join.Parts.Distinct()],
        KernelNode { Kernel: var kernel } => kernel.Reads,
        _ => throw new NotSupportedException(how.GetType().Name),
    };
}

/// <summary>All definitions of a graph, each before those that read it.</summary>
sealed class LoweredGraph(Graph graph)
{
    readonly Dictionary<Value, Definition> _byValue = [];
    readonly Dictionary<Value, List<Definition>> _users = [];

    public Graph Graph { get; } = graph;
    public List<Definition> Definitions { get; } = [];

    /// <summary>The tensors in the caller's spans: the graph's, or the bytes that those below a byte lie in.</summary>
    public IReadOnlyList<Value> Inputs { get; set; } = graph.Inputs;
    public IReadOnlyList<Value> Outputs { get; set; } = graph.Outputs;

    public Definition? this[Value value] => _byValue.TryGetValue(value, out var definition) ? definition : null;

    public void Add(Definition definition) => Insert(Definitions.Count, definition);

    /// <summary>The definitions that read a value.</summary>
    public IReadOnlyList<Definition> UsersOf(Value value) => _users.TryGetValue(value, out var users) ? users : [];

    public bool IsOutput(Value value) => Outputs.Contains(value);

    /// <summary>Lets a definition do the work of <paramref name="absorbed"/> as well, which goes: its place in the order is the consumer's.</summary>
    public void Fuse(Definition absorbed, Definition consumer, LoweredNode how)
    {
        var nodes = absorbed.Nodes.Concat(consumer.Nodes).Distinct().ToArray();
        Remove(absorbed);
        var place = Definitions.IndexOf(consumer);
        Remove(consumer);
        (consumer.How, consumer.Nodes, consumer.Reads) = (how, nodes, Definition.ReadsOf(how));
        Insert(place, consumer);
    }

    /// <summary>Drops definitions that nobody reads, last ones first.</summary>
    public void RemoveDead()
    {
        for (var i = Definitions.Count - 1; i >= 0; i--)
            if (!Definitions[i].Outputs.Any(output => IsOutput(output) || UsersOf(output).Count > 0)) Remove(Definitions[i]);
    }

    void Insert(int place, Definition definition)
    {
        Definitions.Insert(place, definition);
        foreach (var output in definition.Outputs) _byValue[output] = definition;
        foreach (var read in definition.Reads)
        {
            if (!_users.TryGetValue(read, out var users)) _users[read] = users = [];
            users.Add(definition);
        }
    }

    void Remove(Definition definition)
    {
        Definitions.Remove(definition);
        foreach (var output in definition.Outputs) _byValue.Remove(output);
        foreach (var read in definition.Reads) _users[read].Remove(definition);
    }
}
