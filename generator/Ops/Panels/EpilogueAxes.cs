using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>What tiles must know of an epilogue's loads.</summary>
static class EpilogueAxes
{
    /// <summary>
    /// Whether two axes of the output can be walked as one, <paramref name="inner"/>, as far as the epilogue's loads are concerned.
    /// </summary>
    public static bool Merges(Epilogue? epilogue, KernelWriter writer, int outer, int inner) =>
        epilogue is null || epilogue.Expression.Loads().All(load =>
        {
            var (a, b) = (AxisOf(load, outer), AxisOf(load, inner));
            var mentions = load.Indices.Count(index => index.Parts().Any(part => part == Expr.Loop(outer) || part == Expr.Loop(inner)));
            return load.Outside is null && (a < 0 && b < 0 ? mentions == 0
                : a >= 0 && b >= 0 && mentions == 2 && writer[load.Source].Layout.Merges(writer[load.Source].Shape, a, b));
        });

    static int AxisOf(Expr.Load load, int loop) => Array.IndexOf(load.Indices.Items, Expr.Loop(loop));
}
