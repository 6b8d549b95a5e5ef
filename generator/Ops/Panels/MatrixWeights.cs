using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A matrix that is known only at run time, read where it lies: its rows are neighbours, columns are read exactly.</summary>
/// <param name="Reference">The matrix in the method.</param>
/// <param name="Depth">Rows.</param>
/// <param name="Channels">Columns.</param>
/// <param name="RowStep">Floats from one row to the next.</param>
/// <param name="OuterSteps">Floats from one matrix of a batch to the next, for each outer loop of the product.</param>
sealed record MatrixWeights(string Reference, int Depth, int Channels, int RowStep, IReadOnlyList<int> OuterSteps) : ProductWeights
{
    public override string Name => Reference;
    public override int Depth { get; } = Depth;
    public override int Channels { get; } = Channels;

    public override int StepAt(int channel) => RowStep;
    public override (int Width, int Step) Panel => (int.MaxValue, 0);

    public override string Address(IReadOnlyList<string> outer, string group, Cut channels) =>
        KernelText.Sum([.. outer.Zip(OuterSteps, (index, step) => (index, step)), (channels.Index("channel"), 1)]);

    public override IReadOnlyList<ChannelBlock> Blocks(Isa isa, int vectors)
    {
        var blocks = new List<ChannelBlock>();
        var from = 0;
        foreach (var lanes in isa.LaneCounts)
            for (var count = vectors; count > 0; count--)
            {
                var steps = (Channels - from) / (lanes * count);
                if (steps == 0 || (lanes < isa.Lanes && count > 1)) continue;
                blocks.Add(new(new(from, lanes * count, steps), count, lanes, lanes * count));
                from += steps * lanes * count;
            }
        return blocks;
    }
}
