using System.Diagnostics;
using EdgeCompile.Emit;
using EdgeCompile.Harness;
using EdgeCompile.Runtime;
using Spectre.Console;

namespace EdgeCompile.Bench;

/// <summary>Where a model's time goes: each step's least time over many calls, beside its work and the share of the peak.</summary>
static class StepProfile
{
    public static void Run(ModelFolder model, Rung rung, int threads, TimeSpan duration)
    {
        var (inputs, shapes) = ModelRace.InputsOf(model);
        using var compiled = CompiledModels.Compile([ModelSource.FromFile(model.Name, model.Model, shapes, profile: true)], collectible: false);
        using var contender = new CompiledContender(compiled.Models[0], rung, inputs, threads);
        Race.WarmUp(contender);
        var (steps, ticks) = (compiled.Models[0].Plan!.Steps, contender.StepTicks);
        var least = new long[steps.Count];
        Array.Fill(least, long.MaxValue);
        var peak = FmaPeak.Measure();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;)
        {
            Array.Clear(ticks);
            contender.Run();
            for (var i = 0; i < least.Length; i++) least[i] = Math.Min(least[i], ticks[i]);
        }
        peak = Math.Max(peak, FmaPeak.Measure());

        var total = Microseconds(least.Sum());
        AnsiConsole.Profile.Width = 220;
        var table = new Table().AddColumns("step", "µs", "of all", "GFLOP/s", "of peak");
        for (var i = 0; i < least.Length; i++)
        {
            var time = Microseconds(least[i]);
            var rate = 2e-3 * steps[i].Kernel.MultiplyAdds / time;
            table.AddRow(Markup.Escape($"{i + 1}: {StepComment.Of(steps[i])}"), $"{time:f1}", $"{time / total:p1}",
                rate > 0 ? $"{rate:f1}" : "", rate > 0 ? $"{rate / peak:p0}" : "");
        }
        AnsiConsole.Write(table);
        Console.WriteLine($"{total:f0} µs in all, {2e-3 * steps.Sum(step => step.Kernel.MultiplyAdds) / total / peak:p0} of the peak of {peak:f0} GFLOP/s");
    }

    static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
