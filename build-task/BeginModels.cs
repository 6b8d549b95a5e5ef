using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace EdgeCompile.Tasks;

/// <summary>
/// Begins to compile the project's models while the build is still looking for references, so that <see cref="CompileModels"/> has less to
/// wait for. Writes nothing and says nothing: that is for the task that waits.
/// </summary>
public sealed class BeginModels : ModelsTask
{
    /// <inheritdoc/>
    public override bool Execute()
    {
        // The build goes on to change its items and the working folder.
        ITaskItem[] models = [.. Models.Select(model => new TaskItem(model) { ItemSpec = model.GetMetadata("FullPath") })];
        var folder = Path.GetFullPath(Folder);
        new BegunCompilations(models.Select(model => Begin(model, folder))).GiveTo(BuildEngine4, Folder);
        return true;
    }

    Func<CancellationToken, Compilation?> Begin(ITaskItem item, string folder) => cancel =>
    {
        var model = Read(item, cancel);
        return model.Faults.Count > 0 || Stamp.Of(model, folder, cancel).IsCurrent ? null : Compilation.Of(model, cancel);
    };
}
