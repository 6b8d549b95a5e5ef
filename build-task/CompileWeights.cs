using EdgeCompile.Host;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using Task = Microsoft.Build.Utilities.Task;

namespace EdgeCompile.Tasks;

/// <summary>
/// Packs the weights of models that have too many for string literals, and writes them to files that the build embeds as resources. What is
/// wrong with a model is left to the generator to say, which sees the same.
/// </summary>
public sealed class CompileWeights : Task, ICancelableTask
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

    /// <summary>The models, those with a resource with its name as EdgeCompileWeightResource.</summary>
    [Output]
    public ITaskItem[] CompiledModels { get; private set; } = [];

    /// <summary>The files to embed, each with its LogicalName.</summary>
    [Output]
    public ITaskItem[] Weights { get; private set; } = [];

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
            var results = Models.Select(Pack).ToArray();
            CompiledModels = [.. results.Select(result => result.Model)];
            Weights = [.. results.Select(result => result.Weights).OfType<ITaskItem>()];
            Written = [.. results.SelectMany(result => result.Written).Select(path => new TaskItem(path))];
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

    (ITaskItem Model, ITaskItem? Weights, string[] Written, IEnumerable<string> External) Pack(ITaskItem item)
    {
        var path = item.GetMetadata("FullPath");
        var model = ProjectOptions.Read(path, FileContent.OfModel(path, _cancel.Token), item.GetMetadata, Property);
        if (model.Faults.Count > 0) return (item, null, [], []);

        var resource = $"EdgeCompile.{model.Options.FullName}.weights";
        model = model with { Options = model.Options with { WeightResource = resource } };
        var file = Path.Combine(Folder, model.Options.FullName + ".weights.bin");
        var stamp = Stamp.Of(model, file);
        if (!stamp.IsCurrent && !stamp.Renew(_cancel.Token)) return (item, null, [], []);
        if (!stamp.HasWeights) return (item, null, [stamp.Path], stamp.ExternalFiles);

        var weights = new TaskItem(file);
        weights.SetMetadata("LogicalName", resource);
        var compiled = new TaskItem(item);
        compiled.SetMetadata("EdgeCompileWeightResource", resource);
        return (compiled, weights, [stamp.Path, file], stamp.ExternalFiles);
    }

    string Property(string name) => name switch
    {
        "EdgeCompileNamespace" => Namespace,
        "EdgeCompileInlineWeightLimit" => InlineWeightLimit,
        _ => "",
    };
}
