using EdgeCompile.Harness;
using EdgeCompile.Harness.OnnxRuntime;
using EdgeCompile.Ir;

namespace EdgeCompile.Bench;

/// <summary>The median time of a call of one engine.</summary>
sealed record Timing(string Engine, double Microseconds);

/// <summary>One model's race.</summary>
sealed record ModelResult(string Model, IReadOnlyList<Timing> Timings);

static class ModelRace
{
    public static ModelResult Run(ModelFolder model, TimeSpan duration)
    {
        using var onnxRuntime = new OnnxRuntimeContender(model.Model, InputsOf(model));
        IContender[] contenders = [onnxRuntime];
        var medians = Race.Run(contenders, duration);
        return new(model.Name, [.. contenders.Zip(medians, (contender, median) => new Timing(contender.Name, median))]);
    }

    /// <summary>The first case that lies beside the model, else random numbers.</summary>
    static IReadOnlyList<Tensor> InputsOf(ModelFolder model)
    {
        if (model.DataSets.Count > 0) return TestData.ReadTensorInputs(model.DataSets[0]);
        using var session = new OrtSession(model.Model, optimization: OrtOptimization.None);
        return RandomInputs.For(session.Inputs);
    }
}
