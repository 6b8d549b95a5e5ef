using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace EdgeCompile.Bench;

/// <summary>What was measured, for people and for programs.</summary>
sealed record Report(double FmaPeakGflops, IReadOnlyList<ModelResult> Models)
{
    static readonly JsonSerializerOptions json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public string ToJson() => JsonSerializer.Serialize(this, json);

    public void Print()
    {
        var table = new Table().Border(TableBorder.Minimal);
        table.AddColumn("model");
        foreach (var timing in Models[0].Timings) table.AddColumn(new TableColumn($"{timing.Engine} us").RightAligned());
        foreach (var model in Models) table.AddRow([model.Model, .. model.Timings.Select(timing => Number(timing.Microseconds))]);
        AnsiConsole.Write(table);
        Console.WriteLine(FormattableString.Invariant($"FMA peak of one core in this run: {FmaPeakGflops:f0} GFLOP/s"));
    }

    static string Number(double value) => value.ToString(value < 100 ? "f1" : "f0", CultureInfo.InvariantCulture);
}
