using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EdgeCompile.Host;

/// <summary>Reads what the project says of a model: MSBuild properties and the metadata of its item.</summary>
static class ProjectOptions
{
    /// <summary>Names in the global namespace that would hide what all code uses.</summary>
    static readonly string[] ReservedGlobally = ["System", "Microsoft", "EdgeCompile"];

    public static ModelFile Read(AdditionalText text, FileContent content, AnalyzerConfigOptionsProvider project)
    {
        var item = project.GetOptions(text);
        var faults = new List<ModelDiagnostic>();
        var fileName = Path.GetFileName(text.Path);

        var space = Metadata("EdgeCompileNamespace") is { Length: > 0 } own ? own : Property(project.GlobalOptions, "EdgeCompileNamespace");
        if (space.Length > 0 && !space.Split('.').All(IsIdentifier))
        {
            faults.Add(Rules.InvalidName.At(-1, "EdgeCompileNamespace", MessageText.Quote(space), "namespace"));
            space = "";
        }

        var name = Metadata("EdgeCompileClass");
        if (name.Length > 0 && !IsClassName(name, space))
        {
            faults.Add(Rules.InvalidName.At(-1, "EdgeCompileClass", MessageText.Quote(name), "class name that is free here"));
            name = "";
        }
        if (name.Length == 0) name = ClassNameOf(fileName, space);

        var limit = Property(project.GlobalOptions, "EdgeCompileInlineWeightLimit");
        var options = new CompileOptions
        {
            ClassName = name,
            Namespace = space,
            FileName = fileName,
            InputShapes = Metadata("EdgeCompileInputShapes"),
            WeightResource = Metadata("EdgeCompileWeightResource"),
        };
        if (limit.Length > 0)
        {
            if (int.TryParse(limit, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bytes))
                options = options with { InlineWeightLimit = bytes };
            else faults.Add(Rules.InvalidName.At(-1, "EdgeCompileInlineWeightLimit", MessageText.Quote(limit), "number of bytes"));
        }
        if (content.Fault is { } fault) faults.Add(Rules.NotAModel.At(-1, $"{MessageText.Quote(fileName)} cannot be read: {fault.TrimEnd('.')}"));
        return new(text.Path, content, options, Property(project.GlobalOptions, "DesignTimeBuild") == "true", faults.ToEquatableArray());

        string Metadata(string key) => item.TryGetValue("build_metadata.AdditionalFiles." + key, out var value) ? value.Trim() : "";
    }

    /// <summary>A property of the project that the package makes visible; "" where it is not set.</summary>
    public static string Property(AnalyzerConfigOptions options, string key) => options.TryGetValue("build_property." + key, out var value) ? value.Trim() : "";

    /// <summary>A file's name as a class: <c>object_detector.onnx</c> becomes ObjectDetector.</summary>
    public static string ClassNameOf(string fileName, string space)
    {
        var name = CSharpText.Identifier(Path.GetFileNameWithoutExtension(fileName), pascal: true);
        return IsClassName(name, space) ? name : name.TrimStart('@') + "Model";
    }

    static bool IsClassName(string name, string space) =>
        IsIdentifier(name) && !ApiEmitter.IsMemberName(name) && !(space.Length == 0 && ReservedGlobally.Contains(name, StringComparer.Ordinal));

    static bool IsIdentifier(string name) =>
        SyntaxFacts.IsValidIdentifier(name) && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(name) == SyntaxKind.None;
}
