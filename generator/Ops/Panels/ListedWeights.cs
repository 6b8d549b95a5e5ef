using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Panels of which only the rows that are not zero are stored, one panel's behind the other's: a tile lies in one panel and goes by its list.
/// </summary>
sealed record ListedWeights(Panels Panels, PanelRows Listed, string Reference) : PanelWeights(Panels, Reference)
{
    public override PanelRows? Rows => Listed;

    /// <summary>Of the average panel.</summary>
    public override int Depth => (Listed.Count + Listed.OfPanels.Count - 1) / Listed.OfPanels.Count;

    public override string Address(IReadOnlyList<string> outer, string group, Cut channels) => channels.Count == 1
        ? Number(Listed.Starts[channels.From / Panels.Width] * Panels.Width + channels.From % Panels.Width)
        : KernelText.Sum([(ListedRows.First, Panels.Width),
            .. channels.Step % Panels.Width == 0 ? [] : new[] { ($"(channel & {Number(Panels.Width - 1)})", 1) }]);
}
