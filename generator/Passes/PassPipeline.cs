using EdgeCompile.Ir;

namespace EdgeCompile.Passes;

/// <summary>
/// What is done to a graph between import and planning, in this order, over and over until nothing changes. There are few of them because layouts
/// are strides (a Transpose or Slice costs nothing where its reader can walk it) and because element-wise chains, activations and
/// residual sums are fused as expressions when a graph is planned.
/// </summary>
static class PassPipeline
{
    /// <summary>A graph that still changes after so many rounds means that two passes undo each other.</summary>
    const int MostRounds = 20;

    public static IReadOnlyList<Pass> Passes { get; } =
    [
        // Before constants are folded, which would make floats of quantised weights. Exporters write a QuantizeLinear for each reader of a tensor.
        new("ShareQuantizers", ShareCommonSubexpressions.Run),
        // A QuantizeLinear climbs to the sum that it belongs to, a DequantizeLinear sinks behind what integers can do; then the two meet.
        new("HoistQuantize", HoistQuantize.Run),
        new("LowerDequantize", LowerDequantize.Run),
        new("FuseQuantize", FuseQuantize.Run),
        new("TabulateBytes", TabulateBytes.Run),
        // Then, since everything else looks for constants: shape computations, weights that are reshaped or scaled.
        new("FoldConstants", FoldConstants.Run),
        // Fewer nodes between those that the patterns below look for.
        new("RemoveIdentities", RemoveIdentities.Run),
        // Chains of reshapes, transposes and slices become the fewest that say the same; shuffles written as Gather become slices.
        new("ComposeViews", ComposeViews.Run),
        // A slice that lies in one part of a Concat reads that part; a Concat in a Concat is one.
        new("SimplifyConcats", SimplifyConcats.Run),
        // Reductions, and what follows them up to a Reshape that puts their axes back, have the rank of what they meet then.
        new("KeepReducedAxes", KeepReducedAxes.Run),
        // What is computed for each part of a Concat, from slices of the same tensors, is computed once for all: rotary embeddings.
        new("MergeParts", MergeParts.Run),
        // Rows that a one-hot product picks are gathered; then what follows is done on the table, unless it is larger than what is picked from it.
        new("OneHotProducts", OneHotProducts.Run),
        new("FoldIntoTables", FoldIntoTables.Run),
        // Before weights are folded: padding in the window is a halo, which costs nothing.
        new("FoldPads", FoldPads.Run),
        // What is constant for each channel belongs into weights and bias; the normalisation first takes the form of a factor and a summand.
        new("FoldBatchNormalization", FoldBatchNormalization.Run),
        new("FactorsBehindProducts", FactorsBehindProducts.Run),
        new("FoldIntoWeights", FoldIntoWeights.Run),
        // After ComposeViews has made one slice of each phase.
        new("MergeFocus", MergeFocus.Run),
        // Of the weights as they are by now: what filters of zeros and equal filters make is known, and what nobody reads is not made.
        new("FoldKnownChannels", FoldKnownChannels.Run),
        new("RemoveUnreadChannels", RemoveUnreadChannels.Run),
        // One node where exporters write several, so that one epilogue says it with the input read once.
        new("RecogniseActivations", RecogniseActivations.Run),
        // A pool along each axis instead of one over both.
        new("SplitMaxPools", SplitMaxPools.Run),
        // Equal nodes on equal inputs, after the passes above have made them look equal.
        new("ShareCommonSubexpressions", ShareCommonSubexpressions.Run),
        // Last, so that a round begins without what the others left behind.
        new("RemoveDeadNodes", RemoveDeadNodes.Run),
    ];

    /// <summary>What is done once, when nothing else changes any more.</summary>
    public static IReadOnlyList<Pass> Last { get; } =
    [
        // A search that would go on from its own result.
        new("PairChannels", PairChannels.Run),
    ];

    /// <summary>Runs the passes on a graph and on those that its nodes own.</summary>
    /// <param name="graph">Changed in place.</param>
    /// <param name="without">Names of passes to leave out.</param>
    /// <param name="cancellation">Looked at between passes.</param>
    public static void Run(Graph graph, IReadOnlyCollection<string> without, CancellationToken cancellation = default)
    {
        var names = Passes.Concat(Last).Select(pass => pass.Name).ToArray();
        if (without.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ArgumentException($"there is no pass '{unknown}'; there are {string.Join(", ", names)}");

        foreach (var subgraph in graph.Nodes.SelectMany(node => node.Subgraphs).ToArray()) Run(subgraph.Graph, without, cancellation);
        for (var round = 0; RunOnce(Passes, graph, without, cancellation); round++)
            if (round == MostRounds) throw new InvalidOperationException($"the passes still change '{graph.Name}' after {MostRounds} rounds");
        RunOnce(Last, graph, without, cancellation);
    }

    /// <summary>Whether any of the passes changed the graph.</summary>
    static bool RunOnce(IReadOnlyList<Pass> passes, Graph graph, IReadOnlyCollection<string> without, CancellationToken cancellation)
    {
        var changed = false;
        foreach (var pass in passes)
        {
            if (without.Contains(pass.Name)) continue;
            cancellation.ThrowIfCancellationRequested();
            var rewriter = new GraphRewriter(graph);
            pass.Run(rewriter);
            if (rewriter.Changes == 0) continue;
            GraphVerifier.Verify(graph, pass.Name);
            changed = true;
        }
        return changed;
    }
}
