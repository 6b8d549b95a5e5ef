namespace EdgeCompile.Diagnostics;

/// <summary>All that EdgeCompile can say about a model or a project. Roslyn's descriptors and the pages in docs/diagnostics follow it.</summary>
static class Rules
{
    public static readonly Rule InternalError = new("EC0001", "Internal error", Severity.Error,
        "EdgeCompile failed on this model, which is a fault of EdgeCompile: {0}. Please report it with the model, or with the node it names.");

    public static readonly Rule NotAModel = new("EC0002", "Not a readable ONNX model", Severity.Error,
        "{0}. Check that the file is a whole ONNX model (not a Git LFS pointer, an archive or an unfinished download).");

    public static readonly Rule TooLarge = new("EC0003", "Model too large or nested too deeply", Severity.Error,
        "{0}. {1}.");

    public static readonly Rule UnsupportedOperator = new("EC0004", "Unsupported operator", Severity.Error,
        "node {0}: this operator is not supported. {1}.");

    public static readonly Rule UnsupportedOpset = new("EC0005", "Unsupported opset or domain", Severity.Error,
        "{0}: {1}. {2}.");

    public static readonly Rule AttributeRefused = new("EC0006", "Attribute that cannot be used", Severity.Error,
        "node {0}: attribute {1}: {2}.");

    public static readonly Rule NodeRefused = new("EC0007", "Node refused by its operator", Severity.Error,
        "{0}: {1}.");

    public static readonly Rule UnresolvedDimension = new("EC0008", "Dimension without a size", Severity.Error,
        "input {0} has the shape {1}, and EdgeCompile needs a number for each dimension. Say which, for example EdgeCompileInputShapes=\"{2}\".");

    public static readonly Rule BatchDefaulted = new("EC0009", "Batch dimension taken as 1", Severity.Info,
        "input {0} has the shape {1}; its first dimension is taken as 1. To choose another, set EdgeCompileInputShapes=\"{2}\".");

    public static readonly Rule Cycle = new("EC0010", "Nodes that wait for each other", Severity.Error,
        "node {0} needs its own output, through {1}. A graph of ONNX has no cycles; export the model again.");

    public static readonly Rule DuplicateName = new("EC0011", "Two values of one name", Severity.Error,
        "{0} is made a second time by {1}; each value of a graph has a name of its own. Export the model again.");

    public static readonly Rule MissingValue = new("EC0012", "Value that nothing makes", Severity.Error,
        "{0} reads {1}, which is no input, initialiser or output of a node. Export the model again.");

    public static readonly Rule TensorData = new("EC0013", "Tensor data that does not fit its type", Severity.Error,
        "{0}: {1}.");

    public static readonly Rule ExternalData = new("EC0014", "External data refused", Severity.Error,
        "{0}: {1}.");

    public static readonly Rule AttributeIgnored = new("EC0015", "Attribute without effect", Severity.Warning,
        "node {0}: attribute {1} is not one that EdgeCompile knows for this operator; it was ignored.");

    public static readonly Rule NotLowered = new("EC0016", "Operator that is known but not compiled", Severity.Error,
        "node {0}: {1}. It can be folded away at build time where its inputs are constants; here they are computed from the model's inputs.");

    public static readonly Rule SlowAot = new("EC0017", "NativeAOT without vector instructions", Severity.Warning,
        "PublishAot for x64 without IlcInstructionSet leaves AVX2 and AVX-512 out, which makes this model several times slower. "
        + "Add <IlcInstructionSet>x86-x64-v3</IlcInstructionSet> to the project (v4 where every machine has AVX-512).");

    public static readonly Rule WeightsTooLarge = new("EC0018", "Weights too large for the source", Severity.Error,
        "the weights take {0} bytes, more than the {1} that fit into generated source, and no resource holds them. "
        + "The package's build task writes one: reference the EdgeCompile package, or import its targets.");

    public static readonly Rule DuplicateClass = new("EC0019", "Two models of one class name", Severity.Error,
        "models {0} and {1} would both become the class {2}. Give one of them another name with EdgeCompileClass or EdgeCompileNamespace.");

    public static readonly Rule InvalidName = new("EC0020", "Option with an invalid value", Severity.Error,
        "{0} is set to {1}, which is not a valid {2}.");

    public static readonly Rule InvalidInputShapes = new("EC0021", "EdgeCompileInputShapes not understood", Severity.Error,
        "EdgeCompileInputShapes=\"{0}\": {1}. Write shapes as images=1x3x416x416, or sizes of symbols as N=1, separated by semicolons.");

    public static readonly Rule DetectionMetadata = new("EC0022", "Metadata of a detector not understood", Severity.Warning,
        "the model's metadata says that it detects objects, but {0}. Only the API on spans is made.");

    public static readonly Rule DeclaredTypeDiffers = new("EC0023", "Shape in the file differs from the computed one", Severity.Info,
        "the file says that {0} is {1}, and it is {2}{3}. The computed one holds.");

    public static readonly Rule FunctionRefused = new("EC0024", "Function that cannot be expanded", Severity.Error,
        "node {0}: {1}.");

    public static readonly Rule TooMany = new("EC0025", "More diagnostics than are shown", Severity.Info,
        "{0} more diagnostics of this model are not shown.");

    public static readonly Rule FloatIsland = new("EC0026", "Quantised tensors computed in float", Severity.Info,
        "node {0}: it stands between DequantizeLinear and QuantizeLinear and is computed in float32, because {1}.");

    public static readonly Rule SubnormalWeights = new("EC0027", "Subnormal weights taken as zero", Severity.Info,
        "node {0}: {1} of its weights are smaller than 2^-126 and are taken as zero, because products with them are slow.");

    /// <summary>All rules in the order of their numbers.</summary>
    public static IReadOnlyList<Rule> All { get; } =
    [
        InternalError, NotAModel, TooLarge, UnsupportedOperator, UnsupportedOpset, AttributeRefused, NodeRefused, UnresolvedDimension,
        BatchDefaulted, Cycle, DuplicateName, MissingValue, TensorData, ExternalData, AttributeIgnored, NotLowered, SlowAot,
        WeightsTooLarge, DuplicateClass, InvalidName, InvalidInputShapes, DetectionMetadata, DeclaredTypeDiffers, FunctionRefused, TooMany,
        FloatIsland, SubnormalWeights,
    ];
}
