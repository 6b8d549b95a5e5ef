using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A loop over outputs: an axis of the output (-1: none), how far it runs, and how far a step moves in the input.</summary>
readonly record struct PixelLoop(int Axis, int Extent, int InputStep);

/// <summary>A loop over products that are summed: how far it runs and how far a step moves in the input. Weights follow by their own step.</summary>
readonly record struct DepthLoop(int Extent, int InputStep);

/// <summary>
/// For each output pixel and channel a sum over a depth: what convolutions and products of matrices have in common, of floats
/// (<see cref="TiledProduct"/>) and of bytes (<see cref="ByteProduct"/>).
/// </summary>
abstract record Product
{
    public required Operand Input { get; init; }
    public required Operand Output { get; init; }
    /// <summary>The output's axis of channels; its stride is 1.</summary>
    public required int ChannelAxis { get; init; }
    public required IReadOnlyList<PixelLoop> Outer { get; init; }
    public required PixelLoop Row { get; init; }
    public required PixelLoop Column { get; init; }
    /// <summary>From the outermost; adjacent loops that walk on evenly are one. The innermost steps of bytes are quads.</summary>
    public required IReadOnlyList<DepthLoop> Depth { get; init; }
    /// <summary>Where in the input the first product of output (0, …, 0) lies: before its start when there is padding.</summary>
    public int Origin { get; init; }
    /// <summary>How far the next group's input channels are.</summary>
    public int GroupStep { get; init; }
    public Epilogue? Epilogue { get; init; }

    static string OuterName(int loop) => "outer" + Support.CSharpText.Number(loop);

    /// <summary>The loops outside of tiles, with the names of their indices: the outer ones, then the groups.</summary>
    public IEnumerable<(string Name, Cut Cut)> Loops(int groups) =>
        Outer.Select((loop, i) => (OuterName(i), Cut.Whole(loop.Extent))).Append(("group", Cut.Whole(groups)));

    /// <summary>The outer loops with the C# of their indices.</summary>
    public IEnumerable<(string Index, PixelLoop Loop)> OuterIndices => Outer.Select((loop, i) => (Cut.Whole(loop.Extent).Index(OuterName(i)), loop));

    /// <summary>The C# of where in the input the first product of a pixel lies.</summary>
    public string InputAddress(string group, string row, string column) => KernelText.Sum(
        OuterIndices.Select(outer => (outer.Index, outer.Loop.InputStep))
            .Concat([(group, GroupStep), (row, Row.InputStep), (column, Column.InputStep)]), Origin);

    /// <summary>The C# of each index of an output element.</summary>
    public string[] OutputIndices(string row, string column, string channel)
    {
        var indices = Enumerable.Repeat("0", Output.Shape.Rank).ToArray();
        foreach (var (index, loop) in OuterIndices.Concat([(row, Row), (column, Column)]))
            if (loop.Axis >= 0) indices[loop.Axis] = index;
        indices[ChannelAxis] = channel;
        return indices;
    }

    /// <summary>Drops loops of one step and merges a loop into the next inner one where the steps are even.</summary>
    public static IReadOnlyList<DepthLoop> Merge(IEnumerable<DepthLoop> loops)
    {
        var merged = new List<DepthLoop>();
        foreach (var loop in loops.Where(loop => loop.Extent > 1))
        {
            var last = merged.Count - 1;
            if (last >= 0 && merged[last].InputStep == loop.InputStep * loop.Extent) merged[last] =
                new(merged[last].Extent * loop.Extent, loop.InputStep);
            else merged.Add(loop);
        }
        if (merged.Count == 0) merged.Add(new(1, 0));
        return merged;
    }
}
