using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>What tiles must know of an epilogue's loads.</summary>
static class ElementwiseEpilogue
{
    /// <summary>Whether the result may be stored where an operand lies. A costly epilogue stores the bare sums first, so it may not.</summary>
    public static bool Overwrites(Epilogue? epilogue, Value operand) =>
        epilogue is not null && !VectorCode.IsCostly(epilogue.Expression)
        && epilogue.Expression.Loads().Where(load => load.Source == operand).All(load => load.Outside is null && IsIdentity(load));

    /// <summary>Whether two axes of the output can be walked as one, <paramref name="inner"/>, as far as the epilogue's loads are concerned.</summary>
    public static bool Merges(Epilogue? epilogue, KernelWriter writer, int outer, int inner) =>
        epilogue is null || epilogue.Expression.Loads().All(load =>
        {
            var (a, b) = (AxisOf(load, outer), AxisOf(load, inner));
            var mentions = load.Indices.Count(index => index.Parts().Any(part => part == Expr.Loop(outer) || part == Expr.Loop(inner)));
            return load.Outside is null && (a < 0 && b < 0 ? mentions == 0
                : a >= 0 && b >= 0 && mentions == 2 && writer[load.Source].Layout.Merges(writer[load.Source].Shape, a, b));
        });

    static bool IsIdentity(Expr.Load load) => load.Indices.Select((index, axis) => index == Expr.Loop(axis) || load.Source.Shape[axis] == 1).All(same => same);

    static int AxisOf(Expr.Load load, int loop) => Array.IndexOf(load.Indices.Items, Expr.Loop(loop));
}
