using System.Globalization;

namespace EdgeCompile.Ir;

/// <summary>A model, or a part that a node owns: nodes in an order in which each value is made before it is read.</summary>
sealed class Graph(string name)
{
    readonly List<Node> _nodes = [];
    readonly HashSet<string> _names = new(StringComparer.Ordinal);
    /// <summary>For each name that was wanted twice, the least suffix that may be free.</summary>
    readonly Dictionary<string, int> _suffixes = new(StringComparer.Ordinal);

    public string Name { get; } = name;
    public List<Value> Inputs { get; } = [];
    public List<Value> Outputs { get; } = [];
    /// <summary>The model's names of the outputs; they stay when a pass puts another value in an output's place.</summary>
    public List<string> OutputNames { get; } = [];
    public IReadOnlyList<Node> Nodes => _nodes;

    /// <summary>All values: inputs, constants in the order they are first read, and node outputs.</summary>
    public IEnumerable<Value> Values =>
        Inputs.Concat(_nodes.SelectMany(node => node.Inputs.OfType<Value>().Where(v => v.IsConstant).Concat(node.Outputs)))
        .Concat(Outputs.Where(v => v.IsConstant)).Distinct();

    public Value AddInput(string valueName, ValueType type)
    {
        var value = new Value(UniqueName(valueName), type);
        Inputs.Add(value);
        return value;
    }

    public void AddOutput(string outputName, Value value)
    {
        Outputs.Add(value);
        OutputNames.Add(outputName);
    }

    /// <summary>Gives a value the name it has in the model.</summary>
    internal void Rename(Value value, string wanted)
    {
        if (value.Name == wanted) return;
        Free(value.Name);
        value.Name = UniqueName(wanted);
    }

    public Value Constant(string valueName, Tensor tensor) => new(UniqueName(valueName), tensor.Type) { Constant = tensor };

    /// <summary>
    /// Appends a node (or inserts it before another) and gives its outputs the types that the operator infers.
    /// </summary>
    /// <exception cref="ModelException">The operator refuses the inputs or attributes.</exception>
    public Node Add(Op op, OpAttributes attributes, IEnumerable<Value?> inputs, string nodeName, int index,
        IReadOnlyList<string>? outputNames = null, Node? before = null, IReadOnlyList<Subgraph>? subgraphs = null)
    {
        var node = new Node(op, attributes, inputs, nodeName, index, subgraphs);
        try
        {
            var types = op.Infer(new InferContext(node));
            node.Outputs = [.. types.Select((type, i) => new Value(UniqueName(NameOf(i)), type) { Producer = node })];
        }
        catch
        {
            Detach(node);
            throw;
        }
        _nodes.Insert(before is null ? _nodes.Count : _nodes.IndexOf(before), node);
        return node;

        string NameOf(int i) => outputNames is not null && i < outputNames.Count && outputNames[i].Length > 0
            ? outputNames[i]
            : (nodeName.Length > 0 ? nodeName : op.Name) + (i == 0 ? "" : "." + i);
    }

    internal void Remove(Node node)
    {
        Detach(node);
        _nodes.Remove(node);
        foreach (var output in node.Outputs) Free(output.Name);
    }

    static void Detach(Node node)
    {
        for (var i = 0; i < node.Inputs.Count; i++) node.SetInput(i, null);
    }

    /// <summary>The name, with the least suffix that makes it unique.</summary>
    string UniqueName(string wanted)
    {
        if (_names.Add(wanted)) return wanted;
        if (!_suffixes.TryGetValue(wanted, out var suffix)) suffix = 2;
        while (!_names.Add(Suffixed(wanted, suffix))) suffix++;
        _suffixes[wanted] = suffix + 1;
        return Suffixed(wanted, suffix);
    }

    void Free(string name)
    {
        _names.Remove(name);
        var mark = name.LastIndexOf('#');
        if (mark < 0 || !int.TryParse(name.Substring(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var suffix)) return;
        var wanted = name.Substring(0, mark);
        if (_suffixes.TryGetValue(wanted, out var least) && suffix < least) _suffixes[wanted] = suffix;
    }

    static string Suffixed(string wanted, int suffix) => wanted + "#" + suffix.ToString(CultureInfo.InvariantCulture);
}
