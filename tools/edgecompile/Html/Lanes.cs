namespace EdgeCompile.Tool.Html;

/// <summary>
/// The graph beside its schedule: a dot for each row and a line from each row to its readers. A reader in the next row is reached straight
/// down; for others the row gets a lane of its own, the nearest that is free until its last reader.
/// </summary>
static class Lanes
{
    const int Step = 9, Margin = 7;

    public static string Svg(IReadOnlyList<Row> rows, int height)
    {
        var last = new int[rows.Count];
        for (var row = 0; row < rows.Count; row++)
            foreach (var from in rows[row].From) last[from] = row;
        var lanes = Assign(last, out var count);
        var spine = Margin + count * Step;
        var lines = new System.Text.StringBuilder();
        for (var from = 0; from < rows.Count; from++)
        {
            if (lanes[from] == 0)
            {
                if (last[from] > from) lines.Append($"<path d=\"M{spine} {Y(from)}V{Y(last[from])}\"/>");
                continue;
            }
            var x = spine - lanes[from] * Step;
            var path = $"M{spine} {Y(from)}Q{x} {Y(from)} {x} {Y(from) + height / 2}V{Y(last[from]) - height / 2}Q{x} {Y(last[from])} {spine} {Y(last[from])}";
            for (var row = from + 1; row < last[from]; row++)
                if (rows[row].From.Contains(from)) path += $"M{x} {Y(row) - height / 2}Q{x} {Y(row)} {spine} {Y(row)}";
            lines.Append($"<path d=\"{path}\"/>");
        }
        var dots = string.Concat(rows.Select((row, i) => $"<circle cx=\"{spine}\" cy=\"{Y(i)}\" r=\"4\" class=\"{Family.Of(row)}\"><title>{Text.Escape(Title(rows, i))}</title></circle>"));
        return $"""
            <svg role="img" aria-label="The graph: a dot for each row, lines to the rows that read its tensors" width="{spine + Margin}" height="{rows.Count * height}"><g class="edges">{lines}</g>{dots}</svg>
            """;

        int Y(int row) => row * height + height / 2;
    }

    static string Title(IReadOnlyList<Row> rows, int row) =>
        $"{Name(row)}{(rows[row].From.Count == 0 ? "" : " reads " + string.Join(", ", rows[row].From.Select(Name)))}"
        .ToString(System.Globalization.CultureInfo.InvariantCulture) is var text ? text.Trim() : "";

    static string Name(int row) => $"row {row + 1}";

    /// <summary>Lane 0 is the line of the dots themselves.</summary>
    static int[] Assign(int[] last, out int count)
    {
        var lanes = new int[last.Length];
        var free = new List<int>();                  // from which row on each lane is free again
        for (var row = 0; row < last.Length; row++)
        {
            if (last[row] <= row + 1) continue;
            var lane = free.FindIndex(until => until <= row);
            if (lane < 0)
            {
                lane = free.Count;
                free.Add(0);
            }
            free[lane] = last[row];
            lanes[row] = lane + 1;
        }
        count = free.Count;
        return lanes;
    }
}
