namespace EdgeCompile.Onnx;

/// <summary>
/// An order in which each node comes after those it reads. ONNX asks files to be in one; not all are, and then the order here is the
/// one that keeps closest to the file's.
/// </summary>
/// <param name="Sorted">Places of the nodes in the file.</param>
/// <param name="Stuck">Nodes on a cycle or behind one, in the file's order.</param>
sealed record NodeOrder(IReadOnlyList<int> Sorted, IReadOnlyList<int> Stuck)
{
    /// <param name="nodes">The nodes of a graph or function.</param>
    /// <param name="isDefined">Whether a name is an input or initialiser, which nodes read even if another value has the same name.</param>
    public static NodeOrder Of(IReadOnlyList<NodeProto> nodes, Func<string, bool> isDefined)
    {
        var sources = Sources(nodes, isDefined);
        if (sources.Select((reads, i) => reads.All(source => source < i)).All(inOrder => inOrder))
            return new([.. Enumerable.Range(0, nodes.Count)], []);

        var readers = new List<int>[nodes.Count];
        var waiting = new int[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            waiting[i] = sources[i].Count;
            foreach (var source in sources[i]) (readers[source] ??= []).Add(i);
        }

        var sorted = new List<int>(nodes.Count);
        var ready = new SortedSet<int>(Enumerable.Range(0, nodes.Count).Where(i => waiting[i] == 0));
        while (ready.Count > 0)
        {
            var next = ready.Min;
            ready.Remove(next);
            sorted.Add(next);
            foreach (var reader in readers[next] ?? [])
                if (--waiting[reader] == 0) ready.Add(reader);
        }
        return new(sorted, [.. Enumerable.Range(0, nodes.Count).Where(i => waiting[i] > 0)]);
    }

    /// <summary>A cycle among the stuck nodes: each reads the next, the last reads the first.</summary>
    public IReadOnlyList<int> Cycle(IReadOnlyList<NodeProto> nodes, Func<string, bool> isDefined)
    {
        var sources = Sources(nodes, isDefined);
        var stuck = new HashSet<int>(Stuck);
        var path = new List<int>();
        var places = new Dictionary<int, int>();
        for (var node = Stuck[0]; ; node = sources[node].First(stuck.Contains))                  // a stuck node waits for a stuck one
        {
            if (places.TryGetValue(node, out var start)) return path.GetRange(start, path.Count - start);
            places.Add(node, path.Count);
            path.Add(node);
        }
    }

    /// <summary>For each node, the nodes of this list whose outputs it or its subgraphs read.</summary>
    static List<SortedSet<int>> Sources(IReadOnlyList<NodeProto> nodes, Func<string, bool> isDefined)
    {
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < nodes.Count; i++)
            foreach (var output in nodes[i].Output)
                if (output.Length > 0 && !makers.ContainsKey(output) && !isDefined(output)) makers.Add(output, i);
        return [.. nodes.Select(node => new SortedSet<int>(Reads(node).Where(makers.ContainsKey).Select(name => makers[name])))];
    }

    /// <summary>Names that a node reads, those that its subgraphs take from outside included.</summary>
    static IEnumerable<string> Reads(NodeProto node) => node.Input.Concat(node.Attribute.SelectMany(Graphs).SelectMany(Captures));

    static IEnumerable<string> Captures(GraphProto graph)
    {
        var own = new HashSet<string>(graph.Node.SelectMany(node => node.Output)
            .Concat(graph.Input.Select(input => input.Name))
            .Concat(graph.Initializer.Select(tensor => tensor.Name))
            .Concat(graph.SparseInitializer.Select(sparse => sparse.Values?.Name ?? "")), StringComparer.Ordinal);
        return graph.Node.SelectMany(Reads).Concat(graph.Output.Select(output => output.Name)).Where(name => !own.Contains(name));
    }

    /// <summary>The graphs that an attribute holds.</summary>
    public static IEnumerable<GraphProto> Graphs(AttributeProto attribute) =>
        attribute.G is null ? attribute.Graphs : [attribute.G, .. attribute.Graphs];
}
