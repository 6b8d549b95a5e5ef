using EdgeCompile.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Support;

namespace EdgeCompile.Host;

/// <summary>
/// Reads what the project says of a model: MSBuild properties and the metadata of its item, for the generator and the build task alike.
/// </summary>
static class ProjectOptions
{
    /// <summary>Names in the global namespace that would hide what all code uses.</summary>
    static readonly string[] ReservedGlobally = ["System", "Microsoft", "EdgeCompile"];

    /// <summary>The property that says that the build makes a resource of weights that are too many for literals.</summary>
    public const string EmbedsWeights = "EdgeCompileEmbedsWeights";

    /// <summary>The model with its options; what is wrong with them are faults of the model.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="metadata">The item's metadata by name; "" where there is none.</param>
    /// <param name="property">The project's properties by name; "" where not set.</param>
    public static ModelFile Read(string path, FileContent content, Func<string, string> metadata, Func<string, string> property)
    {
        var faults = new List<ModelDiagnostic>();
        var fileName = Path.GetFileName(path);

        var space = metadata("EdgeCompileNamespace") is { Length: > 0 } own ? own : property("EdgeCompileNamespace");
        if (space.Length > 0 && !space.Split('.').All(CSharpText.IsIdentifier))
        {
            faults.Add(Rules.InvalidName.At(-1, "EdgeCompileNamespace", MessageText.Quote(space), "namespace"));
            space = "";
        }

        var name = metadata("EdgeCompileClass");
        if (name.Length > 0 && !IsClassName(name, space))
        {
            faults.Add(Rules.InvalidName.At(-1, "EdgeCompileClass", MessageText.Quote(name), "class name that is free here"));
            name = "";
        }
        if (name.Length == 0) name = ClassNameOf(fileName, space);

        var limit = property("EdgeCompileInlineWeightLimit");
        var options = new CompileOptions
        {
            ClassName = name,
            Namespace = space,
            FileName = fileName,
            InputShapes = metadata("EdgeCompileInputShapes")
                .Replace('|', ';'),   // a semicolon would begin a comment in the file that brings the value
        };
        if (property(EmbedsWeights) == "true") options = options with { WeightResource = $"EdgeCompile.{options.FullName}.weights" };
        if (limit.Length > 0)
        {
            if (int.TryParse(limit, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var bytes))
                options = options with { InlineWeightLimit = bytes };
            else faults.Add(Rules.InvalidName.At(-1, "EdgeCompileInlineWeightLimit", MessageText.Quote(limit), "number of bytes"));
        }
        if (InstructionSets.Read(property) is { } rungs) options = options with { Rungs = rungs };
        else faults.Add(Rules.InvalidName.At(-1, InstructionSets.Option, MessageText.Quote(property(InstructionSets.Option)),
            "list of " + InstructionSets.Known));
        if (content.Fault is { } fault) faults.Add(Rules.NotAModel.At(-1, $"{MessageText.Quote(fileName)} cannot be read: {fault.TrimEnd('.')}"));
        return new(path, content, options, property("DesignTimeBuild") == "true", faults.ToEquatableArray());
    }

    /// <summary>A file's name as a class: <c>object_detector.onnx</c> becomes ObjectDetector.</summary>
    public static string ClassNameOf(string fileName, string space)
    {
        var name = CSharpText.Identifier(Path.GetFileNameWithoutExtension(fileName), pascal: true);
        return IsClassName(name, space) ? name : name.TrimStart('@') + "Model";
    }

    static bool IsClassName(string name, string space) =>
        CSharpText.IsIdentifier(name) && !ApiEmitter.IsMemberName(name)
            && !(space.Length == 0 && ReservedGlobally.Contains(name, StringComparer.Ordinal));
}
