using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The constants of an integer product, packed at build time.</summary>
/// <param name="Panels">How the weights lie.</param>
/// <param name="Weights">int8: the weights less their zero points.</param>
/// <param name="Sums">[group][padded channel]: the sum of each channel's weights.</param>
/// <param name="Proof">uint8, [group][panel][quad]: 1 where no product can saturate; null if that is so everywhere.</param>
/// <param name="Rows">The quads of each panel that are stored, where those of zeros are left out.</param>
sealed record PackedBytes(BytePanels Panels, Tensor Weights, int[] Sums, Tensor? Proof, PanelRows? Rows)
{
    public IReadOnlyList<Tensor> With(SumStarts starts) => Proof is null ? [Weights, starts.Stored] : [Weights, starts.Stored, Proof];

    /// <summary>The shares of quads, over the channels of a panel: those that may be summed with a neighbour in int16, those in which no pair of products can saturate, and others.</summary>
    public ProductForms Forms
    {
        get
        {
            var pairs = Proof is null ? 1 : Proof.Bytes.Average(quad => (double)quad);
            var (fours, all) = (0, 0);
            for (var each = 0; each < Panels.Groups * Panels.PanelsOfGroup; each++)
            {
                var (group, panel) = (each / Panels.PanelsOfGroup, each % Panels.PanelsOfGroup);
                var count = Rows?.OfPanels[panel].Length ?? Panels.Depth;
                all += count;
                for (var quad = 0; quad + 1 < count; quad += 2)
                    if (Saturation.IsImpossible(QuadAt(group, panel, quad), QuadAt(group, panel, quad + 1))) fours += 2;
            }
            var share = fours / (double)all;
            return new(share, pairs - share, 1 - pairs);
        }
    }

    /// <summary>The weights of a quad that is stored, by its place in the panel.</summary>
    Span<sbyte> QuadAt(int group, int panel, int place)
    {
        var size = Panels.WidthOf(panel) * BytePanels.Quad;
        var first = Rows is null ? group * Panels.GroupSize + panel * Panels.PanelSize : Rows.Starts[panel] * BytePanels.Width * BytePanels.Quad;
        return Weights.Span<sbyte>().Slice(first + place * size, size);
    }

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
                int width = panels.WidthOf(panel), first = group * panels.GroupSize + panel * panels.PanelSize + channel % BytePanels.Width * BytePanels.Quad;
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
        return new(panels, rows is null ? packed : Stored(panels, packed, rows), sums, Prove(panels, packed, rows), rows);
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

    static Tensor? Prove(BytePanels panels, Tensor packed, PanelRows? rows)
    {
        var proof = Enumerable.Range(0, panels.Groups * panels.PanelsOfGroup).SelectMany(each =>
        {
            var (group, panel) = (each / panels.PanelsOfGroup, each % panels.PanelsOfGroup);
            return (rows?.OfPanels[panel] ?? Enumerable.Range(0, panels.Depth))
                .Select(quad => (byte)(Saturation.IsImpossible(Quads(panels, packed, group, panel, quad)) ? 1 : 0));
        }).ToArray();
        return proof.Contains((byte)0) ? new(ElementType.UInt8, new Shape(proof.Length), proof) : null;
    }

    static Span<sbyte> Quads(BytePanels panels, Tensor packed, int group, int panel, int quad)
    {
        var size = panels.WidthOf(panel) * BytePanels.Quad;
        return packed.Span<sbyte>().Slice(group * panels.GroupSize + panel * panels.PanelSize + quad * size, size);
    }
}
