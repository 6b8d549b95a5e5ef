using EdgeCompile.Host;

namespace EdgeCompile.Tasks;

/// <summary>
/// A model as far as a build has to wait for it: its weights in their place, and the files beside it that were read. Its code follows.
/// </summary>
sealed class Compilation
{
    readonly Lazy<CompiledModel> _whole;

    Compilation(ModelFile model, CompiledModel placed, Func<CompiledModel> emit, IReadOnlyList<string> filesBeside)
    {
        (Model, Placed, FilesBeside) = (model, placed, filesBeside);
        _whole = new(emit);
    }

    public ModelFile Model { get; }

    /// <summary>The weights, and all there is to say; no code yet.</summary>
    public CompiledModel Placed { get; }

    public IReadOnlyList<string> FilesBeside { get; }

    /// <summary>The same with the code, which is made when first asked for; without any if that failed.</summary>
    public CompiledModel Whole => _whole.Value;

    public static Compilation Of(ModelFile model, CancellationToken cancel)
    {
        var files = new ReadFiles(new NeighbourFiles(model.Path));
        var (placed, emit) = Stages.Place(model, files, cancel);
        return new(model, placed, emit, [.. files.Names]);
    }
}
