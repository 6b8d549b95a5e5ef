using EdgeCompile.Lowering;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>Constant weights in panels.</summary>
record PanelWeights(Panels Panels, string Reference) : ProductWeights
{
    /// <summary>All rows, or those that are listed.</summary>
    public static PanelWeights Of(Panels panels, PanelRows? rows, string reference) =>
        rows is null ? new PanelWeights(panels, reference) : new ListedWeights(panels, rows, reference);

    public override string Name => Reference;
    public override int Groups => Panels.Groups;
    public override int Depth => Panels.Depth;
    public override int Channels => Panels.Channels;
    public override int PaddedChannels => Panels.PaddedChannels;

    public override int StepAt(int channel) => Panels.WidthAt(channel);

    // A tile lies in one panel or starts with one.
    public override (int Width, int Step) Panel => (Panels.Width, Panels.Width * Depth);

    // Panels before a tile's are all of full width, so that their size follows from the channel alone.
    public override string Address(IReadOnlyList<string> outer, string group, Cut channels)
    {
        const int inPanel = Panels.Width - 1;
        (string, int)[] place =
            channels.Count == 1 ? [(Number(channels.From / Panels.Width * Panels.Width * Depth + channels.From % Panels.Width), 1)]
            : channels.Step % Panels.Width == 0 ? [("channel", Depth)]
            : [($"(channel & ~{Number(inPanel)})", Depth), ($"(channel & {Number(inPanel)})", 1)];
        return KernelText.Sum([(group, Panels.GroupSize), .. place]);
    }

    public override IReadOnlyList<ChannelBlock> Blocks(Isa isa, int vectors)
    {
        var blocks = new List<ChannelBlock>();
        var tail = Panels.WidthAt(Panels.Channels - 1);
        var wide = tail == Panels.Width ? Panels.PaddedChannels : Panels.PaddedChannels - tail;
        Append(blocks, 0, wide, vectors, isa.Lanes);
        if (tail < Panels.Width) Append(blocks, wide, tail, vectors, Math.Min(isa.Lanes, tail));
        return blocks;
    }

    /// <summary>Cuts padded channels into steps of some vectors, then what is left; a step with channels that are not stored stands alone.</summary>
    void Append(List<ChannelBlock> blocks, int from, int extent, int vectors, int lanes)
    {
        while (extent > 0 && from < Channels)
        {
            var step = Math.Min(vectors * lanes, extent / lanes * lanes);
            var full = Math.Min(extent, Channels - from) / step;
            if (full == 0)
            {
                // The last step: only the vectors that hold channels.
                var used = (Channels - from + lanes - 1) / lanes;
                blocks.Add(new(new(from, used * lanes, 1), used, lanes, Channels - from));
                return;
            }
            blocks.Add(new(new(from, step, full), step / lanes, lanes, step));
            from += full * step;
            extent -= full * step;
        }
    }
}
