using EdgeCompile.Diagnostics;

namespace EdgeCompile.Onnx;

/// <summary>The files beside a model that it names: what the model is depends on them, too.</summary>
static class ExternalFiles
{
    /// <summary>Their names in order, those alone that may be read.</summary>
    public static IReadOnlyList<string> NamedIn(byte[] model)
    {
        // Most models name none, and need not be parsed to know it.
        if (model.AsSpan().IndexOf("location"u8) < 0 || ModelReader.Read(model, new DiagnosticBag()) is not { } proto) return [];
        var nodes = proto.Functions.SelectMany(function => function.Node).SelectMany(TensorsOf);
        return
        [
            .. TensorsOf(proto.Graph).Concat(nodes).SelectMany(tensor => tensor.ExternalData)
                .Where(entry => entry.Key == "location" && ExternalDataReader.IsBareFileName(entry.Value))
                .Select(entry => entry.Value).Distinct().OrderBy(name => name, StringComparer.Ordinal),
        ];
    }

    static IEnumerable<TensorProto> TensorsOf(GraphProto graph) =>
        graph.Initializer.Concat(graph.SparseInitializer.SelectMany(TensorsOf)).Concat(graph.Node.SelectMany(TensorsOf));

    static IEnumerable<TensorProto> TensorsOf(NodeProto node) => node.Attribute.SelectMany(attribute =>
    {
        var sparse = attribute.SparseTensors.Concat(Present(attribute.SparseTensor));
        var graphs = attribute.Graphs.Concat(Present(attribute.G));
        return attribute.Tensors.Concat(Present(attribute.T)).Concat(sparse.SelectMany(TensorsOf)).Concat(graphs.SelectMany(TensorsOf));
    });

    static IEnumerable<TensorProto> TensorsOf(SparseTensorProto sparse) => Present(sparse.Values).Concat(Present(sparse.Indices));

    static IEnumerable<T> Present<T>(T? message) where T : class => message is null ? [] : [message];
}
