using System.CommandLine;
using System.Globalization;
using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Host;

namespace EdgeCompile.Tool;

/// <summary>Writes the files that the source generator would add to a project, and the weights that the build task would embed.</summary>
static class EmitCommand
{
    public static Command Create()
    {
        var (model, shapes) = (ModelArgument.Model(), ModelArgument.InputShapes());
        var folder = new Option<string>("--output", "-o")
        {
            Description = "The folder to write to; made if it is missing.", HelpName = "DIR", Required = true,
        };
        var className = new Option<string>("--class") { Description = "The class; default: named after the file.", HelpName = "N" };
        var space = new Option<string>("--namespace") { Description = "Its namespace; default: the global one.", HelpName = "NS" };
        var command = new Command("emit", "Writes the generated C#, and the weights where they do not fit into it.")
        {
            model, folder, className, space, shapes,
        };
        command.SetAction(arguments =>
        {
            var found = ModelFolder.Find(arguments.GetValue(model)!);
            var (options, faults) = Options(found, arguments.GetValue(className), arguments.GetValue(space), arguments.GetValue(shapes));
            var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            DiagnosticText.Write(error, found.Model, faults);
            return faults.Count > 0 ? CommandLine.Refused : Write(found, options, arguments.GetValue(folder)!, output, error);
        });
        return command;
    }

    /// <summary>The options as a project's would be read, with the same checks of the names.</summary>
    static (CompileOptions Options, IReadOnlyList<ModelDiagnostic> Faults) Options(
        ModelFolder model, string? className, string? space, string? shapes)
    {
        // A file called model.onnx is named after its folder.
        var path = Path.Combine(Path.GetDirectoryName(model.Model)!, model.Name + ".onnx");
        var file = ProjectOptions.Read(path, new FileContent("", null), Metadata, name => name == ProjectOptions.EmbedsWeights ? "true" : "");
        return (file.Options with { FileName = Path.GetFileName(model.Model) }, [.. file.Faults]);

        string Metadata(string name) => name switch
        {
            "EdgeCompileClass" => className,
            "EdgeCompileNamespace" => space,
            "EdgeCompileInputShapes" => shapes,
            _ => null,
        } ?? "";
    }

    static int Write(ModelFolder model, CompileOptions options, string folder, TextWriter output, TextWriter error)
    {
        var bytes = FileContent.ReadAll(model.Model);
        var compiled = Screen.While(error, $"compiling {model.Name}", () => Compiler.Build(bytes, options, new NeighbourFiles(model.Model), default));
        DiagnosticText.Write(error, model.Model, compiled.Diagnostics);
        if (compiled.Sources.Count == 0) return CommandLine.Refused;

        Directory.CreateDirectory(folder);
        foreach (var source in compiled.Sources)
            Save(source.HintName, System.Text.Encoding.UTF8.GetBytes(source.Text));
        if (compiled.Weights is not { } weights) return CommandLine.Success;
        var file = options.HintName("weights.bin");
        Save(file, weights.Bytes);
        output.WriteLine($"""embed the weights: <EmbeddedResource Include="{file}" LogicalName="{weights.ResourceName}" />""");
        return CommandLine.Success;

        void Save(string name, byte[] content)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllBytes(path, content);
            output.WriteLine($"{path}: {content.Length.ToString(CultureInfo.InvariantCulture)} bytes");
        }
    }
}
