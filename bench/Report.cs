using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace EdgeCompile.Bench;

/// <summary>What was measured, for people and for programs.</summary>
/// <param name="OnnxRuntime">The other engine's version.</param>
/// <param name="PeakGflops">
/// The most that fused multiply-adds reached in this run, on one core and the best rung; a model's share is one of what they reached between its
/// turns.
/// </param>
/// <param name="Models">A result for each model.</param>
sealed record Report(string OnnxRuntime, double PeakGflops, IReadOnlyList<ModelResult> Models)
{
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,     // a share of no peak
    };

    /// <summary>How many times faster than ONNX Runtime on each rung: the geometric mean of the models that were timed on it.</summary>
    public IEnumerable<(string Rung, double Speedup, int Models)> Means() => Timed()
        .GroupBy(row => row.Rung.Rung)
        .Select(rows => (rows.Key, Math.Exp(rows.Average(row => Math.Log(row.Model.Speedup(row.Rung)))), rows.Count()));

    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            OnnxRuntime,
            PeakGflops,
            GeometricMeans = Means().Select(mean => new { mean.Rung, mean.Speedup, mean.Models }),
            Models = Models.Select(model => new
            {
                model.Model,
                model.Fault,
                model.Size,
                model.OnnxRuntime,
                model.PeakGflops,
                Rungs = model.Rungs.Select(rung => new
                {
                    rung.Rung, rung.Time, rung.Deviation,
                    Speedup = model.Speedup(rung), SpeedupAtBest = model.SpeedupAtBest(rung),
                    Gflops = model.Gflops(rung), ShareOfPeak = model.ShareOfPeak(rung),
                }),
            }),
        },
        json);

    public void Print()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
        var table = new Table().Border(TableBorder.Minimal).AddColumns("model", "rung");
        string[] numbers =
            [$"ONNX Runtime {OnnxRuntime} µs", "ours µs", "faster", "at best", "GFLOP/s", "of peak", "arena KiB", "of bound", "weights KiB"];
        foreach (var heading in numbers)
            table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var (model, rung) in Timed())
            table.AddRow(
                Markup.Escape(model.Model), rung.Rung, Time(model.OnnxRuntime!.Median), Time(rung.Time.Median),
                Text("f2", model.Speedup(rung)) + "x", Text("f2", model.SpeedupAtBest(rung)) + "x",
                Text("f1", model.Gflops(rung)), Text("p0", model.ShareOfPeak(rung)),
                Text("f0", model.Size!.ArenaBytes / 1024.0),
                Text("f2", model.Size.ArenaBytes / (double)Math.Max(model.Size.ArenaLowerBound, 1)),
                Text("f0", model.Size.WeightBytes / 1024.0));
        AnsiConsole.Write(table);
        foreach (var (rung, speedup, models) in Means()) Console.WriteLine($"geometric mean, {rung}: {Text("f2", speedup)}x over {models} models");
        foreach (var model in Models.Where(model => model.Fault is not null)) Console.WriteLine($"not timed: {model.Model}: {model.Fault}");
        var between = Models.Select(model => model.PeakGflops).Where(peak => peak > 0).Order().ToArray();
        Console.WriteLine($"peak of fused multiply-adds on one core in this run: {Text("f0", PeakGflops)} GFLOP/s, "
            + $"between the models' turns {Text("f0", between.ElementAtOrDefault(between.Length / 2))}");
    }

    IEnumerable<(ModelResult Model, RungResult Rung)> Timed() => Models.SelectMany(model => model.Rungs.Select(rung => (model, rung)));

    static string Time(double microseconds) => Text(microseconds < 100 ? "f1" : "f0", microseconds);

    static string Text(string format, double value) => value.ToString(format, CultureInfo.InvariantCulture);
}
