using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>A tensor that a graph begins with: an input, or a constant of the model.</summary>
sealed record Source(string Name, Tensor Value, bool IsConstant);

/// <summary>A graph in the form in which it is drawn, shrunk and shown, with the numbers that it is run on.</summary>
sealed record RandomGraph(int Seed, int Opset, IReadOnlyList<Source> Sources, IReadOnlyList<NodeProto> Nodes, IReadOnlyList<string> Outputs)
{
    public IEnumerable<Source> Inputs => Sources.Where(source => !source.IsConstant);

    public byte[] Model()
    {
        var model = new ModelBuilder(Opset).Opset("com.microsoft", 1);
        foreach (var source in Sources)
            if (source.IsConstant) model.Initialiser(source.Name, source.Value);
            else model.Input(source.Name, source.Value.Element, [.. source.Value.Shape.Sizes.Cast<object?>()]);
        model.Graph.Node.AddRange(Nodes);
        foreach (var output in Outputs) model.Output(output);
        return model.Proto.ToByteArray();
    }

    /// <summary>Without the nodes and sources that no output needs.</summary>
    public RandomGraph Pruned()
    {
        var needed = Outputs.ToHashSet();
        var nodes = new List<NodeProto>();
        foreach (var node in Nodes.Reverse())
        {
            if (!node.Output.Any(needed.Contains)) continue;
            needed.UnionWith(node.Input);
            nodes.Insert(0, node);
        }
        return this with { Nodes = nodes, Sources = [.. Sources.Where(source => needed.Contains(source.Name))] };
    }

    /// <summary>How much there is to read, for the choice between two graphs that fail alike.</summary>
    public long Weight => Nodes.Count * 1_000_000L + Outputs.Count * 100_000L + Sources.Count * 10_000L
        + Nodes.Sum(node => node.Attribute.Count) * 1_000L + Sources.Sum(source => Math.Min(source.Value.Count, 999));
}
