using EdgeCompile.Host;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace EdgeCompile.Tasks;

/// <summary>
/// Compiles models for the weights that are too many for string literals, and writes these to files that the build embeds as resources. The
/// code that comes with them is left to the generator, which would else compile each model once more, as it does where no task has run.
/// What there is to say of a model is left to the generator too, which sees the same.
/// </summary>
public sealed class CompileModels : Task, ICancelableTask
{
    readonly CancellationTokenSource _cancel = new();

    /// <summary>The project's models, with their metadata.</summary>
    [Required]
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>The folder for the weights and their stamps; made if it is missing.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary>The project's EdgeCompileNamespace.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>The project's EdgeCompileInlineWeightLimit in bytes.</summary>
    public string InlineWeightLimit { get; set; } = "";

    /// <summary>The project's EdgeCompileInstructionSets.</summary>
    public string InstructionSets { get; set; } = "";

    /// <summary>The project's PublishAot.</summary>
    public string PublishAot { get; set; } = "";

    /// <summary>The project's IlcInstructionSet.</summary>
    public string IlcInstructionSet { get; set; } = "";

    /// <summary>The models, those with a resource with its name as EdgeCompileWeightResource.</summary>
    [Output]
    public ITaskItem[] CompiledModels { get; private set; } = [];

    /// <summary>The files to embed, each with its LogicalName.</summary>
    [Output]
    public ITaskItem[] Weights { get; private set; } = [];

    /// <summary>The files with the models' code, for the generator.</summary>
    [Output]
    public ITaskItem[] Code { get; private set; } = [];

    /// <summary>All files that the task keeps for the next build.</summary>
    [Output]
    public ITaskItem[] Written { get; private set; } = [];

    /// <summary>Files beside the models that hold weights.</summary>
    [Output]
    public ITaskItem[] ExternalFiles { get; private set; } = [];

    /// <inheritdoc/>
    public void Cancel() => _cancel.Cancel();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var results = Models.Select(Compile).ToArray();
            CompiledModels = [.. results.Select(result => result.Model)];
            Weights = [.. results.Select(result => result.Weights).OfType<ITaskItem>()];
            Written = [.. results.SelectMany(result => result.Written).Select(path => new TaskItem(path))];
            Code = [.. Written.Where(item => item.ItemSpec.EndsWith(CompiledText.Extension, StringComparison.Ordinal))];
            ExternalFiles = [.. results.SelectMany(result => result.External).Select(path => new TaskItem(path))];
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Log.LogErrorFromException(e);
            return false;
        }
    }

    (ITaskItem Model, ITaskItem? Weights, string[] Written, IEnumerable<string> External) Compile(ITaskItem item)
    {
        var path = item.GetMetadata("FullPath");
        var model = ProjectOptions.Read(path, FileContent.OfModel(path, _cancel.Token), item.GetMetadata, Property);
        if (model.Faults.Count > 0) return (item, null, [], []);

        var resource = $"EdgeCompile.{model.Options.FullName}.weights";
        model = model with { Options = model.Options with { WeightResource = resource } };
        var stamp = Stamp.Of(model, Folder);
        if (!stamp.IsCurrent && !stamp.Renew(_cancel.Token)) return (item, null, [], []);
        string[] written = File.Exists(stamp.Code) ? [stamp.Path, stamp.Code] : [stamp.Path];
        if (!stamp.HasWeights) return (item, null, written, stamp.ExternalFiles);

        var weights = new TaskItem(stamp.Weights);
        weights.SetMetadata("LogicalName", resource);
        var compiled = new TaskItem(item);
        compiled.SetMetadata("EdgeCompileWeightResource", resource);
        return (compiled, weights, [.. written, stamp.Weights], stamp.ExternalFiles);
    }

    string Property(string name) => name switch
    {
        "EdgeCompileNamespace" => Namespace,
        "EdgeCompileInlineWeightLimit" => InlineWeightLimit,
        "EdgeCompileInstructionSets" => InstructionSets,
        "PublishAot" => PublishAot,
        "IlcInstructionSet" => IlcInstructionSet,
        _ => "",
    };
}
