using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The choice between whole panels and lists of their rows, by the estimate of cycles that chooses tiles.</summary>
static class RowChoice
{
    /// <summary>What lists must save: they keep tiles within a panel, and an estimate is an estimate.</summary>
    const double Gain = 0.9;

    /// <summary>The rows to be listed; null where whole panels are as good on some rung.</summary>
    /// <param name="panels">How the weights would lie.</param>
    /// <param name="weight">A weight by its depth and channel.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Pixels of each.</param>
    public static PanelRows? For(Panels panels, Func<int, int, float> weight, int rows, int columns)
    {
        if (panels.Groups > 1) return null;
        var found = PanelRows.Find(panels.Count, panels.Depth, IsZero);
        if (found.Count == 0) return null;
        ProductWeights all = new PanelWeights(panels, ""), listed = new ListedWeights(panels, found, "");
        return Isa.All.All(isa => Tiles.LeastCycles(isa, listed, rows, columns) <= Gain * Tiles.LeastCycles(isa, all, rows, columns)) ? found : null;

        bool IsZero(int panel, int k)
        {
            for (var channel = panel * Panels.Width; channel < Math.Min(panels.Channels, (panel + 1) * Panels.Width); channel++)
                if (weight(k, channel) != 0) return false;
            return true;
        }
    }
}
