using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeCompile.Harness;

/// <summary>
/// Compiles generated sources as a user's project would, but more strictly: no unsafe code, nullable on, every warning an error, arithmetic
/// checked for overflow unless speed matters. All sources of a call go into one assembly, because starting the compiler costs more than most
/// models.
/// </summary>
static class InMemoryCompiler
{
    static readonly CSharpParseOptions parsing = new(LanguageVersion.Latest, DocumentationMode.Diagnose);

    static readonly CSharpCompilationOptions options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        deterministic: true,
        nullableContextOptions: NullableContextOptions.Enable,
        warningLevel: 9999,
        generalDiagnosticOption: ReportDiagnostic.Error);

    // The running framework and runtime-min; not the rest of this process, which a user's project does not have either.
    static readonly Lazy<MetadataReference[]> references = new(() =>
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location);
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        return [.. trusted
            .Where(path => Path.GetDirectoryName(path) == framework || Path.GetFileNameWithoutExtension(path) == "EdgeCompile.Runtime")
            .Select(path => MetadataReference.CreateFromFile(path))];
    });

    /// <summary>
    /// Compiles and loads. A collectible assembly can be unloaded again; one that is not has faster statics, as in a real program.
    /// </summary>
    public static LoadedAssembly Compile(
        IEnumerable<SourceFile> sources, IEnumerable<WeightBlob> weights, bool collectible = true, CancellationToken cancellation = default) =>
        new(Image(sources, weights, checksOverflow: collectible, cancellation), collectible);

    /// <summary>Compiles to an assembly in memory.</summary>
    public static MemoryStream Image(IEnumerable<SourceFile> sources, IEnumerable<WeightBlob> weights, bool checksOverflow,
        CancellationToken cancellation = default)
    {
        var compilation = Create(sources, parsing, options.WithOverflowChecks(checksOverflow), cancellation);
        var image = new MemoryStream();
        var result = compilation.Emit(
            image,
            manifestResources: weights.Select(blob => new ResourceDescription(blob.ResourceName, () => new MemoryStream(blob.Bytes),
                isPublic: false)),
            cancellationToken: cancellation);
        var errors = result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (!result.Success || errors.Count > 0) throw new CompilationException(errors);

        image.Position = 0;
        return image;
    }

    /// <summary>
    /// What the compiler says of sources in a project with another language version or without nullable annotations; nothing is made.
    /// </summary>
    public static IReadOnlyList<Diagnostic> Diagnose(IEnumerable<SourceFile> sources, LanguageVersion version, NullableContextOptions nullable) =>
    [
        .. Create(sources, parsing.WithLanguageVersion(version), options.WithNullableContextOptions(nullable), default).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
    ];

    static CSharpCompilation Create(
        IEnumerable<SourceFile> sources, CSharpParseOptions parsing, CSharpCompilationOptions options, CancellationToken cancellation) =>
        CSharpCompilation.Create("EdgeCompile.InMemory",
            sources.AsParallel().AsOrdered().Select(source => CSharpSyntaxTree.ParseText(source.Text, parsing, source.HintName, Encoding.UTF8,
                cancellation)), references.Value, options);
}

/// <summary>An assembly compiled in memory, in a load context of its own that falls back to this process's assemblies.</summary>
sealed class LoadedAssembly : IDisposable
{
    readonly AssemblyLoadContext context;

    public LoadedAssembly(Stream image, bool collectible)
    {
        context = new("EdgeCompile.InMemory", collectible);
        Assembly = context.LoadFromStream(image);
    }

    public Assembly Assembly { get; }

    public void Dispose()
    {
        if (context.IsCollectible) context.Unload();
    }
}

/// <summary>Generated code did not compile cleanly: a fault of the emitter.</summary>
sealed class CompilationException(IReadOnlyList<Diagnostic> errors) : Exception(Describe(errors))
{
    const int Shown = 20;

    public IReadOnlyList<Diagnostic> Errors { get; } = errors;

    static string Describe(IReadOnlyList<Diagnostic> errors) =>
        $"generated code does not compile ({errors.Count} errors)\n" + string.Join('\n', errors.Take(Shown).Select(error =>
            $"  {error.GetMessage()} [{error.Id}] {error.Location.GetLineSpan()}: {Line(error.Location)}"));

    static string Line(Location location) =>
        location.SourceTree?.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString().Trim() ?? "";
}
