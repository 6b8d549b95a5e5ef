using EdgeCompile.Diagnostics;
using EdgeCompile.Planning;

namespace EdgeCompile.Tool.Html;

/// <summary>A line of the schedule: an input of the model, a step, or an output.</summary>
/// <param name="From">The rows whose tensors this one reads.</param>
sealed record Row(string Label, string Operators, string Kernel, string Types, StepFacts? Step, IReadOnlyList<int> From)
{
    /// <summary>All of them in order: inputs, steps, outputs.</summary>
    public static IReadOnlyList<Row> Of(Plan plan, PlanFacts facts)
    {
        var graph = plan.Graph;
        var first = graph.Inputs.Count;
        var rows = graph.Inputs.Select(input => new Row(input.Name, "input", "", input.Type.ToString()!, null, [])).ToList();
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            var step = facts.Steps[i];
            rows.Add(new(step.Node, string.Join(" + ", step.Operators), step.Kernel, string.Join(", ", step.Makes.Select(tensor => tensor.Type)),
                step, [.. Sources(plan, i)]));
        }
        for (var i = 0; i < graph.Outputs.Count; i++)
        {
            var writers = Enumerable.Range(0, plan.Steps.Count).Where(step => Writes(plan.Steps[step], Region.Output, i))
                .Select(step => first + step);
            rows.Add(new(graph.OutputNames[i], "output", "", graph.Outputs[i].Type.ToString()!, null, [.. writers]));
        }
        return [.. rows.Select(row => row with { Label = MessageText.Printable(row.Label) })];
    }

    static bool Writes(Step step, Region region, int index) =>
        step.Operands.Any(operand => operand.IsWritten && operand.Storage.Buffer is var buffer && buffer.Region == region && buffer.Index == index);

    /// <summary>Who made what a step reads: the last writer of each part of the buffers that overlaps what is read.</summary>
    static IEnumerable<int> Sources(Plan plan, int index)
    {
        var first = plan.Graph.Inputs.Count;
        var sources = new SortedSet<int>();
        foreach (var read in plan.Steps[index].Operands.Where(operand => !operand.IsWritten))
        {
            var buffer = read.Storage.Buffer;
            if (buffer.Region == Region.Input) sources.Add(buffer.Index);
            var span = read.Storage.Layout.Range(read.Value.Shape);
            var seen = new HashSet<(int, int)>();
            for (var step = index - 1; step >= 0; step--)
                foreach (var written in plan.Steps[step].Operands.Where(operand => operand.IsWritten && operand.Storage.Buffer == buffer))
                {
                    var made = written.Storage.Layout.Range(written.Value.Shape);
                    if (made.Last >= span.First && made.First <= span.Last && seen.Add(made)) sources.Add(first + step);
                }
        }
        return sources;
    }
}
