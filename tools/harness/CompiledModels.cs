using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Host;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Planning;

namespace EdgeCompile.Harness;

/// <summary>A model to compile, and how.</summary>
sealed record ModelSource(string Name, byte[] Bytes, string InputShapes = "", IExternalData? ExternalData = null, bool Profile = false)
{
    /// <summary>A model's file; its external data lies beside it.</summary>
    public static ModelSource FromFile(string name, string path, string inputShapes = "", bool profile = false) =>
        new(name, FileContent.ReadAll(path), inputShapes, new NeighbourFiles(path), profile);
}

/// <summary>
/// Models compiled by this project's compiler, then by Roslyn in one assembly, and loaded. A model that was refused has diagnostics and
/// no class.
/// </summary>
sealed class CompiledModels : IDisposable
{
    const string Namespace = "Compiled";

    readonly LoadedAssembly? _assembly;

    CompiledModels(LoadedAssembly? assembly, IReadOnlyList<CompiledClass> models)
    {
        _assembly = assembly;
        Models = models;
    }

    /// <summary>The assembly as a file, to be run elsewhere; only where that was asked for.</summary>
    public byte[]? Image { get; private init; }

    public IReadOnlyList<CompiledClass> Models { get; }

    /// <summary>Compiles all of them; an assembly that is not collectible has faster statics, as in a real program.</summary>
    public static CompiledModels Compile(IReadOnlyList<ModelSource> sources, bool collectible = true, bool keepImage = false,
        CancellationToken cancellation = default) =>
        Load([.. sources.Select((source, i) => Generate(source, i, cancellation))], collectible, keepImage, cancellation);

    /// <summary>
    /// The same, but what fails in the compiler or does not compile as C# fails for its model alone, as its <see cref="CompiledClass.Fault"/>.
    /// </summary>
    public static CompiledModels CompileEach(IReadOnlyList<ModelSource> sources, CancellationToken cancellation = default)
    {
        var parts = sources.AsParallel().AsOrdered().Select(TryGenerate).ToArray();
        while (true)
        {
            try
            {
                return Load(parts, collectible: true, keepImage: false, cancellation);
            }
            catch (CompilationException e)
            {
                var faulty = parts.Where(part => e.Errors.Any(error => part.Sources.Any(file => file.HintName == error.Location.SourceTree?.FilePath))).ToArray();
                if (faulty.Length == 0) throw;
                foreach (var part in faulty)
                {
                    var files = part.Sources.Select(file => file.HintName).ToHashSet();
                    part.Class.Fault =
                        new CompilationException([.. e.Errors.Where(error => files.Contains(error.Location.SourceTree?.FilePath ?? ""))]);
                }
                parts = [.. parts.Select(part => part.Class.Fault is null ? part : part with { Sources = [], Weights = null })];
            }
        }

        Part TryGenerate(ModelSource source, int index)
        {
            try
            {
                return Generate(source, index, cancellation);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                return new("", [], null, new CompiledClass(source, new ModelAnalysis(new DiagnosticBag(), null, null, null)) { Fault = e });
            }
        }
    }

    public void Dispose() => _assembly?.Dispose();

    static CompiledModels Load(IReadOnlyList<Part> parts, bool collectible, bool keepImage, CancellationToken cancellation)
    {
        var files = parts.SelectMany(part => part.Sources).ToArray();
        if (files.Length == 0) return new(null, [.. parts.Select(part => part.Class)]);

        var image = InMemoryCompiler.Image(files, parts.Select(part => part.Weights).OfType<WeightBlob>(), checksOverflow: collectible, cancellation);
        var assembly = new LoadedAssembly(image, collectible);
        foreach (var part in parts)
            if (part.Sources.Count > 0) part.Class.Load(assembly, $"{Namespace}.{part.ClassName}");
        return new(assembly, [.. parts.Select(part => part.Class)]) { Image = keepImage ? image.ToArray() : null };
    }

    static Part Generate(ModelSource source, int index, CancellationToken cancellation)
    {
        var className = "Model" + index;
        var options = new CompileOptions
        {
            ClassName = className, Namespace = Namespace, FileName = source.Name, InputShapes = source.InputShapes,
            TestHook = true, Profile = source.Profile, WeightResource = className + ".weights",
        };
        var analysis = Compiler.Analyze(source.Bytes, options, source.ExternalData, cancellation);
        var whole = Compiler.EmitAll(analysis, options);
        return new(className, whole.Sources, whole.Weights, new CompiledClass(source, analysis));
    }

    sealed record Part(string ClassName, IReadOnlyList<SourceFile> Sources, WeightBlob? Weights, CompiledClass Class);
}

/// <summary>One model of several compiled together.</summary>
sealed class CompiledClass(ModelSource source, ModelAnalysis analysis)
{
    (LoadedAssembly Assembly, string Name)? _class;

    public string Name => source.Name;
    public IReadOnlyList<ModelDiagnostic> Diagnostics => analysis.Diagnostics.All;
    public Plan? Plan => analysis.Plan;
    /// <summary>
    /// The exception that the compiler failed with, or what Roslyn found wrong in its code; only where each model is compiled for itself.
    /// </summary>
    public Exception? Fault { get; internal set; }
    public bool IsCompiled => _class is not null;

    /// <summary>Why there is no class, for messages.</summary>
    public string Refusal => string.Join("; ", Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error)
        .Select(diagnostic => $"{diagnostic.Id} {diagnostic.Message}"));

    /// <summary>The graph once more as the model has it, before any pass: for the interpreter.</summary>
    public Graph Import() => ModelImporter.Import(source.Bytes, new CompileOptions { ClassName = "Reference", InputShapes = source.InputShapes },
        source.ExternalData, new DiagnosticBag())?.Graph ?? throw new InvalidOperationException($"{Name} was refused: {Refusal}");

    internal void Load(LoadedAssembly assembly, string className) => _class = (assembly, className);

    /// <summary>The generated class.</summary>
    public Type Type => _class is var (assembly, name) ? assembly.Assembly.GetType(name, throwOnError: true)!
        : throw new InvalidOperationException($"{Name} was refused: {Refusal}");

    /// <summary>A new instance, to be run on any rung.</summary>
    public LoadedModel New()
    {
        var (assembly, name) = _class ?? throw new InvalidOperationException($"{Name} was refused: {Refusal}");
        var signature = analysis.Signature!;
        return new(assembly, name, [.. signature.Inputs.Select(Type)], [.. signature.Outputs.Select(Type)]);

        static TensorType Type(Port port) => new(port.Element, port.Shape!);
    }
}
