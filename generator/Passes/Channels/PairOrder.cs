using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Looks for an order of input channels in which more quads of weights cannot saturate: from the order that there is, by swaps of two channels
/// that make it no worse, a fixed number of them. Whether two channels may meet is known for each row of weights (a tap of sixteen filters) as a bit.
/// </summary>
sealed class PairOrder
{
    const int SwapsOfChannel = 300;

    /// <summary>The gain in quads below which an order is left alone.</summary>
    const double Gain = 0.02;

    /// <summary>Comparisons of weights that a search may take: a second's worth would be felt in a build.</summary>
    const long WorkAtMost = 100_000_000;

    const int WordBits = 64;

    readonly int _channels;
    readonly List<long> _weights = [];
    readonly List<ulong[]> _safe = [];

    PairOrder(int channels) => _channels = channels;

    /// <summary>The order: which channel comes first, second and so on. Null if none is much better than the one there is.</summary>
    /// <param name="channels">Channels to be ordered.</param>
    /// <param name="readers">The products that read them, and how many outputs each filter of theirs has.</param>
    public static int[]? For(int channels, IReadOnlyList<(ChannelProduct Product, long Outputs)> readers)
    {
        if (channels % BytePanels.Quad != 0) return null;
        if (readers.Sum(reader => (long)reader.Product.Outputs * reader.Product.Taps * channels * channels / 2) > WorkAtMost) return null;
        var search = new PairOrder(channels);
        long all = 0;
        foreach (var (product, outputs) in readers) all += search.Add(product, outputs) * outputs * (channels / BytePanels.Quad);
        var order = Enumerable.Range(0, channels).ToArray();
        var gained = search.Climb(order);
        return gained > Gain * all ? order : null;
    }

    /// <summary>Notes which channels may meet in the rows of a product; how many rows there are.</summary>
    int Add(ChannelProduct product, long outputs)
    {
        int panels = (product.Outputs + BytePanels.Width - 1) / BytePanels.Width, rows = panels * product.Taps;
        for (var first = 0; first < rows; first += WordBits)
        {
            var safe = new ulong[_channels * _channels];
            for (var row = first; row < Math.Min(rows, first + WordBits); row++)
            {
                var filters = FiltersOf(product, row);
                for (var a = 0; a < _channels; a++)
                    for (var b = 0; b < a; b++)
                        if (MayMeet(filters, a, b)) safe[b * _channels + a] = safe[a * _channels + b] |= 1UL << (row - first);
            }
            _safe.Add(safe);
            _weights.Add(outputs);
        }
        return rows;
    }

    /// <summary>The weights of a row, [filter][channel].</summary>
    int[][] FiltersOf(ChannelProduct product, int row)
    {
        var (panel, tap) = (row / product.Taps, row % product.Taps);
        var from = panel * BytePanels.Width;
        return [.. Enumerable.Range(from, Math.Min(BytePanels.Width, product.Outputs - from))
            .Select(output => Enumerable.Range(0, _channels).Select(input => product.Weight(output, input, tap)).ToArray())];
    }

    static bool MayMeet(int[][] filters, int a, int b)
    {
        foreach (var filter in filters)
            if (!Saturation.IsImpossible(filter[a], filter[b])) return false;
        return true;
    }

    long Climb(int[] order)
    {
        // A generator of Knuth's, so that every build takes the same way.
        var (state, gained) = (1UL, 0L);
        for (var swap = 0; swap < SwapsOfChannel * _channels; swap++)
        {
            int i = Next(), j = Next();
            if (i == j) continue;
            var before = Score(order, i, j);
            (order[i], order[j]) = (order[j], order[i]);
            var gain = Score(order, i, j) - before;
            if (gain < 0) (order[i], order[j]) = (order[j], order[i]);
            else gained += gain;
        }
        return gained;

        int Next() => (int)(((state = unchecked(state * 6364136223846793005UL + 1442695040888963407UL)) >> 33) % (ulong)_channels);
    }

    /// <summary>The rows, each for all its outputs, in which the quads of two places cannot saturate.</summary>
    long Score(int[] order, int i, int j)
    {
        int first = i / BytePanels.Quad * BytePanels.Quad, second = j / BytePanels.Quad * BytePanels.Quad;
        return ScoreOf(order, first) + (first == second ? 0 : ScoreOf(order, second));
    }

    long ScoreOf(int[] order, int quad)
    {
        int left = order[quad] * _channels + order[quad + 1], right = order[quad + 2] * _channels + order[quad + 3];
        var score = 0L;
        for (var word = 0; word < _safe.Count; word++) score += _weights[word] * Bits(_safe[word][left] & _safe[word][right]);
        return score;
    }

    static int Bits(ulong word)
    {
        var bits = 0;
        for (; word != 0; word &= word - 1) bits++;
        return bits;
    }
}
