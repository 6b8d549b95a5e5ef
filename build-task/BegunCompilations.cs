using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace EdgeCompile.Tasks;

/// <summary>
/// Compilations that run beside the build: up to their weights until it asks for them, then on to the code while it goes on to the C# compiler.
/// The build holds them, and waits at its end for what is still being written.
/// </summary>
sealed class BegunCompilations : IDisposable
{
    const RegisteredTaskObjectLifetime ThisBuild = RegisteredTaskObjectLifetime.Build;

    readonly CancellationTokenSource _cancel = new();
    readonly IReadOnlyList<Lazy<Compilation?>> _all;
    Task _work;

    /// <summary>Begins one after the other: the compiler has work for more than one processor in a single model.</summary>
    public BegunCompilations(IEnumerable<Func<CancellationToken, Compilation?>> compilations)
    {
        _all = [.. compilations.Select(compile => new Lazy<Compilation?>(() => compile(_cancel.Token)))];
        // The build waits for the weights of all, so code comes after them. An exception is the value's, and so reaches whoever asks for it.
        _work = Task.Run(() =>
        {
            var placed = _all.Select(one => one.Value).ToArray();
            foreach (var compilation in placed)
                if (!_cancel.IsCancellationRequested) _ = compilation?.Whole;
        });
    }

    /// <summary>Hands them to the build, for the task that will ask.</summary>
    public void GiveTo(IBuildEngine4 build, string folder) =>
        build.RegisterTaskObject(KeyOf(build, folder), this, ThisBuild, allowEarlyCollection: false);

    /// <summary>Those that were begun for a project; null if there are none.</summary>
    public static BegunCompilations? Of(IBuildEngine4 build, string folder) =>
        (BegunCompilations?)build.GetRegisteredTaskObject(KeyOf(build, folder), ThisBuild);

    /// <summary>The compilation of this model with these options, once its weights are there; null if none was begun.</summary>
    public Compilation? With(string key) => _all.Select(one => one.Value).FirstOrDefault(compilation => compilation?.Model.Key == key);

    /// <summary>Does this beside the build too. What fails there leaves no code, and the generator does without.</summary>
    public void Then(Action write) => _work = Task.WhenAll(_work, Task.Run(write));

    /// <summary>Begins nothing more.</summary>
    public void Cancel() => _cancel.Cancel();

    /// <summary>Begins nothing more, and waits for what is under way.</summary>
    public void Dispose()
    {
        Cancel();
        Task.WhenAny(_work).Wait();
        _cancel.Dispose();
    }

    // A project with several target frameworks is built once for each, into folders of their own.
    static (Type, string, string) KeyOf(IBuildEngine build, string folder) => (typeof(BegunCompilations), build.ProjectFileOfTaskNode, folder);
}
