using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>A value that nodes may read: where it stems from, and its numbers.</summary>
sealed record Drawn(string Name, Expected Data, bool IsConstant)
{
    public Tensor Value => Data.Value;
    public ElementType Element => Value.Element;
    public int[] Sizes => [.. Value.Shape.Sizes];
    public int Rank => Value.Shape.Rank;
}

/// <summary>A node to try: what it reads may still be new to the graph.</summary>
sealed record Draft(string Op, IReadOnlyList<Drawn?> Inputs, IReadOnlyList<AttributeProto> Attributes, int Outputs = 1, string Domain = "");

/// <summary>
/// Draws a graph from a seed. A node is drawn with attributes and further inputs that suit a value already there; then it is evaluated alone,
/// and taken if its numbers are good to compute on with. Values are read any number of times; whatever nobody reads is an output.
/// </summary>
sealed class GraphDraw
{
    const int MostElements = 5000, Tries = 60;

    readonly List<Drawn> _values = [];
    readonly List<Source> _sources = [];
    readonly List<NodeProto> _nodes = [];
    readonly List<string> _refused = [];
    int _names;

    GraphDraw(int seed)
    {
        Draw = new(seed);
        Opset = Draw.Chance(0.6) ? 23 : Draw.Pick<int>([9, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
        Float = Draw.Chance(0.8) ? ElementType.Float32
            : Draw.Pick<ElementType>([ElementType.Float16, ElementType.Float16, ElementType.BFloat16, ElementType.Float64]);
    }

    public Draw Draw { get; }

    /// <summary>The version of ONNX's operators.</summary>
    public int Opset { get; }

    /// <summary>The type of the graph's floats, where an operator does not want another.</summary>
    public ElementType Float { get; }

    /// <summary>The graph of a seed, and what was refused of the nodes that were tried.</summary>
    public static (RandomGraph Graph, IReadOnlyList<string> Refused) Of(int seed)
    {
        var graph = new GraphDraw(seed);
        var wanted = graph.Draw.Int(1, graph.Draw.Chance(0.2) ? 9 : 4);
        for (var tries = 0; graph._nodes.Count < wanted && tries < Tries; tries++) graph.TryNode();
        return (graph.Finish(seed), graph._refused);
    }

    /// <summary>A value that meets a condition, preferably a late one; a new input where there is none.</summary>
    public Drawn Value(ElementType element, int leastRank = 0, int mostRank = 5, Func<Drawn, bool>? fits = null)
    {
        var known = _values.Where(value => value.Element == element && value.Rank >= leastRank && value.Rank <= mostRank && fits?.Invoke(value) != false).ToArray();
        if (known.Length == 0 || Draw.Chance(0.12)) return Input(Draw.Tensor(element, Draw.Shape(leastRank, mostRank)));
        return Draw.Chance(0.6) ? known[^1] : Draw.Pick(known);
    }

    /// <summary>A value of any of the types; float32 stands for the type of the graph's floats.</summary>
    public Drawn ValueOf(IReadOnlyList<ElementType> elements, int leastRank = 0, int mostRank = 5) =>
        Value(Draw.Pick(elements) is var element && element == ElementType.Float32 ? Float : element, leastRank, mostRank);

    public Drawn Input(Tensor tensor) => new(Name("x"), Expected.Of(tensor), IsConstant: false);
    public Drawn Constant(Tensor tensor) => new(Name("c"), Expected.Of(tensor), IsConstant: true);
    public Drawn Constant(params long[] items) => Constant(Tensor.Longs(items));

    /// <summary>Random numbers as an input or as a constant.</summary>
    public Drawn New(ElementType element, params int[] sizes) =>
        Draw.Chance(0.5) ? Input(Draw.Tensor(element, sizes)) : Constant(Draw.Tensor(element, sizes));

    /// <summary>A value that broadcasts against another: one that is there, or a new one with sizes of one and missing axes.</summary>
    public Drawn Partner(Drawn value)
    {
        var known = _values.Where(other => other.Element == value.Element && Broadcasts(other.Sizes, value.Sizes)).ToArray();
        if (known.Length > 0 && Draw.Chance(0.5)) return Draw.Pick(known);
        var sizes = value.Sizes.Select(size => Draw.Chance(0.3) ? 1 : size == 1 && Draw.Chance(0.3) ? Draw.Int(2, 5) : size).ToArray();
        return New(value.Element, Draw.Chance(0.3) ? sizes[Draw.Int(0, sizes.Length)..] : sizes);
    }

    static bool Broadcasts(int[] a, int[] b) =>
        a.Reverse().Zip(b.Reverse()).All(pair => pair.First == pair.Second || pair.First == 1 || pair.Second == 1);

    public string Name(string prefix) => prefix + _names++;

    void TryNode()
    {
        if (Draw.Pick(OperatorDraws.All)(this) is not { } draft) return;
        var node = new NodeProto { OpType = draft.Op, Domain = draft.Domain, Name = Name("n") };
        node.Attribute.AddRange(draft.Attributes);
        node.Input.AddRange(draft.Inputs.Select(input => input?.Name ?? ""));
        for (var i = 0; i < draft.Outputs; i++) node.Output.Add(Name("y"));
        var inputs = draft.Inputs.OfType<Drawn>().Select(input => (input.Name, input.Data, input.IsConstant)).ToArray();
        if ((Discontinuous.Contains(draft.Op) || draft is { Op: "MaxPool", Outputs: 2 }) && inputs.Any(input => !input.Data.Exact)) return;
        IReadOnlyList<Expected> made;
        try
        {
            made = Expected.Evaluate(Opset, node, inputs);
        }
        // Also what only the numbers show: a size that rounds to nothing.
        catch (Exception e) when (e is RefusedException or ModelException)
        {
            _refused.Add($"{draft.Op}: {e.Message}");
            return;
        }
        if (made.Any(value => value.Value.Count > MostElements || value.Value.Count == 0 || !value.IsTame())) return;
        if (Uncompiled(node, inputs) is { } reason)
        {
            _refused.Add($"{draft.Op}: {reason}");
            return;
        }

        foreach (var input in draft.Inputs.OfType<Drawn>().Where(input => !_values.Contains(input)).Distinct())
        {
            _sources.Add(new(input.Name, input.Value, input.IsConstant));
            _values.Add(input);
        }
        _nodes.Add(node);
        _values.AddRange(made.Select((value, i) => new Drawn(node.Output[i], value, IsConstant: false)));
    }

    /// <summary>Step functions: what they read must have no error, because theirs would be a whole step.</summary>
    static readonly HashSet<string> Discontinuous =
    [
        "Ceil", "Floor", "Round", "Sign", "Cast", "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual", "ArgMax", "ArgMin", "TopK", "Hardmax",
            "Mod", "Shrink",
        "ThresholdedRelu", "OneHot", "DynamicQuantizeLinear", "RoiAlign",
    ];

    /// <summary>Why the compiler makes no code of the node, if so.</summary>
    string? Uncompiled(NodeProto node, IReadOnlyList<(string Name, Expected Data, bool IsConstant)> inputs)
    {
        if (inputs.All(input => input.IsConstant)) return null;
        var bag = new DiagnosticBag();
        return Compiler.Plan(Expected.Import(Opset, node, inputs), new CompileOptions { ClassName = "Model" }, bag, default) is null
            ? string.Join("; ", bag.All.Select(diagnostic => diagnostic.Message)) : null;
    }

    RandomGraph Finish(int seed)
    {
        var read = _nodes.SelectMany(node => node.Input).ToHashSet();
        var outputs = _nodes.SelectMany(node => node.Output).Where(name => !read.Contains(name) || Draw.Chance(0.15)).ToArray();
        return new(seed, Opset, _sources, _nodes, outputs);
    }
}
