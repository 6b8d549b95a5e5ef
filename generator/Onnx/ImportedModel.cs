using EdgeCompile.Ir;

namespace EdgeCompile.Onnx;

/// <summary>An input or output of a model as its users see it; the type is null where a fault keeps it from being known.</summary>
/// <param name="Name">The name in the model.</param>
/// <param name="Type">The type.</param>
/// <param name="Quantisation">What its integers stand for, where the model says it of the whole tensor.</param>
sealed record ModelValue(string Name, Ir.ValueType? Type, Quantisation? Quantisation = null);

/// <summary>A model file after import: the graph, and what else the file says.</summary>
/// <param name="Graph">The graph; null if diagnostics of the import are errors.</param>
/// <param name="Inputs">Inputs without initialisers, known even where the graph is not.</param>
/// <param name="Outputs">Outputs, typed as inferred or, failing that, as the file declares them.</param>
sealed record ImportedModel(Graph? Graph, IReadOnlyList<ModelValue> Inputs, IReadOnlyList<ModelValue> Outputs)
{
    /// <summary>The version of ONNX's file format.</summary>
    public required long IrVersion { get; init; }
    /// <summary>Versions of the operators' domains in the order of their names; ai.onnx is "".</summary>
    public required IReadOnlyDictionary<string, int> Opsets { get; init; }
    /// <summary>Name and version of the exporter.</summary>
    public required string Producer { get; init; }
    /// <summary>The model's own key-value pairs, in the order of their keys.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}
