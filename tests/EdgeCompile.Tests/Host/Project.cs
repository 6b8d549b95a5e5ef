using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace EdgeCompile.Tests.Host;

/// <summary>
/// A user's project in memory, with models as files in a folder of its own, and the generator as an editor or the compiler runs it.
/// </summary>
sealed class Project : IDisposable
{
    static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(ModelNotCompiledException).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    readonly Dictionary<string, ModelText> _models = new(StringComparer.Ordinal);
    readonly List<AdditionalText> _others = [];
    readonly Dictionary<string, string> _properties = new(StringComparer.Ordinal);
    readonly CSharpParseOptions _parsing;
    GeneratorDriver? _driver;
    Options? _options;   // one object until something changes, as hosts keep it
    Compilation _compilation;

    public Project(string folder = "", LanguageVersion language = LanguageVersion.CSharp12,
        NullableContextOptions nullable = NullableContextOptions.Enable)
    {
        Folder = Directory.CreateTempSubdirectory("edgecompile-" + folder).FullName;
        _parsing = new(language, DocumentationMode.Diagnose);
        _compilation = CSharpCompilation.Create("User", [], References, new(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: nullable, warningLevel: 9999,
                generalDiagnosticOption: ReportDiagnostic.Error));
    }

    public string Folder { get; }
    public string Source { set => _compilation = _compilation.RemoveAllSyntaxTrees().AddSyntaxTrees(CSharpSyntaxTree.ParseText(value, _parsing, "User.cs")); }

    /// <summary>Writes a model and makes it, or makes it again, an additional file with the given metadata.</summary>
    public Project Model(string fileName, byte[] bytes, params (string Key, string Value)[] metadata)
    {
        var path = Path.Combine(Folder, fileName);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return Listed(fileName, metadata);
    }

    /// <summary>Makes a file an additional file, whether or not it exists.</summary>
    public Project Listed(string fileName, params (string Key, string Value)[] metadata)
    {
        var old = _models.GetValueOrDefault(fileName);
        var text = new ModelText(Path.Combine(Folder, fileName),
            metadata.ToImmutableDictionary(pair => "build_metadata.AdditionalFiles." + pair.Key, pair => pair.Value));
        _models[fileName] = text;
        _options = null;
        _driver = old is null ? _driver?.AddAdditionalTexts([text]) : _driver?.ReplaceAdditionalText(old, text);
        return this;
    }

    /// <summary>Adds an additional file that is text; without content, what the file on disk has when it is asked for.</summary>
    public Project Text(string fileName, string? content = null)
    {
        var text = new OtherText(Path.Combine(Folder, fileName), content);
        _others.Add(text);
        _driver = _driver?.AddAdditionalTexts([text]);
        return this;
    }

    public Project Property(string key, string value)
    {
        _properties["build_property." + key] = value;
        _options = null;
        return this;
    }

    /// <summary>Runs the generator; later runs of the same project go on from what it has cached.</summary>
    public Run Generate()
    {
        _options ??= new(new Values(_properties.ToImmutableDictionary()));
        _driver ??= CSharpGeneratorDriver.Create(
            [new ModelGenerator().AsSourceGenerator()], _models.Values.Concat(_others), _parsing, _options,
                new(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        _driver = _driver.WithUpdatedAnalyzerConfigOptions(_options).RunGeneratorsAndUpdateCompilation(_compilation, out var compilation, out _);
        return new(_driver.GetRunResult().Results.Single(), compilation);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    sealed class ModelText(string path, ImmutableDictionary<string, string> metadata) : AdditionalText
    {
        public Values Metadata { get; } = new(metadata);
        public override string Path => path;
        public override SourceText? GetText(CancellationToken cancellationToken = default) =>
            throw new InvalidDataException("a model has no text (CS2015)");
    }

    sealed class OtherText(string path, string? content) : AdditionalText
    {
        public override string Path => path;
        public override SourceText? GetText(CancellationToken cancellationToken = default) =>
            SourceText.From(content ?? File.ReadAllText(path), System.Text.Encoding.UTF8);
    }

    sealed class Values(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }

    sealed class Options(Values properties) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions => properties;
        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(ImmutableDictionary<string, string>.Empty);
        public override AnalyzerConfigOptions GetOptions(AdditionalText text) =>
            text is ModelText model ? model.Metadata : new Values(ImmutableDictionary<string, string>.Empty);
    }
}

/// <summary>What the generator did and the compilation with its files.</summary>
sealed record Run(GeneratorRunResult Result, Compilation Compilation)
{
    public IReadOnlyDictionary<string, string> Sources { get; } = Result.GeneratedSources.ToDictionary(source => source.HintName,
        source => source.SourceText.ToString());
    public IReadOnlyList<string> Ids { get; } = [.. Result.Diagnostics.Select(diagnostic => diagnostic.Id)];

    /// <summary>Why a step ran, once for each of its outputs; "not run" where it was not.</summary>
    public string Reasons(string step) => !Result.TrackedSteps.TryGetValue(step, out var steps) ? "not run"
        : string.Join(", ", steps.SelectMany(run => run.Outputs).Select(output => output.Reason));

    /// <summary>Errors and warnings of the C# compiler in user code and generated code.</summary>
    public IEnumerable<string> CompilerFaults =>
        Compilation.GetDiagnostics().Where(fault => fault.Severity >= DiagnosticSeverity.Warning).Select(fault => fault.ToString());

    /// <summary>Compiles everything and loads it.</summary>
    public System.Reflection.Assembly Load()
    {
        using var image = new MemoryStream();
        var result = Compilation.Emit(image);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        image.Position = 0;
        return new AssemblyLoadContext("user", isCollectible: true).LoadFromStream(image);
    }
}
