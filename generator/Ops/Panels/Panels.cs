using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// A weight matrix of Depth x Channels per group, cut into panels of 16 channels: [group][panel][depth][16], so that a tile reads it as one
/// stream, on any rung. The last panel is only as wide as its channels need (4, 8 or 16); what they leave of it is zero.
/// </summary>
/// <param name="Groups">Matrices that follow one another.</param>
/// <param name="Depth">Products that are summed for one output.</param>
/// <param name="Channels">Outputs of one group.</param>
sealed record Panels(int Groups, int Depth, int Channels)
{
    public const int Width = 16;

    /// <summary>Channels with those of zero at the end.</summary>
    public int PaddedChannels => Padded(Channels);

    /// <summary>Channels with those of zero behind them: whole panels, and a last one of 4, 8 or 16.</summary>
    public static int Padded(int channels) => channels / Width * Width + (channels % Width) switch { 0 => 0, <= 4 => 4, <= 8 => 8, _ => 16 };

    /// <summary>Panels of one group.</summary>
    public int Count => (Channels + Width - 1) / Width;

    /// <summary>Floats from one group to the next.</summary>
    public int GroupSize => checked(Depth * PaddedChannels);

    /// <summary>Floats from one depth to the next in the panel of a channel.</summary>
    public int WidthAt(int channel) => Math.Min(Width, PaddedChannels - channel / Width * Width);

    /// <summary>The part of a number of multiply-adds that is carried out where only these rows are there.</summary>
    public long Stored(long multiplyAdds, PanelRows? rows) => rows is null ? multiplyAdds : multiplyAdds * rows.Count / (Count * Depth);

    public Tensor Pack(Func<int, int, int, float> weight)
    {
        var packed = new Tensor(ElementType.Float32, new Shape(checked(Groups * GroupSize)));
        var floats = packed.Span<float>();
        for (var group = 0; group < Groups; group++)
            for (var channel = 0; channel < Channels; channel++)
            {
                var start = group * GroupSize + channel / Width * Width * Depth + channel % Width;
                for (var k = 0; k < Depth; k++) floats[start + k * WidthAt(channel)] = weight(group, k, channel);
            }
        return packed;
    }

    /// <summary>The listed rows alone, of one group.</summary>
    public Tensor Pack(PanelRows rows, Func<int, int, float> weight)
    {
        var packed = new Tensor(ElementType.Float32,
            new Shape(checked(rows.Starts[Count - 1] * Width + rows.OfPanels[Count - 1].Length * WidthAt(Channels - 1))));
        var floats = packed.Span<float>();
        for (var channel = 0; channel < Channels; channel++)
        {
            var (panel, width) = (channel / Width, WidthAt(channel));
            for (var row = 0; row < rows.OfPanels[panel].Length; row++)
                if (!rows.IsFiller(panel, row))
                    floats[rows.Starts[panel] * Width + row * width + channel % Width] = weight(rows.OfPanels[panel][row], channel);
        }
        return packed;
    }

    /// <summary>The weights of one group without panels: [channel][depth], so that a vector holds a stretch of depth.</summary>
    public Tensor PackOutputs(Func<int, int, float> weight)
    {
        var packed = new Tensor(ElementType.Float32, new Shape(checked(Channels * Depth)));
        var floats = packed.Span<float>();
        for (var i = 0; i < floats.Length; i++) floats[i] = weight(i % Depth, i / Depth);
        return packed;
    }

    /// <summary>A number for each output channel, groups padded as the panels are: [group][channel].</summary>
    public Tensor PackBias(ReadOnlySpan<float> bias)
    {
        var packed = new Tensor(ElementType.Float32, new Shape(Groups * PaddedChannels));
        for (var group = 0; group < Groups; group++)
            bias.Slice(group * Channels, Channels).CopyTo(packed.Span<float>().Slice(group * PaddedChannels));
        return packed;
    }
}
