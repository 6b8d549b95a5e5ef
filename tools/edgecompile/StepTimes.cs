using System.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;

namespace EdgeCompile.Tool;

/// <summary>What a model was timed on: the instruction set, and how many calls the means are of.</summary>
sealed record Timing(string Rung, int Calls);

/// <summary>Runs a model that counts the time of its steps.</summary>
static class StepTimes
{
    const int WarmUp = 5, LeastCalls = 10;
    static readonly TimeSpan duration = TimeSpan.FromSeconds(1);

    public static PlanFacts Measure(PlanFacts plan, ModelSource model)
    {
        using var compiled = CompiledModels.Compile([model], collectible: false);
        using var instance = compiled.Models[0].New();
        var rung = RungChoice.Of("best")[0];
        instance.Rung = rung;
        var call = instance.Prepare([.. instance.Inputs.Select(Input)]);
        for (var i = 0; i < WarmUp; i++) call.Run();

        var ticks = instance.StepTicks;
        Array.Clear(ticks);
        var clock = Stopwatch.StartNew();
        var calls = 0;
        for (; calls < LeastCalls || clock.Elapsed < duration; calls++) call.Run();
        return plan.With(new(rung.ToString(), calls), [.. ticks.Select(time => time * 1e6 / Stopwatch.Frequency / calls)]);
    }

    /// <summary>Numbers of 0 to 1: nothing that makes arithmetic slow.</summary>
    static Tensor Input(TensorType type)
    {
        var tensor = new Tensor(type.Element, type.Shape);
        for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, type.Element.IsFloat() ? i * 7919 % 6007 / 6007.0 : i % 2);
        return tensor;
    }
}
