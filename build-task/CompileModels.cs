using EdgeCompile.Host;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace EdgeCompile.Tasks;

/// <summary>
/// Compiles models for the weights that are too many for string literals, and writes these to files that the build embeds as resources. The
/// code that comes with them is left to the generator, which would else compile each model once more, as it does where no task has run.
/// What there is to say of a model is left with it: diagnostics come from the generator alone, which points them at the model.
/// </summary>
public sealed class CompileModels : ModelsTask, ICancelableTask
{
    readonly CancellationTokenSource _cancel = new();

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
            var begun = BegunCompilations.Of(BuildEngine4, Folder);
            using var _ = _cancel.Token.Register(() => begun?.Cancel());
            var results = Models.Select(model => Compile(model, begun)).ToArray();
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

    (ITaskItem? Weights, string[] Written, IEnumerable<string> External) Compile(ITaskItem item, BegunCompilations? begun)
    {
        var model = Read(item, _cancel.Token);
        if (model.Faults.Count > 0) return (null, [], []);

        var stamp = Stamp.Of(model, Folder, _cancel.Token);
        if (!stamp.IsCurrent && !Renew(stamp, model, begun)) return (null, [], []);
        string[] written = [stamp.Path, stamp.Code];
        if (!stamp.HasWeights) return (null, written, stamp.ExternalFiles);

        var weights = new TaskItem(stamp.Weights);
        weights.SetMetadata("LogicalName", model.Options.WeightResource);
        return (weights, [.. written, stamp.Weights], stamp.ExternalFiles);
    }

    /// <summary>Takes what was begun, whose code may come later, or compiles now; false where the model does not compile.</summary>
    bool Renew(Stamp stamp, ModelFile model, BegunCompilations? begun)
    {
        var ready = begun?.With(model.Key);
        Log.LogMessage(MessageImportance.Low, "EdgeCompile: {0} {1}", model.Options.FileName,
            ready is null ? "is compiled now" : "is compiled beside the build");
        if (stamp.Renew(ready ?? Compilation.Of(model, _cancel.Token)) is not { } write) return false;
        if (ready is null) write();
        else begun!.Then(write);
        return true;
    }
}
