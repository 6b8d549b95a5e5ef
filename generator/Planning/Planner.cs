using EdgeCompile.Diagnostics;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>From a graph to a plan, in the order in which things are decided.</summary>
static class Planner
{
    /// <summary>The plan, or null if a node has no code; then the diagnostics say which.</summary>
    public static Plan? Run(Graph graph, DiagnosticBag diagnostics, CancellationToken cancellation)
    {
        var lowered = GraphLowering.Run(graph, diagnostics);        // each node: a loop nest, a view, a join or a kernel
        if (diagnostics.HasErrors) return null;
        cancellation.ThrowIfCancellationRequested();
        Fusion.Run(lowered);                                        // element-wise work into nests and kernel epilogues
        RowFusion.Run(lowered);                                     // softmax and normalisations, row by row
        AttentionFusion.Run(lowered);                               // softmax with the products on both sides of it
        var steps = LayoutPlanner.Run(lowered);                     // channels-last, halos, aliases: what is left are the steps
        steps = InPlace.Run(steps);                                 // results over inputs that die
        steps = HaloSteps.Run(steps);                               // zeros around what padded kernels read
        cancellation.ThrowIfCancellationRequested();
        var arena = ArenaPlanner.Run(steps);                        // offsets
        var weights = Pack(steps);                                  // constants
        return new Plan(graph, steps, arena, weights);
    }

    static WeightPool Pack(IReadOnlyList<Step> steps)
    {
        var pool = new WeightPool();
        foreach (var step in steps)
            step.WeightOffsets = [.. step.Kernel.Weights.Select(pool.Add), .. step.Kernel.Constants.Select(value => pool.Add(value.Constant!))];
        return pool;
    }
}
