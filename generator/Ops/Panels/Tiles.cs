using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Chooses tiles by an estimate of cycles, explained in docs/kernels.md: a tile is bound by its multiply-adds, its loads, its
/// instructions or the latency of a chain of sums, and costs something to begin and to end.
/// </summary>
static class Tiles
{
    /// <summary>Independent sums that keep two multiply-add units of latency 4 busy.</summary>
    const int ChainsWanted = 8;

    /// <summary>How much slower a plan with one more kind of tile may count: each is code to fetch and to compile.</summary>
    const double CostOfVariety = 0.02;

    /// <summary>
    /// Pixels beyond which a tile gains nothing worth its lines: the weights' loads are next to nothing beside the broadcasts'.
    /// </summary>
    public const int PixelsWanted = 14;

    /// <summary>Beside its counter a walk along a list has the place of a row, and a spare one for what the compiler keeps.</summary>
    const int LocalsOfList = 3;

    public static TilePlan Choose(Isa isa, ProductWeights weights, int rows, int columns, int loops) => Best(isa, weights, rows, columns, loops).Plan;

    /// <summary>The estimate for the best tiles, their input being one stretch.</summary>
    public static double LeastCycles(Isa isa, ProductWeights weights, int rows, int columns) => Best(isa, weights, rows, columns, 1).Cycles;

    static (TilePlan Plan, double Cycles) Best(Isa isa, ProductWeights weights, int rows, int columns, int loops)
    {
        if (weights.Rows is not null) loops = LocalsOfList;
        TilePlan? best = null;
        var least = double.MaxValue;
        foreach (var vectors in VectorCounts(isa).Where(vectors => weights.Rows is null || vectors * isa.Lanes <= Panels.Width))
        {
            var channels = weights.Blocks(isa, vectors);
            var pixelsAtMost = PixelsAtMost(isa, channels.Max(block => block.Vectors), loops);
            foreach (var pixels in PixelBlocks(rows, columns, pixelsAtMost))
            {
                var plan = new TilePlan(pixels, channels, WeightsStay(weights, channels, pixels));
                var cycles = Cycles(plan, weights) * (1 + CostOfVariety * (pixels.Count * channels.Count - 1));
                if (cycles >= least) continue;
                least = cycles;
                best = plan;
            }
        }
        return (best!, least);
    }

    /// <summary>How many sums a chain of products is split into, so that a small tile does not wait for the latency of an addition.</summary>
    public static int Chains(int pixels, int vectors, int depth) =>
        Math.Max(1, Math.Min((ChainsWanted + pixels * vectors - 1) / (pixels * vectors), depth));

    /// <summary>
    /// The pixels that leave room for a row of weights, a broadcast and, where sums are not fused, a product; and for the counters of loops.
    /// </summary>
    static int PixelsAtMost(Isa isa, int vectors, int loops)
    {
        var registers = isa.Registers - vectors - (isa.Lanes == 4 ? 2 : 1) - (vectors > 1 ? 1 : 0);
        // What an epilogue computes shares the places of two vectors of weights.
        var locals = MicroKernel.LocalsAtMost - Math.Max(2, vectors) - Math.Max(2, loops);
        return Math.Max(1, Math.Min(PixelsWanted, Math.Min(registers, locals) / vectors));
    }

    /// <summary>Vectors side by side, in part of a panel or in whole ones, so that a tile's weights lie at constant distances.</summary>
    static int[] VectorCounts(Isa isa) => isa.Lanes == Panels.Width ? [1, 2, 3, 4] : [1, 2, 4];

    /// <summary>Candidates: rows of tiles of one length, or tiles of several narrow rows.</summary>
    static IEnumerable<IReadOnlyList<PixelBlock>> PixelBlocks(int rows, int columns, int most)
    {
        for (var tiles = (columns + most - 1) / most; tiles <= Math.Min(columns, (columns + most - 1) / most + 2); tiles++)
            yield return [new(new(0, 1, rows), Cut.Covering(columns, (columns + tiles - 1) / tiles))];
        for (var together = Math.Min(rows, most / columns); together > 1; together--)
            yield return [.. Cut.Evenly(rows, together).Select(cut => new PixelBlock(cut, new(0, columns, 1)))];
    }

    /// <summary>Keeps what would otherwise be read over and over from farther away: compares the bytes that each order reads again.</summary>
    static bool WeightsStay(ProductWeights weights, IReadOnlyList<ChannelBlock> channels, IReadOnlyList<PixelBlock> pixels)
    {
        long tiles = pixels.Sum(block => block.Tiles), all = pixels.Sum(block => (long)block.Tiles * block.Pixels),
            steps = channels.Sum(block => block.Channels.Count);
        if (tiles == 1 || steps == 1) return steps == 1;
        return all * steps < weights.Channels * tiles;
    }

    static double Cycles(TilePlan plan, ProductWeights weights) => plan.Pixels.Sum(pixels => plan.Channels.Sum(channels =>
        (double)pixels.Tiles * channels.Channels.Count * Cycles(pixels.Pixels, channels.Vectors, weights.Depth, weights.Rows is null ? 0 : 1)));

    /// <param name="pixels">Pixels of a tile.</param>
    /// <param name="vectors">Its vectors of channels.</param>
    /// <param name="depth">Products that are summed.</param>
    /// <param name="listed">Loads that say where a product's activations lie.</param>
    static double Cycles(int pixels, int vectors, int depth, int listed)
    {
        double sums = pixels * vectors;
        var chains = Chains(pixels, vectors, depth);
        var loads = pixels + vectors + listed;
        var instructions = sums + vectors + (vectors > 1 ? pixels : 0) + 1 + 2 * listed;
        var step = Math.Max(Math.Max(sums, loads) / 2, Math.Max(instructions / 4, 4.0 / chains));
        return depth * step + 12 + 2 * sums + sums * (chains - 1);
    }
}
