using System.Reflection;
using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Planning;
using EdgeCompile.Runtime;

namespace EdgeCompile.Harness;

/// <summary>A model to compile: a name that is unique among those compiled together, and how.</summary>
sealed record ModelSource(string Name, byte[] Bytes, string InputShapes = "", IExternalData? ExternalData = null, bool Profile = false)
{
    public static ModelSource FromFile(string name, string path, string inputShapes = "", bool profile = false) =>
        new(name, File.ReadAllBytes(path), inputShapes, Profile: profile);
}

/// <summary>
/// Models compiled by this project's compiler, then by Roslyn in one assembly, and loaded. A model that was refused has diagnostics and
/// no class.
/// </summary>
sealed class CompiledModels : IDisposable
{
    readonly LoadedAssembly? _assembly;

    CompiledModels(LoadedAssembly? assembly, IReadOnlyList<CompiledClass> models)
    {
        _assembly = assembly;
        Models = models;
    }

    public IReadOnlyList<CompiledClass> Models { get; }

    public static CompiledModels Compile(IReadOnlyList<ModelSource> sources, bool collectible = true, CancellationToken cancellation = default)
    {
        var parts = sources.Select((source, i) => Generate(source, i, cancellation)).ToArray();
        var files = parts.SelectMany(part => part.Sources.Select(file => new SourceFile(file.HintName, file.Text))).ToArray();
        if (files.Length == 0) return new(null, [.. parts.Select(part => part.Class)]);

        var resources = parts.Select(part => part.Weights).OfType<WeightBlob>().Select(blob => (blob.ResourceName, blob.Bytes));
        var assembly = InMemoryCompiler.Compile(files, resources, collectible, cancellation);
        foreach (var part in parts)
            if (part.Sources.Count > 0) part.Class.Load(assembly.Assembly.GetType("Compiled." + part.ClassName, throwOnError: true)!);
        return new(assembly, [.. parts.Select(part => part.Class)]);
    }

    public void Dispose() => _assembly?.Dispose();

    static Part Generate(ModelSource source, int index, CancellationToken cancellation)
    {
        var className = "Model" + index;
        var options = new CompileOptions
        {
            ClassName = className, Namespace = "Compiled", FileName = source.Name, InputShapes = source.InputShapes,
            TestHook = true, Profile = source.Profile, WeightResource = className + ".weights",
        };
        var compilation = Compiler.Analyze(source.Bytes, options, source.ExternalData, cancellation);
        var body = Compiler.Emit(compilation, options);
        IReadOnlyList<EdgeCompile.SourceFile> files = body.Sources.Count == 0 ? [] : [Emit.ApiEmitter.Emit(compilation.Signature!), .. body.Sources];
        return new(className, files, body.Weights, new CompiledClass(source, compilation));
    }

    sealed record Part(string ClassName, IReadOnlyList<EdgeCompile.SourceFile> Sources, WeightBlob? Weights, CompiledClass Class);
}

/// <summary>One model of several compiled together.</summary>
sealed class CompiledClass(ModelSource source, Compilation compilation)
{
    Type? _type;

    public string Name => source.Name;
    public IReadOnlyList<ModelDiagnostic> Diagnostics => compilation.Diagnostics.All;
    public Plan? Plan => compilation.Plan;
    public bool IsCompiled => _type is not null;
    /// <summary>Why there is no class, for messages.</summary>
    public string Refusal => string.Join("; ", Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error).Select(diagnostic => $"{diagnostic.Id} {diagnostic.Message}"));

    /// <summary>The graph once more as the model has it, before any pass: for the interpreter.</summary>
    public Graph Import() => ModelImporter.Import(source.Bytes, new CompileOptions { ClassName = "Reference", InputShapes = source.InputShapes },
        source.ExternalData, new DiagnosticBag())?.Graph ?? throw new InvalidOperationException($"{Name} was refused: {Refusal}");

    public void Load(Type type) => _type = type;

    /// <summary>A new instance.</summary>
    public ModelInstance New() => new(_type ?? throw new InvalidOperationException($"{Name} was refused: {Refusal}"), compilation.Signature!);
}

/// <summary>An instance of a compiled model, run on tensors.</summary>
sealed class ModelInstance(Type type, Emit.ModelSignature signature) : IDisposable
{
    readonly object _instance = Activator.CreateInstance(type)!;
    readonly PropertyInfo _rung = type.GetProperty("ForcedRung")!;
    Action<byte[][], byte[][]>? _run;

    /// <summary>Stopwatch ticks of each step; empty unless compiled with Profile.</summary>
    public long[] StepTicks => (long[]?)type.GetProperty("StepTicks")?.GetValue(null) ?? [];

    public byte[][] NewOutputs() => [.. signature.Outputs.Select(port => new byte[port.Shape!.Count * port.Element.Size()])];

    public static byte[][] Bytes(IReadOnlyList<Datum> inputs) => [.. inputs.Select(input => ((Tensor)input).Bytes)];

    /// <summary>The call itself, without allocation.</summary>
    public void Run(byte[][] inputs, byte[][] outputs) => (_run ??= type.GetMethod("RunRaw")!.CreateDelegate<Action<byte[][], byte[][]>>(_instance))(inputs, outputs);

    public void Force(Rung rung) => _rung.SetValue(null, rung);

    public IReadOnlyList<Datum> Run(IReadOnlyList<Datum> inputs, Rung rung)
    {
        Force(rung);
        var outputs = NewOutputs();
        Run(Bytes(inputs), outputs);
        return [.. signature.Outputs.Zip(outputs, (port, bytes) => (Datum)new Tensor(port.Element, port.Shape!, bytes))];
    }

    public void Dispose() => ((IDisposable)_instance).Dispose();
}
