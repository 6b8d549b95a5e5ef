using System.Globalization;

namespace EdgeCompile.Tool;

/// <summary>The arena over time, a line for each step: <c>#</c> for live bytes, <c>.</c> for the rest of the arena.</summary>
static class MemoryChart
{
    const int Width = 60;

    public static IEnumerable<string> Of(PlanFacts plan)
    {
        if (plan.ArenaBytes == 0) yield break;
        var peak = plan.Steps.Max(step => step.LiveBytes);
        yield return $"step  live bytes in the arena of {Number(plan.ArenaBytes)}";
        foreach (var step in plan.Steps)
        {
            var filled = (int)Math.Ceiling((double)Width * step.LiveBytes / plan.ArenaBytes);
            var bar = new string('#', filled) + new string('.', Width - filled);
            yield return $"{Number(step.Number),4}  {bar} {Number(step.LiveBytes)}{(step.LiveBytes == peak ? "  peak" : "")}";
        }
    }

    static string Number(long number) => number.ToString("n0", CultureInfo.InvariantCulture);
}
