using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>
/// Makes a graph that fails smaller while it fails: each round tries all single steps at once, because compiling is what takes the time, and
/// goes on with the smallest graph that still fails.
/// </summary>
static class Shrinker
{
    const int MostRounds = 40;

    /// <param name="graph">The graph.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <param name="faultsOf">Says what is wrong with graphs; null where nothing is.</param>
    public static (RandomGraph Graph, string Fault) Shrink(RandomGraph graph, string fault, Func<IReadOnlyList<RandomGraph>,
        IReadOnlyList<string?>> faultsOf)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var smaller = Steps(graph).Select(step => step.Pruned()).Where(step => step.Weight < graph.Weight && IsValid(step)).ToArray();
            if (smaller.Length == 0) break;
            var faults = faultsOf(smaller);
            var best = smaller.Zip(faults).Where(step => step.Second is not null && Kind(step.Second) == Kind(fault))
                .OrderBy(step => step.First.Weight).FirstOrDefault();
            if (best.Second is null) break;
            (graph, fault) = best;
        }
        return (graph, fault);
    }

    /// <summary>A wrong number must not become a model that the compiler refuses.</summary>
    static string Kind(string fault) => fault.Contains(": ") && (fault.StartsWith("refused", StringComparison.Ordinal) || fault.Contains(" fails", StringComparison.Ordinal)) ? fault[..fault.IndexOf(':')] : "";

    static bool IsValid(RandomGraph graph)
    {
        if (graph.Nodes.Count == 0) return false;
        try
        {
            Trial.ReferenceOf(graph);
            return true;
        }
        catch (Exception e) when (e is RefusedException or ModelException or InvalidOperationException or IndexOutOfRangeException or ArgumentException or OverflowException or KeyNotFoundException)
        {
            return false;
        }
    }

    static IEnumerable<RandomGraph> Steps(RandomGraph graph)
    {
        foreach (var output in graph.Outputs)
        {
            if (graph.Outputs.Count > 1) yield return graph with { Outputs = [output] };
            if (graph.Outputs.Count > 2) yield return graph with { Outputs = [.. graph.Outputs.Where(other => other != output)] };
        }
        var values = Values(graph);
        foreach (var node in graph.Nodes)
        {
            // A node's outputs become inputs: all before it goes.
            yield return graph with
            {
                Nodes = [.. graph.Nodes.Where(other => other != node)],
                Sources = [.. graph.Sources, .. node.Output.Select(name => new Source(name, values[name], IsConstant: false))],
                Outputs = [.. graph.Outputs.Except(node.Output)],
            };
            // All behind it goes.
            foreach (var output in node.Output) yield return graph with { Outputs = [output] };
            // It is left out, where an input fits in the place of the output.
            foreach (var input in node.Input.Where(name => name.Length > 0 && values[name].Type.Equals(values[node.Output[0]].Type)))
                yield return Renamed(graph with { Nodes = [.. graph.Nodes.Where(other => other != node)] }, node.Output[0], input);
            foreach (var attribute in node.Attribute)
            {
                var plain = node.Clone();
                plain.Attribute.Remove(attribute);
                yield return graph with { Nodes = [.. graph.Nodes.Select(other => other == node ? plain : other)] };
            }
        }
        var sizes = graph.Sources.SelectMany(source => source.Value.Shape.Sizes).Where(size => size > 1).Distinct();
        foreach (var size in sizes)
            foreach (var smaller in new[] { 1, size / 2, size - 1 }.Distinct().Where(smaller => smaller > 0 && smaller < size))
            {
                yield return graph with { Sources = [.. graph.Sources.Select(source => source with { Value = Cropped(source.Value, size, smaller) })] };
                for (var i = 0; i < graph.Sources.Count; i++)
                    yield return graph with { Sources = [.. graph.Sources.Select((source, j) => i == j ? source with { Value = Cropped(source.Value, size, smaller) } : source)] };
            }
    }

    static Dictionary<string, Tensor> Values(RandomGraph graph)
    {
        var names = graph.Nodes.SelectMany(node => node.Output).ToArray();
        var values = graph.Sources.ToDictionary(source => source.Name, source => source.Value);
        foreach (var (name, data) in names.Zip(Trial.ReferenceOf(graph with { Outputs = names }))) values[name] = data.Value;
        return values;
    }

    static RandomGraph Renamed(RandomGraph graph, string old, string name)
    {
        NodeProto Rename(NodeProto node)
        {
            var renamed = node.Clone();
            for (var i = 0; i < renamed.Input.Count; i++)
                if (renamed.Input[i] == old) renamed.Input[i] = name;
            return renamed;
        }
        return graph with { Nodes = [.. graph.Nodes.Select(Rename)], Outputs = [.. graph.Outputs.Where(output => output != old)] };
    }

    /// <summary>Each axis of that size is cut.</summary>
    static Tensor Cropped(Tensor tensor, int size, int smaller)
    {
        var shape = new Shape(tensor.Shape.Sizes.Select(each => each == size ? smaller : each));
        if (shape.Equals(tensor.Shape)) return tensor;
        var cropped = new Tensor(tensor.Element, shape);
        for (var flat = 0; flat < cropped.Count; flat++)
        {
            int from = 0, stride = 1;
            for (int axis = shape.Rank - 1, left = flat; axis >= 0; left /= shape[axis--])
            {
                from += left % shape[axis] * stride;
                stride *= tensor.Shape[axis];
            }
            cropped.SetDouble(flat, tensor.GetDouble(from));
        }
        return cropped;
    }
}
