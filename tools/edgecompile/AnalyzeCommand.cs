using System.CommandLine;
using System.Globalization;
using EdgeCompile.Harness;
using EdgeCompile.Host;
using Spectre.Console;

namespace EdgeCompile.Tool;

/// <summary>Explains a model's plan: its steps, what they cost, and where their tensors lie.</summary>
static class AnalyzeCommand
{
    public static Command Create()
    {
        var (model, shapes) = (ModelArgument.Model(), ModelArgument.InputShapes());
        var json = new Option<bool>("--json") { Description = "Print JSON instead of tables." };
        var html = new Option<string>("--html") { Description = "Write a page with the graph, the kernels and the arena as a picture.",
            HelpName = "FILE" };
        var time = new Option<bool>("--time") { Description = "Run the model and time each step." };
        var command = new Command("analyze", "Shows the steps of the compiled model, their work, and its memory over time.") { model, shapes, json, html, time };
        command.SetAction(arguments =>
        {
            var found = ModelFolder.Find(arguments.GetValue(model)!);
            var options = new CompileOptions { ClassName = "Model", InputShapes = arguments.GetValue(shapes)! };
            var bytes = FileContent.ReadAll(found.Model);
            var (output, error) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            var analysis = Screen.While(error, $"planning {found.Name}",
                () => Compiler.Analyze(bytes, options, new NeighbourFiles(found.Model), default));
            DiagnosticText.Write(error, found.Model, analysis.Diagnostics.All);
            if (analysis.Plan is not { } plan) return CommandLine.Refused;

            var facts = PlanFacts.Of(found.Name, plan);
            if (arguments.GetValue(time))
                facts = Screen.While(error, $"timing {found.Name}",
                    () => StepTimes.Measure(facts, ModelSource.FromFile(found.Name, found.Model, options.InputShapes, profile: true)));
            if (arguments.GetValue(html) is { } page)
            {
                File.WriteAllText(page, Html.Page.Of(plan, facts));
                output.WriteLine($"{page}: the page of {found.Name}");
            }
            else if (arguments.GetValue(json)) output.WriteLine(JsonText.Of(facts));
            else Print(output, facts);
            return CommandLine.Success;
        });
        return command;
    }

    static void Print(TextWriter output, PlanFacts plan)
    {
        var bytes = plan.ByteFours + plan.BytePairs + plan.ByteWide;
        var table = new Table().AddColumn(Screen.Number("step")).AddColumns("operators", "node", "reads", "makes", "kernel");
        foreach (var heading in new[] { "multiply-adds", "bytes", "offset" }.Concat(bytes > 0 ? ["in int16: 4, 2, none"] : []).Concat(plan.Timing is null ? [] : ["µs"])) table.AddColumn(Screen.Number(heading));
        foreach (var step in plan.Steps)
            table.AddRow(
            [
                Number(step.Number), string.Join(" + ", step.Operators), Screen.Cell(step.Node), Types(step.Reads), Types(step.Makes), step.Kernel,
                Number(step.MultiplyAdds), Number(step.Makes.Sum(tensor => tensor.Bytes)), string.Join(", ", step.Makes.Select(Place)),
                .. bytes > 0 ? new[] { step.Forms is { } forms ? FormattableString.Invariant($"{forms.Fours:p0}, {forms.Pairs:p0}, {forms.Wide:p0}") : "" } : [],
                .. step.Microseconds is { } time ? new[] { time.ToString("n1", CultureInfo.InvariantCulture) } : [],
            ]);
        Screen.Print(output, table);

        var bound = plan.ArenaLowerBound == 0 ? ""
            : FormattableString.Invariant($", {plan.ArenaBytes / (double)plan.ArenaLowerBound:f3} of the lower bound {Number(plan.ArenaLowerBound)}");
        output.WriteLine();
        output.WriteLine($"{plan.Model}: {Number(plan.Nodes)} nodes after all passes in {Number(plan.Steps.Count)} steps, "
            + $"{Number(plan.MultiplyAdds)} multiply-adds");
        if (bytes > 0)
            output.WriteLine(FormattableString.Invariant($"of bytes: {Number(bytes)} multiply-adds; proved to stay in int16: {plan.ByteFours / (double)bytes:p1} four together, {plan.BytePairs / (double)bytes:p1} two; {plan.ByteWide / (double)bytes:p1} widened"));
        output.WriteLine($"arena {Number(plan.ArenaBytes)} bytes{bound}; weights {Number(plan.WeightBytes)} bytes");
        if (plan.Timing is { } timing)
            output.WriteLine(FormattableString.Invariant($"a call takes {plan.Steps.Sum(step => step.Microseconds ?? 0):n1} µs on {timing.Rung}, the mean of {timing.Calls} calls"));
        output.WriteLine();
        foreach (var line in MemoryChart.Of(plan)) output.WriteLine(line);
    }

    static string Types(IReadOnlyList<TensorFacts> tensors) => Screen.Cell(string.Join(", ", tensors.Select(tensor => tensor.Type)));

    static string Place(TensorFacts tensor) => tensor.Offset is { } offset ? Number(offset) : "caller's";

    static string Number(long number) => number.ToString("n0", CultureInfo.InvariantCulture);
}
