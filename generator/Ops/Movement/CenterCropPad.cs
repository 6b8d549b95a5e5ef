using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Axes that are too long are cut on both sides, those that are too short get zeros on both; the odd element behind. ONNX: CenterCropPad.
/// </summary>
static class CenterCropPad
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("CenterCropPad", 18, Import)];

    static Value Import(OnnxNode node)
    {
        var x = node.Input(0);
        var wanted = node.ConstantInts(1) ?? throw new ModelException("the shape input is missing");
        var axes = node.IntsOrNull("axes") is { } given ? x.Shape.Axes(given) : [.. Enumerable.Range(0, x.Shape.Rank)];
        if (axes.Length != wanted.Length) throw new ModelException($"{wanted.Length} sizes are given for {axes.Length} axes");
        var cut = SliceAttributes.Whole(x.Shape);
        int[] before = new int[x.Shape.Rank], after = new int[x.Shape.Rank];
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, size) = (axes[i], Movement.Size(wanted[i]));
            var more = size - x.Shape[axis];
            if (more < 0) cut = cut.Along(axis, size == 0 ? 0 : -more / 2, 1, size);
            else (before[axis], after[axis]) = (more / 2, more - more / 2);
        }
        if (!cut.IsWhole(x.Shape)) x = node.Add(Slice.Op, cut, x);
        return before.Concat(after).All(count => count == 0) ? node.Add(Identity.Op, x)
            : node.Add(Pad.Op, new PadAttributes(PadMode.Constant, before, after), x);
    }
}
