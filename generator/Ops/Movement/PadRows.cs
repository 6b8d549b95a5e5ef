using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>ONNX's forms of Pad: attributes until opset 10, inputs from 11, chosen axes from 18. Negative pads cut the tensor first.</summary>
static class PadRows
{
    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Pad", 1, static node => Of(node, node.Ints("paddings"), ValueAttribute(node), null)),
        new("Pad", 2, static node => Of(node, node.Ints("pads"), ValueAttribute(node), null)),
        new("Pad", 11, static node => Of(node, node.ConstantInts(1), node.InputOrNull(2), null)),
        new("Pad", 18, static node => Of(node, node.ConstantInts(1), node.InputOrNull(2), node.ConstantInts(3))),
    ];

    static Value Of(OnnxNode node, long[]? pads, Value? value, long[]? axes)
    {
        var shape = node.Input(0).Shape;
        var resolved = axes is null ? [.. Enumerable.Range(0, shape.Rank)] : shape.Axes(axes);
        if (pads is null || pads.Length != 2 * resolved.Length) throw new ModelException($"{pads?.Length ?? 0} pads for {resolved.Length} axes");
        int[] before = new int[shape.Rank], after = new int[shape.Rank];
        var cut = SliceAttributes.Whole(shape);
        for (var i = 0; i < resolved.Length; i++)
        {
            var axis = resolved[i];
            long begin = pads[i], end = pads[i + resolved.Length];
            (before[axis], after[axis]) = (Movement.Size(Math.Max(begin, 0)), Movement.Size(Math.Max(end, 0)));
            var start = Math.Min(Math.Max(-begin, 0), shape[axis]);
            var left = Movement.Size(Math.Max(shape[axis] - start + Math.Min(end, 0), 0));
            cut = cut.Along(axis, left == 0 ? 0 : (int)start, 1, left);
        }
        var source = cut.IsWhole(shape) ? node.Input(0) : node.Add(Slice.Op, cut, node.Input(0));
        var mode = node.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            "wrap" => PadMode.Wrap,
            var other => throw new ModelException($"mode '{other}' is none of constant, reflect, edge and wrap"),
        };
        return node.Add(Pad.Op, new PadAttributes(mode, before, after), value is null || mode != PadMode.Constant ? [source] : [source, value]);
    }

    static Value? ValueAttribute(OnnxNode node)
    {
        var value = node.Float("value", 0f);
        if (value == 0) return null;
        var scalar = new Tensor(node.Input(0).Element, Shape.Scalar);
        scalar.SetDouble(0, value);
        return node.Constant(scalar);
    }
}
