using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>
/// Fused multiply-adds alone, as a contender: what the machine gives between the others' turns, so that a share of the peak is one of the same
/// minute and not of the best one.
/// </summary>
sealed class PeakContender : IContender
{
    public string Name => "peak";
    public void Run() => FmaPeak.Run();
    public IReadOnlyList<Tensor> ReadOutputs() => [];
    public void Dispose() { }
}
