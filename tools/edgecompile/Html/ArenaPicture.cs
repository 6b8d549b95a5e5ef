using EdgeCompile.Planning;

namespace EdgeCompile.Tool.Html;

/// <summary>The arena over the schedule: bytes to the right, steps downwards, a box for each buffer while it is needed.</summary>
static class ArenaPicture
{
    const int Width = 420, Colours = 6;

    /// <param name="plan">The plan.</param>
    /// <param name="rows">All rows of the schedule.</param>
    /// <param name="first">The row of the first step.</param>
    /// <param name="height">The height of a row.</param>
    public static string Svg(Plan plan, int rows, int first, int height)
    {
        var scale = (double)Width / Math.Max(plan.Arena.Bytes, 1);
        var boxes = plan.Arena.Buffers.Select((buffer, i) =>
        {
            var title = $"{Text.Number(buffer.Bytes)} bytes at {Text.Number(buffer.Offset)}, rows {first + buffer.First + 1} to {first + buffer.Last + 1}: {buffer.Element.ToString().ToLowerInvariant()}[{buffer.Shape}]";
            return $"<rect class=\"b{i % Colours}\" x=\"{Text.Number(buffer.Offset * scale, "0.##")}\" y=\"{(first + buffer.First) * height}\" "
                + $"width=\"{Text.Number(Math.Max(buffer.Bytes * scale, 1), "0.##")}\" height=\"{(buffer.Last - buffer.First + 1) * height}\"><title>{Text.Escape(title)}</title></rect>";
        });
        return $"""
            <svg role="img" aria-label="The arena of {Text.Number(plan.Arena.Bytes)} bytes over the schedule" width="{Width}" height="{rows * height}"><rect class="ground" width="{Width}" height="{rows * height}"/>{string.Concat(boxes)}</svg>
            """;
    }
}
