namespace EdgeCompile.Ir;

/// <summary>
/// Something a node reads or makes: a graph input, a constant, or the output of a node. Has identity; changed only by
/// <see cref="Graph"/> and <see cref="GraphRewriter"/>.
/// </summary>
sealed class Value(string name, ValueType type)
{
    readonly List<Node> _users = [];

    /// <summary>The name in the model, or one derived from it; unique in its graph, never used as code.</summary>
    public string Name { get; internal set; } = name;
    public ValueType Type { get; internal set; } = type;
    /// <summary>The node whose output this is; null for graph inputs and constants.</summary>
    public Node? Producer { get; internal set; }
    /// <summary>The numbers, if they are known at build time.</summary>
    public Tensor? Constant { get; internal init; }
    /// <summary>The nodes that read this value, once for each time they do, in no particular order.</summary>
    public IReadOnlyList<Node> Users => _users;

    public bool IsConstant => Constant is not null;
    public TensorType Tensor => Type as TensorType ?? throw new ModelException($"'{Name}' is {Type}, where a tensor is needed");
    public Shape Shape => Tensor.Shape;
    public ElementType Element => Tensor.Element;

    internal void AddUser(Node node) => _users.Add(node);
    internal void RemoveUser(Node node) => _users.Remove(node);

    public override string ToString() => $"{Name}: {Type}";
}
