using EdgeCompile.Ir;
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
    /// <summary>Names that emitted code uses beside the model's own, so that no parameter is called so.</summary>
    static readonly string[] ReservedParameters = ["arena", "image", "detections", "confidence", "iou"];

    /// <summary>The signature of an imported model.</summary>
    public static ModelSignature Of(Graph graph, CompileOptions options, IReadOnlyDictionary<string, string> metadata, params string[] origin) => Of(
        options,
        [.. graph.Inputs.Select(value => (value.Name, value.Element, (Shape?)value.Shape))],
        [.. graph.Outputs.Select((value, i) => (graph.OutputNames[i], value.Element, (Shape?)value.Shape))],
        metadata, origin);

    /// <summary>The signature that a model declares; shapes are null where it does not say them.</summary>
    public static ModelSignature Of(
        CompileOptions options, IReadOnlyList<(string Name, ElementType Element, Shape? Shape)> inputs,
        IReadOnlyList<(string Name, ElementType Element, Shape? Shape)> outputs, IReadOnlyDictionary<string, string> metadata, params string[] origin)
    {
        var parameters = new Names(ReservedParameters);
        var signature = new ModelSignature(options, Ports(inputs, parameters), Ports(outputs, parameters), origin);
        return signature with { Detection = DetectionTask.Of(signature, metadata) };
    }

    /// <summary>The parameters of the method that does the work, which the public part declares and the body implements.</summary>
    public string ExecuteParameters => string.Join(", ", ["ref byte arena", .. Parameters(inputs: true, outputs: true)]);

    /// <summary>The parameters of Run and Predict.</summary>
    public string RunParameters => string.Join(", ", Parameters(inputs: true, outputs: true));

    /// <summary>The arguments that pass Run's parameters on.</summary>
    public string RunArguments => string.Join(", ", Inputs.Concat(Outputs).Select(port => port.Parameter));

    IEnumerable<string> Parameters(bool inputs, bool outputs) =>
        (inputs ? Inputs.Select(port => $"{port.ReadOnlySpan} {port.Parameter}") : [])
        .Concat(outputs ? Outputs.Select(port => $"{port.Span} {port.Parameter}") : []);

    static EquatableArray<Port> Ports(IEnumerable<(string Name, ElementType Element, Shape? Shape)> tensors, Names parameters)
    {
        var members = new Names();
        return tensors.Select(tensor => new Port(
            tensor.Name, parameters.Unique(CSharpText.Identifier(tensor.Name, pascal: false)),
            members.Unique(CSharpText.Identifier(tensor.Name, pascal: true)), tensor.Element, tensor.Shape)).ToEquatableArray();
    }
}
