using EdgeCompile.Harness;
using EdgeCompile.Harness.OnnxRuntime;
using EdgeCompile.Ir;
using EdgeCompile.Runtime;

namespace EdgeCompile.Bench;

/// <summary>One model: compiled, compared with what is expected as ONNX Runtime is, and only then timed against it.</summary>
static class ModelRace
{
    public static ModelResult Run(ModelFolder model, IReadOnlyList<Rung> rungs, TimeSpan duration)
    {
        var (inputs, shapes) = InputsOf(model);
        using var compiled = CompiledModels.Compile([ModelSource.FromFile(model.Name, model.Model, shapes)], collectible: false);
        var ours = compiled.Models[0];
        if (!ours.IsCompiled) return ModelResult.NotTimed(model.Name, $"refused: {ours.Refusal}");
        var plan = ours.Plan!;
        var size = new ModelSize(plan.MultiplyAdds, plan.Arena.Bytes, plan.Arena.LowerBound, plan.Weights.Count);

        var contenders = new List<IContender>();
        try
        {
            var onnxRuntime = new OnnxRuntimeContender(model.Model, inputs);
            contenders.Add(onnxRuntime);
            contenders.AddRange(rungs.Select(rung => new CompiledContender(ours, rung, inputs)));
            foreach (var contender in contenders) contender.Run();
            var expected = ExpectedOutputs.Of(model, onnxRuntime);
            var deviations = new List<double>();
            foreach (var contender in contenders)
            {
                var comparisons = expected.Compare(contender.ReadOutputs());
                if (comparisons.FirstOrDefault(comparison => !comparison.Passes) is { } miss)
                    return ModelResult.NotTimed(model.Name, $"{contender.Name} differs from {expected.Origin}: {miss}", size);
                deviations.Add(comparisons.Max(comparison => comparison.OfLargest));
            }

            contenders.Add(new PeakContender());
            var timings = Race.Run(contenders, duration);
            var results = rungs.Select((rung, i) => new RungResult(rung.ToString(), timings[i + 1], deviations[i + 1]));
            return new(model.Name, null, size, timings[0], [.. results]) { PeakGflops = FmaPeak.Gflops(timings[^1].Median) };
        }
        finally
        {
            contenders.ForEach(contender => contender.Dispose());
        }
    }

    /// <summary>The first case that lies beside the model, else random numbers; and the shapes, where the model leaves them open.</summary>
    public static (IReadOnlyList<Tensor> Inputs, string Shapes) InputsOf(ModelFolder model)
    {
        using var session = new OrtSession(model.Model, optimization: OrtOptimization.None);
        var inputs = model.DataSets.Count > 0 ? TestData.ReadTensors(model.DataSets[0], "input") : RandomInputs.For(session.Inputs);
        var open = session.Inputs.Zip(inputs).Where(pair => pair.First.Dimensions.Any(size => size < 0));
        return (inputs, string.Join(';', open.Select(pair => $"{pair.First.Name}={pair.Second.Shape}")));
    }
}
