using System.CommandLine;
using System.Globalization;
using EdgeCompile.Harness;
using Spectre.Console;

namespace EdgeCompile.Tool;

/// <summary>Compiles a model in memory and compares what it computes with the model's test data.</summary>
static class VerifyCommand
{
    public static Command Create()
    {
        var (model, shapes) = (ModelArgument.Model(), ModelArgument.InputShapes());
        var data = new Option<string[]>("--data")
        {
            Description = "Folders with test data as ONNX lays it out (input_0.pb, output_0.pb), or that hold such folders; "
                + "default: those beside the model.",
            HelpName = "DIR",
            AllowMultipleArgumentsPerToken = true,
        };
        var rung = new Option<string>("--rung") { Description = "The instruction sets to run on.", DefaultValueFactory = _ => "all" };
        rung.AcceptOnlyFromAmong(RungChoice.Names);
        var tolerance = new Option<double?>("--tolerance")
        {
            Description = "How far an element may lie off, as a share of its output's largest magnitude; integers are exact. Default: 1e-4, or "
                + "where a zoo.json says that the engine which saved the output moves it further by optimising, half as far again as that.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON instead of a table." };
        var command = new Command("verify", "Compares the compiled model with its test data; exit code 1 if it misses.")
        {
            model, data, rung, shapes, tolerance, json,
        };
        command.SetAction(arguments =>
        {
            var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            var rungs = RungChoice.Of(arguments.GetValue(rung)!);
            var folder = ModelFolder.Find(arguments.GetValue(model)!);
            var dataSets = DataSets(folder, arguments.GetValue(data) ?? []);
            var groups = arguments.GetValue(shapes) is { Length: > 0 } given
                ? [new CaseShapes.Group(given, dataSets)]
                : CaseShapes.GroupsOf(folder.Model, dataSets);
            ModelSource[] sources = [.. groups.Select(group => ModelSource.FromFile(folder.Name, folder.Model, group.InputShapes))];
            using var compiled = Screen.While(error, $"compiling {folder.Name}", () => CompiledModels.Compile(sources));
            DiagnosticText.Write(error, folder.Model, compiled.Models.SelectMany(ours => ours.Diagnostics).Distinct());
            if (compiled.Models.Any(ours => !ours.IsCompiled)) return CommandLine.Refused;

            var saved = SavedOutputs.Of(folder);
            Func<string, int, Tolerance> allowed = arguments.GetValue(tolerance) is { } share ? (_, _) => new(OfLargest: share) : saved.Of;
            var result = Screen.While(error, $"running {folder.Name}", () => Verification.Of(
                folder.Name, compiled.Models.Zip(groups).SelectMany(pair => Verification.Of(pair.First, pair.Second.DataSets, rungs, allowed))));
            if (arguments.GetValue(json)) output.WriteLine(JsonText.Of(result));
            else Print(output, result);
            return result.Passes ? CommandLine.Success : CommandLine.Miss;
        });
        return command;
    }

    static IReadOnlyList<string> DataSets(ModelFolder model, string[] given)
    {
        if (given.Length > 0) return [.. given.SelectMany(In)];
        if (model.DataSets.Count > 0) return model.DataSets;
        throw new InvalidDataException($"no test_data_set_0 lies beside {model.Model}; name test data with --data");
    }

    static IReadOnlyList<string> In(string folder)
    {
        if (ModelFolder.FilesOf(folder, "output").Count > 0) return [folder];
        if (ModelFolder.DataSetsIn(folder) is { Count: > 0 } sets) return sets;
        throw new InvalidDataException($"{folder} holds no test data (output_0.pb, or test_data_set_0)");
    }

    static void Print(TextWriter output, Verification result)
    {
        var table = new Table().AddColumns("data", "rung", "output");
        foreach (var heading in new[] { "elements", "max abs", "max rel", "of largest", "outside" }) table.AddColumn(Screen.Number(heading));
        foreach (var check in result.Outputs)
            table.AddRow(
                Screen.Cell(check.Data), check.Rung, Screen.Cell(check.Output), Count(check.Elements), Error(check.MaxAbsolute),
                Error(check.MaxRelative), Error(check.OfLargest), check.Problem is { } problem ? Screen.Cell(problem) : Count(check.Outside));
        Screen.Print(output, table);
        var (misses, wider) = (result.Outputs.Count(check => !check.Passes), result.Outputs.Count(check => check.Absolute > 0));
        var share = Error(result.Outputs.Select(check => check.Share).DefaultIfEmpty().Max());
        var allowed = $"{share} of their largest magnitude{(wider > 0 ? $" ({Count(wider)}: 1.5 times what zoo.json says)" : "")}";
        output.WriteLine(misses == 0
            ? $"{result.Model}: all {Count(result.Outputs.Count)} outputs within {allowed}"
            : $"{result.Model}: {Count(misses)} of {Count(result.Outputs.Count)} outputs miss by more than {allowed}");
    }

    static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);
    static string Error(double number) => number.ToString("g3", CultureInfo.InvariantCulture);
}
