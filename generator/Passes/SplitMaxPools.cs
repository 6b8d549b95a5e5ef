using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// The greatest element of a large window is the greatest of its rows' greatest: a MaxPool of k x k at every pixel becomes one along each
/// axis, which compares 2 k elements instead of k².
/// </summary>
static class SplitMaxPools
{
    /// <summary>Windows of so few elements are read at once, which is quicker than to store what is in between.</summary>
    const int FewTaps = 16;

    public static void Run(GraphRewriter rewriter)
    {
        foreach (var pool in rewriter.Graph.Nodes.ToArray())
        {
            if (pool.Op != Pool.Max) continue;
            var attributes = pool.AttributesAs<PoolAttributes>();
            var window = attributes.Window;
            if (window.Taps <= FewTaps || window.Strides.Any(stride => stride > 1) || window.Kernel.Count(size => size > 1) < 2) continue;
            var axis = Enumerable.Range(0, window.Rank).Last(a => window.Kernel[a] > 1);
            var rows = rewriter.Insert(pool, Pool.Max, attributes with { Window = window.Along(a => a == axis) }, pool.Input(0)).Output;
            rewriter.Substitute(pool, Pool.Max, attributes with { Window = window.Along(a => a != axis) }, rows);
        }
    }
}
