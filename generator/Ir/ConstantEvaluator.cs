namespace EdgeCompile.Ir;

/// <summary>Finds the numbers of a value that follows from constants and static shapes alone, as shape computations do.</summary>
static class ConstantEvaluator
{
    /// <summary>Shape computations are short; a longer chain, or a larger tensor on it, is not one.</summary>
    const int DeepestChain = 64;
    const int LargestTensor = 1 << 16;

    public static Tensor? TryEvaluate(Value value) => TryEvaluate(value, [], 0);

    /// <summary>Values that several nodes of the chain read are evaluated once: a chain of doublings would take 2^n steps otherwise.</summary>
    static Tensor? TryEvaluate(Value value, Dictionary<Value, Tensor?> known, int depth)
    {
        if (value.Constant is { } constant) return constant;
        if (known.TryGetValue(value, out var tensor)) return tensor;
        return known[value] = TryCompute(value, known, depth);
    }

    static Tensor? TryCompute(Value value, Dictionary<Value, Tensor?> known, int depth)
    {
        if (depth == DeepestChain || value.Producer is not { Subgraphs.Count: 0 } node) return null;
        if (node.Op.NeedsOnlyTypes && node.Inputs.All(input => input?.Type is null or TensorType { Shape.IsStatic: true }))
            return Evaluate(node, new Datum?[node.Inputs.Count], value);
        if (node.Outputs.Any(output => output.Type is not TensorType { Shape.Count: <= LargestTensor })) return null;

        var inputs = new Datum?[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (node.Inputs[i] is not { } input) continue;
            inputs[i] = TryEvaluate(input, known, depth + 1);
            if (inputs[i] is null) return null;
        }
        return Evaluate(node, inputs, value);
    }

    static Tensor? Evaluate(Node node, Datum?[] inputs, Value value)
    {
        var outputs = node.Op.Evaluate(new EvaluateContext(node, inputs, static (_, _) => throw new InvalidOperationException("no subgraphs here")));
        return outputs[node.Outputs.ToList().IndexOf(value)] as Tensor;
    }
}
