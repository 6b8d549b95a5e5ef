using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// The rows of each panel (a depth by all channels of the panel) that hold other weights than zero, ascending. A panel's rows are filled up to whole
/// steps: one that repeats the row before it has weights of zero.
/// </summary>
sealed record PanelRows(IReadOnlyList<int[]> OfPanels)
{
    /// <summary>Rows that a kernel may take at a time, so that their sums do not wait for one another.</summary>
    public const int Step = 4;

    /// <summary>The rows before each panel's, and of all at the end.</summary>
    public EquatableArray<int> Starts { get; } = Sums(OfPanels);

    public int Count => Starts[OfPanels.Count];

    public static PanelRows Find(int panels, int depth, Func<int, int, bool> isZero) => new([.. Enumerable.Range(0, panels).Select(panel =>
    {
        var rows = Enumerable.Range(0, depth).Where(k => !isZero(panel, k)).ToList();
        while (rows.Count % Step != 0) rows.Add(rows[rows.Count - 1]);
        return rows.ToArray();
    })]);

    /// <summary>Whether a row of a panel is there only to fill a step.</summary>
    public bool IsFiller(int panel, int row) => row > 0 && OfPanels[panel][row] == OfPanels[panel][row - 1];

    /// <summary>Where in the input each row's activations lie, from those of depth 0.</summary>
    public EquatableArray<int> Places(Func<int, int> placeOfDepth) => OfPanels.SelectMany(rows => rows.Select(placeOfDepth)).ToEquatableArray();

    static EquatableArray<int> Sums(IReadOnlyList<int[]> panels)
    {
        var starts = new int[panels.Count + 1];
        for (var panel = 0; panel < panels.Count; panel++) starts[panel + 1] = starts[panel] + panels[panel].Length;
        return starts;
    }
}
