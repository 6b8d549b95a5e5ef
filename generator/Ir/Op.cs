namespace EdgeCompile.Ir;

/// <summary>
/// What is true of an operator, side by side. The interpreter, the constant folder and the tests' oracle are <see cref="Evaluate"/>;
/// code comes from <see cref="Lower"/>. How an ONNX node becomes this operator stands in its <c>OnnxOperator</c> rows.
/// </summary>
sealed record Op(string Name)
{
    /// <summary>The types of a node's outputs, from its inputs and attributes; refuses with <see cref="ModelException"/>.</summary>
    public required Func<InferContext, ValueType[]> Infer { get; init; }

    /// <summary>Naive loops straight from the ONNX text. Inputs as the node's, null where left out.</summary>
    public required Func<EvaluateContext, Datum[]> Evaluate { get; init; }

    /// <summary>
    /// How a node becomes code: one <see cref="LoweredNode"/> for each output, or a single kernel that makes all of them.
    /// Null: only the interpreter runs it, and the compiler refuses what constant folding leaves of it.
    /// </summary>
    public Func<Node, IReadOnlyList<LoweredNode>>? Lower { get; init; }

    /// <summary>Whether the outputs follow from the inputs' types alone, as Shape's and Size's do.</summary>
    public bool NeedsOnlyTypes { get; init; }

    /// <summary>Whether each element follows from the elements at its place of the broadcast inputs.</summary>
    public bool IsElementwise { get; init; }

    /// <summary>Multiplications with an addition that a node costs; 0 for operators that move or map elements.</summary>
    public Func<Node, long> MultiplyAdds { get; init; } = static _ => 0;

    public override string ToString() => Name;
}

/// <summary>What an operator's type inference sees: the node, and which of its inputs are numbers already.</summary>
sealed class InferContext(Node node)
{
    public Node Node { get; } = node;
    public TensorType Type(int input) => Node.Input(input).Tensor;
    public Shape Shape(int input) => Type(input).Shape;
    public T Attributes<T>() where T : OpAttributes => (T)Node.Attributes;

    /// <summary>The numbers of an input that decides a shape. They must follow from constants and static shapes alone.</summary>
    public Tensor Constant(int input) => ConstantEvaluator.TryEvaluate(Node.Input(input))
        ?? throw new ModelException($"input {input} '{Node.Input(input).Name}' decides a shape but is known only at run time",
            "make it a constant, or fix the shapes it is computed from with EdgeCompileInputShapes");

    public Tensor? ConstantOrNull(int input) => Node.Has(input) ? Constant(input) : null;
}

/// <summary>What an operator's evaluation sees: the node and its inputs' data.</summary>
sealed class EvaluateContext(Node node, IReadOnlyList<Datum?> inputs, Func<Graph, IReadOnlyList<Datum>, IReadOnlyList<Datum>> run)
{
    public Node Node { get; } = node;
    public IReadOnlyList<Datum?> Inputs { get; } = inputs;
    public Tensor Tensor(int input) => (Tensor)Inputs[input]!;
    public Tensor? TensorOrNull(int input) => input < Inputs.Count ? (Tensor?)Inputs[input] : null;
    public T Attributes<T>() where T : OpAttributes => (T)Node.Attributes;
    /// <summary>An all-zero tensor of the type that inference gave an output.</summary>
    public Tensor NewOutput(int output = 0) => new(Node.Outputs[output].Element, Node.Outputs[output].Shape);
    /// <summary>Evaluates a graph that the node owns.</summary>
    public IReadOnlyList<Datum> Run(Graph graph, IReadOnlyList<Datum> graphInputs) => run(graph, graphInputs);
}

/// <summary>One of the ways in which a node becomes code; the kinds stand in Lowering/.</summary>
abstract record LoweredNode;
