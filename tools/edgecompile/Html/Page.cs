using EdgeCompile.Planning;

namespace EdgeCompile.Tool.Html;

/// <summary>
/// A plan as one page that needs nothing else: what the model costs, where the time goes, and the schedule, beside which the graph and the
/// arena are drawn row by row. The same plan gives the same page.
/// </summary>
static class Page
{
    public static string Of(Plan plan, PlanFacts facts)
    {
        var rows = Row.Of(plan, facts);
        var title = Text.Escape(facts.Model);
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{title}: the compiled model</title>
            <style>
            {PageStyle.Css}
            </style>
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            {Totals(facts)}
            <h2>Kernels</h2>
            {Kernels(facts)}
            <h2>Schedule</h2>
            <p>Steps from top to bottom as they run. On the left the graph: a line leads from a step to each that reads what it made. On the right the arena: a box is a
            buffer, as wide as it is large and as long as it is needed.</p>
            {Schedule(plan, facts, rows)}
            </main>
            </body>
            </html>

            """.Replace("\r", "");
    }

    static string Totals(PlanFacts facts)
    {
        List<(string Name, string Value)> totals =
        [
            ("steps", $"{Text.Number(facts.Steps.Count)} for {Text.Number(facts.Nodes)} nodes"),
            ("multiply-adds", Text.Number(facts.MultiplyAdds)),
            ("arena", $"{Text.Number(facts.ArenaBytes)} bytes"),
            ("its lower bound", $"{Text.Number(facts.ArenaLowerBound)} bytes"),
            ("weights", $"{Text.Number(facts.WeightBytes)} bytes"),
        ];
        if (Time(facts) is { } time) totals.Add(($"a call on {facts.Timing!.Rung}", $"{Microseconds(time)} µs"));
        return $"<dl>{string.Concat(totals.Select(total => $"<div><dt>{Text.Escape(total.Name)}</dt><dd>{total.Value}</dd></div>"))}</dl>";
    }

    static string Kernels(PlanFacts facts)
    {
        var time = Time(facts);
        var kernels = facts.Steps.GroupBy(step => step.Kernel)
            .Select(steps => (Name: steps.Key, Count: steps.Count(), Work: steps.Sum(step => step.MultiplyAdds),
                Time: steps.Sum(step => step.Microseconds ?? 0)))
            .OrderByDescending(kernel => kernel.Time).ThenByDescending(kernel => kernel.Work).ThenBy(kernel => kernel.Name, StringComparer.Ordinal);
        var lines = kernels.Select(kernel => $"<tr><td class=\"kernel {Family.Of(kernel.Name)}\">{Text.Escape(kernel.Name)}</td><td class=\"number\">{Text.Number(kernel.Count)}</td>"
            + $"<td class=\"number\">{Text.Number(kernel.Work)}</td><td>{Bar(kernel.Work, facts.MultiplyAdds)} {Text.Share(kernel.Work, facts.MultiplyAdds)}</td>"
            + (time is { } all ? $"<td class=\"number\">{Microseconds(kernel.Time)}</td><td>{Bar(kernel.Time, all)} {Text.Share(kernel.Time, all)}</td>" : "") + "</tr>\n");
        return $"""
            <div class="scroll"><table class="summary">
            <thead><tr><th scope="col">kernel</th><th scope="col" class="number">steps</th><th scope="col" class="number">multiply-adds</th><th scope="col">share of work</th>{(time is null ? "" : "<th scope=\"col\" class=\"number\">µs</th><th scope=\"col\">share of time</th>")}</tr></thead>
            <tbody>
            {string.Concat(lines)}</tbody>
            </table></div>
            """;
    }

    static string Schedule(Plan plan, PlanFacts facts, IReadOnlyList<Row> rows)
    {
        var time = Time(facts);
        var largest = facts.Steps.Max(step => time is null ? step.MultiplyAdds : step.Microseconds) ?? 0;
        var first = plan.Graph.Inputs.Count;
        var lines = rows.Select((row, i) => "<tr>"
            + (i == 0 ? $"<td class=\"picture\" rowspan=\"{rows.Count}\">{Lanes.Svg(rows, PageStyle.RowHeight)}</td>" : "")
            + $"<td class=\"number faint\">{Text.Number(i + 1)}</td>"
            + $"<td class=\"cut\" title=\"{Text.Escape(row.Operators)}\">{Text.Escape(row.Operators)}</td>"
            + $"<td class=\"cut faint\" title=\"{Text.Escape(row.Label)}\">{Text.Escape(row.Label)}</td>"
            + $"<td class=\"kernel {Family.Of(row)}\">{Text.Escape(row.Kernel)}</td>".Replace("<td class=\"kernel port\">", "<td>")
            + $"<td class=\"cut faint\" title=\"{Text.Escape(row.Types)}\">{Text.Escape(row.Types)}</td>"
            + Cost(row.Step, time, largest)
            + (i == 0 ? $"<td class=\"picture\" rowspan=\"{rows.Count}\">{ArenaPicture.Svg(plan, rows.Count, first, PageStyle.RowHeight)}</td>" : "")
            + "</tr>\n");
        return $"""
            <div class="scroll"><table class="schedule">
            <thead><tr><th scope="col">graph</th><th scope="col" class="number">row</th><th scope="col">operators</th><th scope="col">node</th><th scope="col">kernel</th><th scope="col">makes</th><th scope="col" class="number">multiply-adds</th>{(time is null ? "" : "<th scope=\"col\" class=\"number\">µs</th>")}<th scope="col">{(time is null ? "work" : "time")}</th><th scope="col">arena, {Text.Number(facts.ArenaBytes)} bytes</th></tr></thead>
            <tbody>
            {string.Concat(lines)}</tbody>
            </table></div>
            """;
    }

    static string Cost(StepFacts? step, double? time, double largest)
    {
        var cells = time is null ? 2 : 3;
        if (step is null) return string.Concat(Enumerable.Repeat("<td></td>", cells));
        return $"<td class=\"number\">{Text.Number(step.MultiplyAdds)}</td>"
            + (time is null ? $"<td>{Bar(step.MultiplyAdds, largest)}</td>"
                : $"<td class=\"number\">{Microseconds(step.Microseconds ?? 0)}</td><td>{Bar(step.Microseconds ?? 0, largest)} <span class=\"faint\">{Text.Share(step.Microseconds ?? 0, time.Value)}</span></td>");
    }

    static double? Time(PlanFacts facts) => facts.Timing is null ? null : facts.Steps.Sum(step => step.Microseconds ?? 0);

    static string Microseconds(double time) => Text.Number(time, time < 100 ? "0.0" : "#,0");

    static string Bar(double part, double whole) =>
        $"<span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{Text.Number(whole > 0 ? 100 * part / whole : 0, "0.#")}%\"></i></span>";
}
