using System.Globalization;
using System.Text;
using System.Text.Json;

namespace EdgeCompile.Harness;

/// <summary>The README's table of measurements, from what <c>bench --json</c> wrote: models on which nothing was timed are left out.</summary>
static class ReadmeTable
{
    const string Begin = "<!-- bench:begin -->\n", End = "<!-- bench:end -->";

    /// <summary>The text with the table between its two marks replaced.</summary>
    /// <exception cref="InvalidDataException">The marks are missing, or the report is not a bench's.</exception>
    public static string Replace(string readme, string report)
    {
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin) throw new InvalidDataException($"the text has no '{Begin.Trim()}' with '{End}' behind it");
        return readme[..(begin + Begin.Length)] + Of(report) + readme[end..];
    }

    /// <summary>The table in Markdown.</summary>
    public static string Of(string report)
    {
        try
        {
            using var document = JsonDocument.Parse(report);
            return Of(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"this is no report of bench --json: {e.Message}", e);
        }
    }

    static string Of(JsonElement report)
    {
        var text = new StringBuilder("| model | ONNX Runtime | AVX-512 | faster | GFLOP/s | of peak | AVX2, faster | Vector128, faster | arena KiB | weights KiB |\n");
        text.Append("|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var model in report.GetProperty("models").EnumerateArray())
        {
            if (model.GetProperty("onnxRuntime").ValueKind == JsonValueKind.Null) continue;
            var (best, size) = (Rung(model, "rungs", "Avx512"), model.GetProperty("size"));
            Append(text,
            [
                model.GetProperty("model").GetString()!, Time(model.GetProperty("onnxRuntime").GetProperty("median")),
                best is { } a ? Time(a.GetProperty("time").GetProperty("median")) : "", Speedup(best),
                best is { } b ? Number(b.GetProperty("gflops"), "f1") : "", best is { } c ? Number(c.GetProperty("shareOfPeak"), "p0") : "",
                Speedup(Rung(model, "rungs", "Avx2")), Speedup(Rung(model, "rungs", "Vector128")), KiB(size.GetProperty("arenaBytes")),
                    KiB(size.GetProperty("weightBytes")),
            ]);
        }
        string Mean(string rung) => Speedup(Rung(report, "geometricMeans", rung));
        Append(text, ["geometric mean", "", "", Mean("Avx512"), "", "", Mean("Avx2"), Mean("Vector128"), "", ""]);
        return text.ToString();
    }

    static void Append(StringBuilder text, IEnumerable<string> cells) =>
        text.Append('|').Append(string.Concat(cells.Select(cell => cell.Length == 0 ? " |" : $" {cell} |"))).Append('\n');

    static JsonElement? Rung(JsonElement parent, string list, string rung)
    {
        foreach (var item in parent.GetProperty(list).EnumerateArray())
            if (item.GetProperty("rung").GetString() == rung) return item;
        return null;
    }

    static string Speedup(JsonElement? rung) => rung is { } timed ? Number(timed.GetProperty("speedup"), "f2") + "x" : "";
    static string Time(JsonElement microseconds) => Number(microseconds, microseconds.GetDouble() < 100 ? "f1" : "f0");
    static string KiB(JsonElement bytes) => (bytes.GetInt64() / 1024.0).ToString("f0", CultureInfo.InvariantCulture);

    // A share of no peak is the text "NaN".
    static string Number(JsonElement number, string format) =>
        number.ValueKind == JsonValueKind.String ? number.GetString()! : number.GetDouble().ToString(format, CultureInfo.InvariantCulture);
}
