using System.Globalization;
using System.Text.Json;

namespace EdgeCompile.Harness;

/// <summary>
/// How far outputs may lie from those that another engine saved: 1e-4 of an output's largest magnitude or, where that engine's own
/// optimisations move it by more (<c>ortOptimisedDiff</c> in the zoo.json beside the model's folder), half as far again as they do.
/// </summary>
sealed class SavedOutputs
{
    const string Prefix = "test_data_set_";

    readonly IReadOnlyList<(double[] Moved, double[] Largest)> _cases;

    SavedOutputs(IReadOnlyList<(double[], double[])> cases) => _cases = cases;

    /// <summary>What is known of the outputs of a model.</summary>
    public static SavedOutputs Of(ModelFolder model)
    {
        var folder = Path.GetDirectoryName(model.Model)!;
        var path = Path.Combine(Path.GetDirectoryName(folder) ?? folder, "zoo.json");
        if (!File.Exists(path)) return new([]);
        using var zoo = JsonDocument.Parse(File.ReadAllText(path));
        return new([.. zoo.RootElement.EnumerateArray().Where(entry => entry.GetProperty("name").GetString() == Path.GetFileName(folder))
            .SelectMany(entry => entry.GetProperty("cases").EnumerateArray())
            .Select(entry => (Numbers(entry, "ortOptimisedDiff"), Numbers(entry, "absmax")))]);
    }

    /// <summary>The tolerance of an output in a data set, which is known by its folder's number.</summary>
    public Tolerance Of(string dataSet, int output)
    {
        var name = Path.GetFileName(dataSet);
        if (!name.StartsWith(Prefix, StringComparison.Ordinal)) return Tolerance.Model;
        var number = int.Parse(name.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture);
        if (number >= _cases.Count || output >= _cases[number].Moved.Length) return Tolerance.Model;
        var (moved, largest) = (_cases[number].Moved[output], _cases[number].Largest[output]);
        return moved > Tolerance.Model.OfLargest * largest ? new(Absolute: 1.5 * moved, Steps: 1) : Tolerance.Model;
    }

    static double[] Numbers(JsonElement entry, string name) => [.. entry.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];
}
