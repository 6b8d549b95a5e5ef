using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace EdgeCompile.Tasks;

/// <summary>Compilations that run beside the build until it asks for them; the build holds them, and ends them if it never asks.</summary>
sealed class BegunCompilations : IDisposable
{
    const RegisteredTaskObjectLifetime ThisBuild = RegisteredTaskObjectLifetime.Build;

    readonly CancellationTokenSource _cancel = new();
    readonly IReadOnlyList<Lazy<Compilation?>> _all;

    /// <summary>Begins one after the other: the compiler has work for more than one processor in a single model.</summary>
    public BegunCompilations(IEnumerable<Func<CancellationToken, Compilation?>> compilations)
    {
        _all = [.. compilations.Select(compile => new Lazy<Compilation?>(() => compile(_cancel.Token)))];
        // An exception is the value's, and so reaches whoever asks for it.
        Task.Run(() => _all.Count(one => one.Value is not null));
    }

    /// <summary>Hands them to the build, for the task that will ask.</summary>
    public void GiveTo(IBuildEngine4 build, string folder) =>
        build.RegisterTaskObject(KeyOf(build, folder), this, ThisBuild, allowEarlyCollection: false);

    /// <summary>Takes those that were begun for a project from the build; null if there are none.</summary>
    public static BegunCompilations? TakeFrom(IBuildEngine4 build, string folder) =>
        (BegunCompilations?)build.UnregisterTaskObject(KeyOf(build, folder), ThisBuild);

    /// <summary>The compilation of this model with these options, once it is done; null if none was begun.</summary>
    public Compilation? With(string key) => _all.Select(one => one.Value).FirstOrDefault(compilation => compilation?.Model.Key == key);

    /// <summary>Stops those that are not done.</summary>
    public void Dispose() => _cancel.Cancel();

    // A project with several target frameworks is built once for each, into folders of their own.
    static (Type, string, string) KeyOf(IBuildEngine build, string folder) => (typeof(BegunCompilations), build.ProjectFileOfTaskNode, folder);
}
