using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The right side of a product as tiles read it: rows of channels, one for each depth.</summary>
abstract record ProductWeights
{
    /// <summary>The reference in the method.</summary>
    public abstract string Name { get; }
    public virtual int Groups => 1;
    public abstract int Depth { get; }
    /// <summary>Channels of one group.</summary>
    public abstract int Channels { get; }
    /// <summary>Channels of one group with those of zero that round them up, in the bias too.</summary>
    public virtual int PaddedChannels => Channels;

    /// <summary>The rows that are there, where not all are; then a tile lies in one panel.</summary>
    public virtual PanelRows? Rows => null;

    /// <summary>Floats from one depth to the next.</summary>
    public abstract int StepAt(int channel);

    /// <summary>Channels that are neighbours, and floats from the first of them to the first of the next.</summary>
    public abstract (int Width, int Step) Panel { get; }

    /// <summary>The C# of the place of a tile's first weight.</summary>
    public abstract string Address(IReadOnlyList<string> outer, string group, Cut channels);

    /// <summary>The channels cut into steps of at most some vectors.</summary>
    public abstract IReadOnlyList<ChannelBlock> Blocks(Isa isa, int vectors);
}
