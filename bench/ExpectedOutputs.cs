using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>
/// What every contender must compute before any is timed: the outputs saved beside the model, within what the tests allow of them, or, where
/// none are, ONNX Runtime's.
/// </summary>
/// <param name="Origin">Whose they are.</param>
/// <param name="Tensors">The outputs, in the model's order.</param>
/// <param name="Tolerances">How far each may be missed.</param>
sealed record ExpectedOutputs(string Origin, IReadOnlyList<Tensor> Tensors, IReadOnlyList<Tolerance> Tolerances)
{
    /// <summary>Those of the model's first case, from which a race takes its inputs.</summary>
    public static ExpectedOutputs Of(ModelFolder model, IContender onnxRuntime)
    {
        IReadOnlyList<Tensor> saved = model.DataSets.Count > 0 ? TestData.ReadTensors(model.DataSets[0], "output") : [];
        if (saved.Count > 0)
        {
            var known = SavedOutputs.Of(model);
            return new("the saved outputs", saved, [.. saved.Select((_, i) => known.Of(model.DataSets[0], i))]);
        }
        var computed = onnxRuntime.ReadOutputs();
        return new(onnxRuntime.Name, computed, [.. computed.Select(_ => Tolerance.Model)]);
    }

    /// <summary>Each output beside what is expected.</summary>
    /// <exception cref="InvalidDataException">There are more of them, or fewer.</exception>
    public IReadOnlyList<Comparison> Compare(IReadOnlyList<Tensor> outputs) => outputs.Count == Tensors.Count
        ? [.. outputs.Select((output, i) => Comparison.Of(Tensors[i], output, Tolerances[i]))]
        : throw new InvalidDataException($"{outputs.Count} outputs, and {Tensors.Count} of {Origin}");
}
