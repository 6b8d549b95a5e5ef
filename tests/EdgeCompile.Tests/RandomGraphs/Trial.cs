using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>Runs graphs as emitted code on every rung against the interpreter, many in one assembly.</summary>
static class Trial
{
    static readonly Rung[] rungs = [.. Enum.GetValues<Rung>().Where(rung => rung != Rung.Auto && Rungs.IsSupported(rung))];

    /// <summary>What is wrong with each graph; null: nothing.</summary>
    public static IReadOnlyList<string?> Run(IReadOnlyList<RandomGraph> graphs)
    {
        using var compiled = CompiledModels.CompileEach([.. graphs.Select((graph, i) => new ModelSource($"graph{i}", graph.Model()))]);
        var faults = new string?[graphs.Count];
        Parallel.For(0, graphs.Count, i => faults[i] = FaultOf(graphs[i], compiled.Models[i]));
        return faults;
    }

    static string? FaultOf(RandomGraph graph, CompiledClass code)
    {
        if (code.Fault is { } fault) return $"the compiler fails: {fault}";
        if (!code.IsCompiled) return $"refused: {code.Refusal}";
        try
        {
            var expected = ReferenceOf(graph);
            using var instance = code.New();
            Tensor[] inputs = [.. graph.Inputs.Select(source => source.Value)];
            foreach (var rung in rungs)
            {
                instance.Rung = rung;
                // What a run leaves in the arena must not reach the next one.
                instance.Run([.. inputs.Select(Poisoned)]);
                var outputs = instance.Run(inputs);
                for (var i = 0; i < outputs.Count; i++)
                    if (Difference(expected[i], outputs[i]) is { } difference) return $"{rung}, output '{graph.Outputs[i]}': {difference}";
            }
            return null;
        }
        catch (Exception e)
        {
            return $"running it fails: {e}";
        }
    }

    /// <summary>What the outputs should be, node by node.</summary>
    /// <exception cref="RefusedException">A node is not valid.</exception>
    public static IReadOnlyList<Expected> ReferenceOf(RandomGraph graph)
    {
        var values = graph.Sources.ToDictionary(source => source.Name, source => (source.Name, Data: Expected.Of(source.Value), source.IsConstant));
        foreach (var node in graph.Nodes)
        {
            var made = Expected.Evaluate(graph.Opset, node, [.. node.Input.Where(name => name.Length > 0).Select(name => values[name])]);
            for (var i = 0; i < made.Count; i++) values[node.Output[i]] = (node.Output[i], made[i], false);
        }
        return [.. graph.Outputs.Select(name => values[name].Data)];
    }

    /// <summary>What is wrong with an output, or null.</summary>
    internal static string? Difference(Expected expected, Tensor actual)
    {
        if (actual.Element != expected.Value.Element
            || !actual.Shape.Equals(expected.Value.Shape)) return $"{actual.Type} in place of {expected.Value.Type}";
        if (actual.Bytes.AsSpan().SequenceEqual(expected.Value.Bytes)) return null;
        var allowed = expected.Allowed();
        for (var i = 0; i < actual.Count; i++)
        {
            var (wanted, found) = (expected.Value.GetDouble(i), actual.GetDouble(i));
            if (!wanted.Equals(found) && wanted != found && !(Math.Abs(wanted - found) <= allowed[i]))
                return FormattableString.Invariant($"element {i} of {actual.Type} is {found:r}, {wanted:r} by the interpreter, {allowed[i]:g3} apart at most");
        }
        return null;
    }

    /// <summary>Floats that are not numbers; integers may be indices and stay.</summary>
    static Tensor Poisoned(Tensor tensor)
    {
        if (!tensor.Element.IsFloat()) return tensor;
        var poisoned = new Tensor(tensor.Element, tensor.Shape);
        for (var i = 0; i < poisoned.Count; i++) poisoned.SetDouble(i, double.NaN);
        return poisoned;
    }
}
