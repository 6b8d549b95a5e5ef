using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Operators whose results are elements of their inputs, moved or picked: they do to integers what they do to the numbers these stand for.
/// </summary>
static class Movers
{
    static readonly Op[] first =
    [
        Reshape.Op, Transpose.Op, Slice.Op, Expand.Op, Tile.Op, Gather.Op, GatherElements.Op, GatherND.Op, ReverseSequence.Op, Identity.Op, Pad.Op,
        Pool.Max, Reduce.Max, Reduce.Min,
    ];

    /// <summary>Which inputs hold the elements; null for an operator that does more than move them.</summary>
    public static Func<int, bool>? DataOf(Node node)
    {
        if (first.Contains(node.Op)) return static input => input == 0;
        if (node.Op == Concat.Op) return static _ => true;
        if (node.Op == Where.Op) return static input => input > 0;
        if (node.Attributes is ResizeAttributes { Mode: Interpolation.Nearest,
            Coordinates: not CoordinateTransform.TfCropAndResize }) return static input => input == 0;
        return null;
    }
}
