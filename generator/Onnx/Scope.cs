using EdgeCompile.Ir;

namespace EdgeCompile.Onnx;

/// <summary>What a name stands for: a value, an optional input that the caller left out, or something that a fault keeps from being known.</summary>
readonly record struct Binding(Value? Value, bool IsUnknown = false)
{
    public static readonly Binding Unknown = new(null, true);
    public static readonly Binding LeftOut = default;
}

/// <summary>
/// The names that nodes of a graph or function body can read. A subgraph sees its surroundings: what it takes from there becomes an
/// input of its own graph, or a constant where it is one.
/// </summary>
sealed class Scope(Graph graph, Scope? outer = null)
{
    readonly Dictionary<string, Binding> _bindings = new(StringComparer.Ordinal);
    readonly List<Value> _captured = [];

    public Graph Graph { get; } = graph;
    /// <summary>Values of the surrounding graph, in the order of the inputs that stand for them.</summary>
    public IReadOnlyList<Value> Captured => _captured;

    /// <summary>Binds a name; false if this scope has it already, and then nothing changes.</summary>
    public bool Define(string name, Binding binding)
    {
        if (Defines(name)) return false;
        _bindings.Add(name, binding);
        return true;
    }

    /// <summary>Whether this scope itself has the name.</summary>
    public bool Defines(string name) => _bindings.ContainsKey(name);

    public bool TryFind(string name, out Binding binding)
    {
        if (_bindings.TryGetValue(name, out binding)) return true;
        if (outer is null || !outer.TryFind(name, out binding)) return false;
        if (binding.Value is { } value) binding = new Binding(Capture(name, value));
        _bindings.Add(name, binding);
        return true;
    }

    Value Capture(string name, Value value)
    {
        if (ConstantEvaluator.TryEvaluate(value) is { } constant) return Graph.Constant(name, constant);
        _captured.Add(value);
        return Graph.AddInput(name, value.Type);
    }
}
