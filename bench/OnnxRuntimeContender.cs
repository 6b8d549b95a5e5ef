using EdgeCompile.Harness.OnnxRuntime;
using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>ONNX Runtime as it is at its best: all optimisations, one thread, inputs and outputs bound to aligned memory.</summary>
sealed class OnnxRuntimeContender : IContender
{
    readonly OrtSession session;
    readonly OrtCall call;

    public OnnxRuntimeContender(string model, IReadOnlyList<Tensor> inputs)
    {
        session = new(model, threads: 1);
        call = session.Prepare(inputs);
    }

    public string Name => $"ONNX Runtime {OrtLibrary.Version}";
    public void Run() => call.Run();
    public IReadOnlyList<Tensor> ReadOutputs() => call.ReadOutputs();

    public void Dispose()
    {
        call.Dispose();
        session.Dispose();
    }
}
