using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The choice between dot products and tiles of panels, by the same estimate of cycles (docs/kernels.md).</summary>
static class DotTiles
{
    /// <summary>Outputs beyond which panels are quick enough.</summary>
    const int OutputsAtMost = 4;

    /// <summary>What they must save, as for <see cref="RowChoice"/>.</summary>
    const double Gain = 0.9;

    /// <summary>Whether dot products are estimated to be quicker on some rung, where the products of a pixel are neighbours in the input.</summary>
    /// <param name="panels">How the weights would lie otherwise.</param>
    /// <param name="rows">Rows of pixels.</param>
    /// <param name="columns">Pixels of each.</param>
    /// <param name="stretch">Products that are neighbours.</param>
    public static bool Pay(Panels panels, int rows, int columns, int stretch) => panels.Groups == 1 && panels.Channels <= OutputsAtMost
        && Isa.All.Any(isa => Best(isa, new PanelWeights(panels, ""), rows, columns, stretch) is not null);

    /// <summary>The best tile for a product whose weights lie so too; null where tiles of panels are as good, or the input lies otherwise.</summary>
    public static DotTile? Choose(Isa isa, TiledProduct product)
    {
        var depth = product.Depth[product.Depth.Count - 1];
        if (product.Dots is null || depth.InputStep != 1) return null;
        var rows = product.Outer.Aggregate(product.Row.Extent, (count, loop) => count * loop.Extent);
        return Best(isa, product.Weights, rows, product.Column.Extent, depth.Extent);
    }

    static DotTile? Best(Isa isa, ProductWeights weights, int rows, int columns, int stretch)
    {
        DotTile? best = null;
        var least = Gain * Tiles.LeastCycles(isa, weights, rows, columns);
        foreach (var tile in isa.LaneCounts.Where(lanes => lanes > 1 && lanes <= stretch).SelectMany(lanes => Of(lanes, weights.Channels, columns)))
        {
            var walk = tile.Columns(columns);
            var steps = (stretch + tile.Lanes - 1) / tile.Lanes;
            var cycles = (double)rows * walk.Count
                * tile.Blocks(weights.Channels).Sum(block => Cycles(tile, walk.Step, block.Count, steps, weights.Depth / stretch));
            if (cycles >= least) continue;
            least = cycles;
            best = tile;
        }
        return best;
    }

    /// <summary>The tiles of some lanes. What is stored together is a vector at least: outputs, where they nearly fill one, else pixels.</summary>
    static IEnumerable<DotTile> Of(int lanes, int outputs, int columns)
    {
        const int vector = 4;
        if (outputs > vector / 2 || columns == 1) yield return new(lanes, vector, AlongOutputs: true);
        else
            for (var some = 1; some <= outputs && lanes / some >= vector; some++) yield return new(lanes, some, AlongOutputs: false);
    }

    /// <param name="tile">The tile.</param>
    /// <param name="pixels">Its pixels that there are.</param>
    /// <param name="outputs">Its outputs that there are.</param>
    /// <param name="steps">Vectors of a stretch.</param>
    /// <param name="stretches">Stretches of the depth.</param>
    static double Cycles(DotTile tile, int pixels, int outputs, int steps, int stretches)
    {
        double sums = pixels * outputs;
        var chains = Tiles.Chains(pixels, outputs, steps);
        var step = Math.Max(Math.Max(sums, pixels + outputs) / 2, Math.Max((sums + pixels + outputs + 1) / 4, 4.0 / chains));
        // Two shuffles and an addition, on two units, for each two vectors that become one; and the stores.
        return steps * stretches * step + 12 + 1.5 * (tile.Lanes - 1) + sums * (chains - 1) + 2 * sums / tile.Together;
    }
}
