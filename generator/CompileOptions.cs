using EdgeCompile.Support;

namespace EdgeCompile;

/// <summary>How a model is to be compiled: what the user said in the project, or a test or tool in its place.</summary>
sealed record CompileOptions
{
    /// <summary>The class that is made; a valid C# identifier.</summary>
    public required string ClassName { get; init; }
    /// <summary>Its namespace; "" for the global one.</summary>
    public string Namespace { get; init; } = "";
    /// <summary>The model's file name without folders, for messages and headers.</summary>
    public string FileName { get; init; } = "model.onnx";
    /// <summary>Shapes for inputs with symbolic dimensions, as in <c>images=1x3x416x416;mask=1x8</c>, or single symbols, as in <c>N=1</c>.</summary>
    public string InputShapes { get; init; } = "";
    /// <summary>Names of passes that are left out; for tests.</summary>
    public EquatableArray<string> WithoutPasses { get; init; } = [];
    /// <summary>Rungs to emit by name, best last; empty: all.</summary>
    public EquatableArray<string> Rungs { get; init; } = [];
    /// <summary>Whether the class gets the hook by which tests and benchmarks force a rung and run it on untyped buffers.</summary>
    public bool TestHook { get; init; }
    /// <summary>Whether the class counts the time of each step in <c>StepTicks</c>; for analysis.</summary>
    public bool Profile { get; init; }
    /// <summary>All string literals of an assembly share 16 MB of metadata (CS8103); one model gets at most half of it.</summary>
    public const int MostInlineBytes = 8 << 20;

    /// <summary>Weights of at most this many bytes are string literals in the code, larger ones a manifest resource.</summary>
    public int InlineWeightLimit { get; init; } = 1 << 20;
    /// <summary>Whether weights of that many bytes are literals: within the limit, and within what a compiler takes at all.</summary>
    public bool IsInline(int weightBytes) => weightBytes <= Math.Min(InlineWeightLimit, MostInlineBytes);
    /// <summary>The manifest resource that the build provides for the weights; "" if it provides none.</summary>
    public string WeightResource { get; init; } = "";

    /// <summary>All of the options as text: what is equal gives the same code for the same model.</summary>
    public string Key =>
        string.Join("\n", ClassName, Namespace, FileName, InputShapes, string.Join(",", WithoutPasses), string.Join(",", Rungs), TestHook, Profile,
        CSharpText.Number(InlineWeightLimit), WeightResource);

    /// <summary>Namespace and class; two models of one project must not share it.</summary>
    public string FullName => Namespace.Length == 0 ? ClassName : Namespace + "." + ClassName;
    /// <summary>The name of one of the class's files, as in <c>Camera.ObjectDetector.g.cs</c>.</summary>
    public string HintName(string ending) => FullName.Replace("@", "") + "." + ending;
}

/// <summary>
/// What compiling a model gives: files of C#, the weights where they do not fit into them, and what there is to say about the model.
/// </summary>
sealed record CompiledModel(EquatableArray<SourceFile> Sources, EquatableArray<Diagnostics.ModelDiagnostic> Diagnostics, WeightBlob? Weights = null);

/// <summary>A file of generated C#.</summary>
sealed record SourceFile(string HintName, string Text);

/// <summary>The packed weights of a model that go into a manifest resource; compared by hash.</summary>
sealed record WeightBlob(string ResourceName, string Sha256, byte[] Bytes)
{
    public bool Equals(WeightBlob? other) => other is not null && ResourceName == other.ResourceName && Sha256 == other.Sha256;
    public override int GetHashCode() => Sha256.GetHashCode();
}
