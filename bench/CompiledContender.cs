using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Bench;

/// <summary>Our generated class on one rung, its tensors in the caller's memory as in any program.</summary>
sealed class CompiledContender : IContender
{
    readonly Rung rung;
    readonly LoadedModel model;
    readonly LoadedCall call;

    public CompiledContender(CompiledClass compiled, Rung rung, IReadOnlyList<Tensor> inputs, int threads = 1)
    {
        this.rung = rung;
        model = compiled.New();
        model.Threads = threads;
        call = model.Prepare(inputs);
    }

    /// <summary>What each step took since they were last cleared; of classes that are compiled to count it.</summary>
    public long[] StepTicks => model.StepTicks;

    public string Name => rung.ToString();

    /// <summary>The rung belongs to the class, which contenders share, so each call says it again: a nanosecond.</summary>
    public void Run()
    {
        model.Rung = rung;
        call.Run();
    }

    public IReadOnlyList<Tensor> ReadOutputs() => call.Outputs;
    public void Dispose() => model.Dispose();
}
