using EdgeCompile.Harness;
using EdgeCompile.Runtime;

namespace EdgeCompile.Tests.Models;

/// <summary>All shared models, compiled once for all tests about them.</summary>
public sealed class CompiledZoo : IDisposable
{
    readonly Lazy<(CompiledModels Models, IReadOnlyList<ZooModel> Zoo)> _compiled =
        new(() => (CompiledModels.CompileEach([.. ZooModel.All.Select(model => model.Source())]), ZooModel.All));

    /// <summary>The rungs of this machine.</summary>
    internal static readonly Rung[] Rungs = [.. Enum.GetValues<Rung>().Where(rung => rung != Rung.Auto && Runtime.Rungs.IsSupported(rung))];

    internal IEnumerable<(ZooModel Model, CompiledClass Code)> All => _compiled.Value.Zoo.Zip(_compiled.Value.Models.Models);
    internal IEnumerable<(ZooModel Model, CompiledClass Code)> Compiled => All.Where(model => model.Code.IsCompiled);

    public void Dispose()
    {
        if (_compiled.IsValueCreated) _compiled.Value.Models.Dispose();
    }
}
