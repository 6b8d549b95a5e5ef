namespace EdgeCompile.Ir;

/// <summary>Runs a graph node by node with each operator's own definition: slow, plain, and the reference for everything else.</summary>
static class Interpreter
{
    /// <summary>The graph's outputs for its inputs, both in the graph's order.</summary>
    public static IReadOnlyList<Datum> Run(Graph graph, IReadOnlyList<Datum> inputs, CancellationToken cancellation = default) =>
        Run(graph, inputs, static (_, _) => { }, cancellation);

    /// <summary>As above, showing each node's outputs as they are made.</summary>
    public static IReadOnlyList<Datum> Run(Graph graph, IReadOnlyList<Datum> inputs, Action<Value, Datum> observe,
        CancellationToken cancellation = default)
    {
        if (inputs.Count != graph.Inputs.Count) throw new ArgumentException($"the graph has {graph.Inputs.Count} inputs, {inputs.Count} were given");
        var data = new Dictionary<Value, Datum>();
        for (var i = 0; i < inputs.Count; i++) data[graph.Inputs[i]] = Checked(graph.Inputs[i], inputs[i]);

        foreach (var node in graph.Nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            var nodeInputs = node.Inputs.Select(input => input is null ? null : Read(data, input)).ToArray();
            var outputs = node.Op.Evaluate(new EvaluateContext(node, nodeInputs, (sub, subInputs) => Run(sub, subInputs, observe, cancellation)));
            for (var i = 0; i < node.Outputs.Count; i++)
            {
                data[node.Outputs[i]] = Checked(node.Outputs[i], outputs[i]);
                observe(node.Outputs[i], outputs[i]);
            }
        }
        return [.. graph.Outputs.Select(output => Read(data, output))];
    }

    static Datum Read(Dictionary<Value, Datum> data, Value value) => value.Constant ?? data[value];

    /// <summary>A tensor must be what the type says: the same elements, the same shape, or one within its bounds.</summary>
    static Datum Checked(Value value, Datum datum)
    {
        if (value.Type is not TensorType type || datum is not Tensor tensor) return datum;
        var fits = tensor.Element == type.Element && tensor.Shape.Rank == type.Shape.Rank;
        for (var axis = 0; fits && axis < type.Shape.Rank; axis++)
            fits = type.Shape.Dimensions[axis].IsStatic ? tensor.Shape[axis] == type.Shape[axis] : tensor.Shape[axis] <= type.Shape[axis];
        return fits ? datum : throw new InvalidOperationException($"'{value.Name}' should be {type} and is {tensor.Type}");
    }
}
