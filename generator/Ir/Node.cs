namespace EdgeCompile.Ir;

/// <summary>One operation of a graph: an operator applied to values, with its attributes and, for control flow, its subgraphs.</summary>
sealed class Node
{
    readonly Value?[] _inputs;

    public Node(Op op, OpAttributes attributes, IEnumerable<Value?> inputs, string name, int index, IReadOnlyList<Subgraph>? subgraphs = null)
    {
        Op = op;
        Attributes = attributes;
        Name = name;
        Index = index;
        Subgraphs = subgraphs ?? [];
        _inputs = [.. inputs];
        foreach (var input in _inputs) input?.AddUser(this);
    }

    public Op Op { get; }
    public OpAttributes Attributes { get; }
    /// <summary>The name of the ONNX node this stems from; data, never code.</summary>
    public string Name { get; }
    /// <summary>The place of that node in the model file; diagnostics show it as line Index + 1.</summary>
    public int Index { get; }
    /// <summary>What the node reads; null where an optional input is left out.</summary>
    public IReadOnlyList<Value?> Inputs => _inputs;
    public IReadOnlyList<Value> Outputs { get; internal set; } = [];
    public IReadOnlyList<Subgraph> Subgraphs { get; }

    public Value Output => Outputs[0];

    /// <summary>An input that the operator requires.</summary>
    public Value Input(int index) => Has(index) ? _inputs[index]! : throw new ModelException($"input {index} is missing");
    public bool Has(int index) => index < _inputs.Length && _inputs[index] is not null;
    public T AttributesAs<T>() where T : OpAttributes => (T)Attributes;

    internal void SetInput(int index, Value? value)
    {
        _inputs[index]?.RemoveUser(this);
        _inputs[index] = value;
        value?.AddUser(this);
    }

    public override string ToString() => $"{Op.Name} '{Name}'";
}

/// <summary>
/// A graph that a node owns (a branch of If, the body of Loop or Scan). What it takes from outside are explicit inputs of the node, in this order.
/// </summary>
sealed record Subgraph(string Name, Graph Graph, IReadOnlyList<Value> Captured);

/// <summary>The attributes of a node as its operator understands them: a record of plain values, so that equal nodes compare equal.</summary>
abstract record OpAttributes
{
    public static readonly OpAttributes None = new NoAttributes();

    sealed record NoAttributes : OpAttributes
    {
        public override string ToString() => "";
    }
}
