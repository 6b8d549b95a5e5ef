using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The constants of an integer product, packed at build time.</summary>
/// <param name="Panels">How the weights lie.</param>
/// <param name="Weights">int8: the weights less their zero points.</param>
/// <param name="Sums">[group][padded channel]: the sum of each channel's weights.</param>
/// <param name="Proof">Which of the products might saturate.</param>
/// <param name="Rows">The quads of each panel that are stored, where those of zeros are left out.</param>
sealed record PackedBytes(BytePanels Panels, Tensor Weights, int[] Sums, QuadProof Proof, PanelRows? Rows)
{
    public IReadOnlyList<Tensor> With(SumStarts starts) => Proof.OfQuads is { } proof ? [Weights, starts.Stored, proof] : [Weights, starts.Stored];

    /// <summary>The part of a number of multiply-adds that is carried out.</summary>
    public long Stored(long multiplyAdds) => Rows is null ? multiplyAdds : multiplyAdds * Rows.Count / (Panels.PanelsOfGroup * Panels.Depth);

    /// <summary>The share of a panel's quads that a list must leave out to be worth its loads.</summary>
    public const double ShareOfZeros = 0.15;

    /// <summary>Packs weights of -255 … 255.</summary>
    /// <param name="groups">Matrices that follow one another.</param>
    /// <param name="runs">Stretches of neighbouring activations.</param>
    /// <param name="run">Activations in a stretch.</param>
    /// <param name="channels">Outputs of one group.</param>
    /// <param name="weight">A weight less its zero point, by group, run, place in the run, and channel.</param>
    public static PackedBytes Pack(int groups, int runs, int run, int channels, Func<int, int, int, int, int> weight)
    {
        var numbers = new short[groups, channels, runs * run];
        var passes = 1;
        for (var group = 0; group < groups; group++)
            for (var channel = 0; channel < channels; channel++)
                for (var k = 0; k < runs * run; k++)
                {
                    var number = weight(group, k / run, k % run, channel);
                    if (number is < sbyte.MinValue or > sbyte.MaxValue) passes = 2;
                    numbers[group, channel, k] = (short)number;
                }

        var panels = new BytePanels(groups, runs, run, channels, passes);
        var packed = new Tensor(ElementType.Int8, new Shape(checked(groups * panels.GroupSize)));
        var sums = new int[groups * panels.PaddedChannels];
        for (var group = 0; group < groups; group++)
            for (var channel = 0; channel < channels; channel++)
            {
                var panel = channel / BytePanels.Width;
                int width =
                    panels.WidthOf(panel), first = group * panels.GroupSize + panel * panels.PanelSize + channel % BytePanels.Width * BytePanels.Quad;
                for (var k = 0; k < runs * run; k++)
                {
                    int left = numbers[group, channel, k], place = k % run;
                    sums[group * panels.PaddedChannels + channel] += left;
                    for (var pass = 0; pass < passes; pass++)
                    {
                        var quad = (pass * runs + k / run) * panels.QuadsOfRun + place / BytePanels.Quad;
                        var part = Math.Max(sbyte.MinValue, Math.Min(sbyte.MaxValue, left));
                        packed.Span<sbyte>()[first + quad * width * BytePanels.Quad + place % BytePanels.Quad] = (sbyte)part;
                        left -= part;
                    }
                }
            }
        var rows = Listed(panels, packed);
        var stored = rows is null ? packed : Stored(panels, packed, rows);
        return new(panels, stored, sums, Prove(panels, stored, rows), rows);
    }

    /// <summary>The quads of each panel that hold other weights than zero; null where nearly all do.</summary>
    static PanelRows? Listed(BytePanels panels, Tensor packed)
    {
        if (panels.Groups > 1) return null;
        var rows = PanelRows.Find(panels.PanelsOfGroup, panels.Depth, IsZero);
        return rows.Count > 0 && rows.Count <= (1 - ShareOfZeros) * panels.PanelsOfGroup * panels.Depth ? rows : null;

        bool IsZero(int panel, int quad)
        {
            foreach (var weight in Quads(panels, packed, 0, panel, quad))
                if (weight != 0) return false;
            return true;
        }
    }

    static Tensor Stored(BytePanels panels, Tensor packed, PanelRows rows)
    {
        var last = panels.PanelsOfGroup - 1;
        var stored = new Tensor(ElementType.Int8, new Shape((rows.Starts[last] * BytePanels.Width + rows.OfPanels[last].Length * panels.WidthOf(last)) * BytePanels.Quad));
        for (var panel = 0; panel <= last; panel++)
            for (var row = 0; row < rows.OfPanels[panel].Length; row++)
                if (!rows.IsFiller(panel, row))
                    Quads(panels, packed, 0, panel, rows.OfPanels[panel][row])
                        .CopyTo(stored.Span<sbyte>().Slice((rows.Starts[panel] * BytePanels.Width + row * panels.WidthOf(panel)) * BytePanels.Quad));
        return stored;
    }

    static QuadProof Prove(BytePanels panels, Tensor stored, PanelRows? rows)
    {
        return QuadProof.Of([.. Enumerable.Range(0, panels.Groups * panels.PanelsOfGroup).Select(OfPanel)]);

        byte[] OfPanel(int each)
        {
            var (group, panel) = (each / panels.PanelsOfGroup, each % panels.PanelsOfGroup);
            var (first, count) = rows is null ? (group * panels.GroupSize + panel * panels.PanelSize, panels.Depth)
                : (rows.Starts[panel] * BytePanels.Width * BytePanels.Quad, rows.OfPanels[panel].Length);
            var size = panels.WidthOf(panel) * BytePanels.Quad;
            return [.. Enumerable.Range(0, count).Select(quad => QuadProof.FormOf(At(quad), quad + 1 < count ? At(quad + 1) : []))];

            Span<sbyte> At(int quad) => stored.Span<sbyte>().Slice(first + quad * size, size);
        }
    }

    static Span<sbyte> Quads(BytePanels panels, Tensor packed, int group, int panel, int quad)
    {
        var size = panels.WidthOf(panel) * BytePanels.Quad;
        return packed.Span<sbyte>().Slice(group * panels.GroupSize + panel * panels.PanelSize + quad * size, size);
    }
}
