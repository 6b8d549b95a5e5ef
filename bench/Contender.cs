using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>One engine with one model and its inputs bound: what is timed is a call and nothing else.</summary>
interface IContender : IDisposable
{
    string Name { get; }

    /// <summary>One inference.</summary>
    void Run();

    /// <summary>What the last run computed.</summary>
    IReadOnlyList<Tensor> ReadOutputs();
}
