using EdgeCompile.Host;

namespace EdgeCompile.Tasks;

/// <summary>What compiling a model gave, and the files beside it that were read for that.</summary>
sealed record Compilation(ModelFile Model, CompiledModel Result, IReadOnlyList<string> FilesBeside)
{
    public static Compilation Of(ModelFile model, CancellationToken cancel)
    {
        var files = new ReadFiles(new NeighbourFiles(model.Path));
        var result = Stages.Build(model, files, cancel);
        return new(model, result, [.. files.Names]);
    }
}
