using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// A node of the model file while it is imported: resolved inputs, attributes by name, and the graph it is added to. Attributes that the
/// operator's row never asks for are reported by the importer, so that none is ignored in silence.
/// </summary>
sealed class OnnxNode(Graph graph, string domain, string opType, string name, int index, int opset,
    IReadOnlyList<Value?> inputs, IReadOnlyList<string> outputNames, IReadOnlyDictionary<string, object> attributes)
{
    readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public Graph Graph { get; } = graph;
    public string Domain { get; } = domain;
    public string OpType { get; } = opType;
    public string Name { get; } = name;
    /// <summary>The place in the model file.</summary>
    public int Index { get; } = index;
    /// <summary>The version of the node's domain that the model imports.</summary>
    public int Opset { get; } = opset;
    public IReadOnlyList<Value?> Inputs { get; } = inputs;
    /// <summary>The model's output names; empty where an optional output is not wanted.</summary>
    public IReadOnlyList<string> OutputNames { get; } = outputNames;

    public bool Has(int input) => input < Inputs.Count && Inputs[input] is not null;
    public Value Input(int input) => Has(input) ? Inputs[input]! : throw new ModelException($"input {input} is missing");
    public Value? InputOrNull(int input) => Has(input) ? Inputs[input] : null;
    public bool WantsOutput(int output) => output < OutputNames.Count && OutputNames[output].Length > 0;

    public bool HasAttribute(string attribute)
    {
        _asked.Add(attribute);
        return attributes.ContainsKey(attribute);
    }

    public long Int(string attribute) => Get<long>(attribute);
    public long Int(string attribute, long @default) => HasAttribute(attribute) ? Get<long>(attribute) : @default;
    public float Float(string attribute) => Get<float>(attribute);
    public float Float(string attribute, float @default) => HasAttribute(attribute) ? Get<float>(attribute) : @default;
    public string Text(string attribute) => Get<string>(attribute);
    public string Text(string attribute, string @default) => HasAttribute(attribute) ? Get<string>(attribute) : @default;
    public long[] Ints(string attribute) => Get<long[]>(attribute);
    public long[]? IntsOrNull(string attribute) => HasAttribute(attribute) ? Get<long[]>(attribute) : null;
    public float[]? FloatsOrNull(string attribute) => HasAttribute(attribute) ? Get<float[]>(attribute) : null;
    public string[]? TextsOrNull(string attribute) => HasAttribute(attribute) ? Get<string[]>(attribute) : null;
    public Tensor Tensor(string attribute) => Get<Tensor>(attribute);
    public Tensor? TensorOrNull(string attribute) => HasAttribute(attribute) ? Get<Tensor>(attribute) : null;

    /// <summary>A graph that the node owns; <see cref="OnnxSubgraph.Import"/> makes it.</summary>
    public OnnxSubgraph Subgraph(string attribute) => Get<OnnxSubgraph>(attribute);

    /// <summary>The numbers of an input that must be known at build time (a shape, axes, pads …); null where the input is left out.</summary>
    public long[]? ConstantInts(int input) => ConstantOrNull(input)?.ToLongs();

    public Tensor? ConstantOrNull(int input) => !Has(input) ? null : ConstantEvaluator.TryEvaluate(Input(input))
        ?? throw new ModelException($"input {input} '{Input(input).Name}' must be known at build time and is computed from data",
            "make it a constant, or fix the shapes it is computed from with EdgeCompileInputShapes");

    /// <summary>Says that an attribute has no effect here (a hint, or one that older opsets had).</summary>
    public void Ignore(string attribute) => _asked.Add(attribute);

    /// <summary>The attributes that the row has not asked for.</summary>
    public IEnumerable<string> Unasked => attributes.Keys.Where(attribute => !_asked.Contains(attribute)).OrderBy(a => a, StringComparer.Ordinal);

    /// <summary>Adds a node with one output to the graph.</summary>
    public Value Add(Op op, OpAttributes parameters, params Value?[] nodeInputs) => AddNode(op, parameters, nodeInputs).Output;
    public Value Add(Op op, params Value?[] nodeInputs) => Add(op, OpAttributes.None, nodeInputs);
    public Node AddNode(Op op, OpAttributes parameters, IReadOnlyList<Value?> nodeInputs) => Graph.Add(op, parameters, nodeInputs, Name, Index);
    public Value Constant(Tensor tensor) => Graph.Constant((Name.Length > 0 ? Name : OpType) + ".const", tensor);

    /// <summary>A constant of one number, rounded to the type.</summary>
    public Value Scalar(ElementType type, double number)
    {
        var scalar = new Tensor(type, Shape.Scalar);
        scalar.SetDouble(0, number);
        return Constant(scalar);
    }

    T Get<T>(string attribute)
    {
        if (!HasAttribute(attribute)) throw new ModelException($"attribute '{attribute}' is missing");
        return attributes[attribute] is T value
            ? value
            : throw new ModelException($"attribute '{attribute}' is a {attributes[attribute].GetType().Name}, not a {typeof(T).Name}");
    }
}
