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
        List<long> calls = [], peaks = [];
        var peak = FmaPeak.Measure();
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < duration;)
        {
            Array.Clear(ticks);
            contender.Run();
            calls.Add(ticks.Sum());
            var before = Stopwatch.GetTimestamp();
            FmaPeak.Run();
            peaks.Add(Stopwatch.GetTimestamp() - before);
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
        var work = 2e-3 * steps.Sum(step => step.Kernel.MultiplyAdds);
        Console.WriteLine($"{total:f0} µs in all, {work / total / peak:p0} of the peak of {peak:f0} GFLOP/s");
        var (call, usual) = (Microseconds(Median(calls)), FmaPeak.Gflops(Microseconds(Median(peaks))));
        Console.WriteLine($"{call:f0} µs for a call in the median, {work / call / usual:p0} of the peak of {usual:f0} GFLOP/s between the calls");
    }

    static long Median(List<long> ticks) => ticks.Order().ElementAt(ticks.Count / 2);

    static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
}
