using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Support;

namespace EdgeCompile.Emit;

/// <summary>All that the public part of a generated class depends on: names, types and shapes, never weights.</summary>
/// <param name="Options">Class, namespace and file name.</param>
/// <param name="Inputs">The model's inputs that are not constants.</param>
/// <param name="Outputs">The model's outputs.</param>
/// <param name="Origin">What the file's header says of where the class comes from, a line each.</param>
/// <param name="Detection">How to read the output of a detector; null for any other model.</param>
sealed record ModelSignature(
    CompileOptions Options, EquatableArray<Port> Inputs, EquatableArray<Port> Outputs, EquatableArray<string> Origin, DetectionTask? Detection = null)
{
    /// <summary>
    /// Names that emitted code uses beside the model's own, so that no parameter is called so. (Those of a detector's calls stand apart.)
    /// </summary>
    static readonly string[] ReservedParameters = ["arena", "weights", "workers", "strings", "lap", "nameof"];

    /// <summary>The signature of a model, also of one whose import failed: its class still has the methods that the user's code calls.</summary>
    /// <exception cref="ModelException">An input or output is no tensor.</exception>
    public static ModelSignature Of(ImportedModel model, CompileOptions options, params string[] origin)
    {
        var parameters = new Names(ReservedParameters);
        var signature = new ModelSignature(options, Ports(model.Inputs, parameters), Ports(model.Outputs, parameters), origin);
        return signature with { Detection = DetectionTask.Of(signature, model.Metadata) };
    }

    /// <summary>The parameters of the method that does the work, which the public part declares and the body implements.</summary>
    public string ExecuteParameters => string.Join(", ", ["ref byte arena", .. Parameters]);

    /// <summary>The parameters of Run and Predict.</summary>
    public string RunParameters => string.Join(", ", Parameters);

    /// <summary>The arguments that pass Run's parameters on.</summary>
    public string RunArguments => string.Join(", ", Inputs.Concat(Outputs).Select(port => port.Parameter));

    IEnumerable<string> Parameters =>
        [.. Inputs.Select(port => $"{port.ReadOnlySpan} {port.Parameter}"), .. Outputs.Select(port => $"{port.Span} {port.Parameter}")];

    static EquatableArray<Port> Ports(IEnumerable<ModelValue> values, Names parameters)
    {
        var members = new Names();
        return values.Select(value => new Port(
            value.Name, parameters.Unique(CSharpText.Identifier(value.Name, pascal: false)),
            members.Unique(CSharpText.Identifier(value.Name, pascal: true)), TensorOf(value)?.Element
                ?? ElementType.Float32, TensorOf(value)?.Shape, value.Quantisation))
            .ToEquatableArray();
    }

    static TensorType? TensorOf(ModelValue value) => value.Type is null or TensorType
        ? (TensorType?)value.Type
        : throw new ModelException($"{MessageText.Quote(value.Name)} is {value.Type}, and a class takes and gives tensors only");
}
