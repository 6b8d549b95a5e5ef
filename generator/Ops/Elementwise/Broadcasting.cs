using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>ONNX's multidirectional broadcasting: docs/Broadcasting.md, and the one-sided form with an axis that opsets below 7 had.</summary>
static class Broadcasting
{
    public static Shape Shapes(IEnumerable<Shape> shapes) => shapes.Aggregate(Shape.Broadcast);

    /// <summary>
    /// For each element of <paramref name="to"/>, row-major, the index of the element of <paramref name="from"/> that stands there;
    /// null: the same.
    /// </summary>
    public static int[]? Offsets(Shape from, Shape to)
    {
        if (from.Sizes.SequenceEqual(to.Sizes)) return null;
        var strides = from.RowMajorStrides();
        int[] offsets = [0];
        for (var axis = 0; axis < to.Rank; axis++)
        {
            var fromAxis = axis - (to.Rank - from.Rank);
            var stride = fromAxis < 0 || from[fromAxis] == 1 ? 0 : strides[fromAxis];
            var size = to[axis];
            var longer = new int[offsets.Length * size];
            for (var i = 0; i < longer.Length; i++) longer[i] = offsets[i / size] + i % size * stride;
            offsets = longer;
        }
        return offsets;
    }

    /// <summary>A broadcast load in a loop nest; a constant of one element is a number in the code.</summary>
    public static Expr Load(Value source, Expr[] indices) => source.Constant is { Count: 1, Element: not ElementType.String } scalar
        ? ConstantFolding.Number(scalar)
        : LoopNest.Broadcast(source, indices);

    /// <summary>
    /// The two inputs of an opset 1 or 6 operator. With <c>broadcast</c>, B's axes stand at A's axes from <c>axis</c> on (the last ones
    /// if left out); axes of size 1 behind them make that numpy's broadcasting.
    /// </summary>
    public static Value?[] LegacyInputs(OnnxNode node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        node.Ignore("consumed_inputs");
        var broadcasts = node.Int("broadcast", 0) != 0;
        var axis = node.Int("axis", a.Shape.Rank - b.Shape.Rank);
        if (!broadcasts)
            return a.Shape.Equals(b.Shape)
                ? [a, b]
                : throw new ModelException($"shapes {a.Shape} and {b.Shape} differ, and attribute 'broadcast' is not set");
        if (axis < 0) axis += a.Shape.Rank;
        var behind = a.Shape.Rank - (int)axis - b.Shape.Rank;
        return behind switch
        {
            < 0 => throw new ModelException($"shape {b.Shape} at axis {axis} leaves shape {a.Shape}"),
            0 => [a, b],
            _ => [a, Append(node, b, behind)],
        };
    }

    /// <summary>The value with axes of size 1 behind its last.</summary>
    public static Value Append(OnnxNode node, Value value, int ones)
    {
        int[] shape = [.. value.Shape.Sizes, .. Enumerable.Repeat(1, ones)];
        return value.Constant is { } constant ? node.Constant(constant.Reshape(new Shape(shape))) : Reshape.To(node, value, shape);
    }
}
