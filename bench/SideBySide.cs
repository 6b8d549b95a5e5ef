using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>
/// Contenders that run at the same time, each on a thread of its own, the first on the caller's: what a machine's processors do together where
/// nothing waits for anything.
/// </summary>
sealed class SideBySide : IContender
{
    readonly IReadOnlyList<IContender> contenders;
    readonly Barrier start, end;
    volatile bool isDisposed;

    public SideBySide(IReadOnlyList<IContender> contenders)
    {
        this.contenders = contenders;
        (start, end) = (new Barrier(contenders.Count), new Barrier(contenders.Count));
        foreach (var contender in contenders.Skip(1)) new Thread(() => Serve(contender)) { IsBackground = true }.Start();
    }

    public string Name => $"{contenders.Count} of {contenders[0].Name}";

    public void Run()
    {
        start.SignalAndWait();
        contenders[0].Run();
        end.SignalAndWait();
    }

    void Serve(IContender contender)
    {
        while (true)
        {
            start.SignalAndWait();
            if (isDisposed) return;
            contender.Run();
            end.SignalAndWait();
        }
    }

    public IReadOnlyList<Tensor> ReadOutputs() => contenders[0].ReadOutputs();

    public void Dispose()
    {
        isDisposed = true;
        start.SignalAndWait();
        foreach (var contender in contenders) contender.Dispose();
    }
}
