using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// 8-bit weights of Runs x Run x Channels per group, cut into panels of 16 channels: [group][panel][pass][run][quad][16][4], so that the four
/// weights that meet four neighbouring activations lie together. A run (a tap's channels, a row of a matrix) is filled up to whole quads with
/// zeros, and so are the channels of the last panel, which is only as wide as they need (4, 8 or 16).
/// </summary>
/// <param name="Groups">Matrices that follow one another.</param>
/// <param name="Runs">Stretches of neighbouring activations that are summed for one output.</param>
/// <param name="Run">Activations in such a stretch.</param>
/// <param name="Channels">Outputs of one group.</param>
/// <param name="Passes">2 where a weight less its zero point needs nine bits and is stored as the sum of two, else 1.</param>
sealed record BytePanels(int Groups, int Runs, int Run, int Channels, int Passes)
{
    public const int Width = Panels.Width;
    public const int Quad = 4;

    public int QuadsOfRun => (Run + Quad - 1) / Quad;

    /// <summary>Quads that are summed for one output.</summary>
    public int Depth => Passes * Runs * QuadsOfRun;

    /// <summary>Bytes that a run's last quad reads behind its end.</summary>
    public int Overrun => QuadsOfRun * Quad - Run;

    /// <summary>Channels of a group with those of zero at the end.</summary>
    public int PaddedChannels => Panels.Padded(Channels);

    public int PanelsOfGroup => (Channels + Width - 1) / Width;

    /// <summary>Channels of a panel, those of zero included.</summary>
    public int WidthOf(int panel) => Math.Min(Width, PaddedChannels - panel * Width);

    /// <summary>Bytes from one group to the next, and from one full panel to the next.</summary>
    public int GroupSize => checked(Depth * Quad * PaddedChannels);
    public int PanelSize => checked(Depth * Quad * Width);
}
