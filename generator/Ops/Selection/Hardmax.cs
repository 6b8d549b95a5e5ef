using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// 1 at the first of the largest elements, 0 elsewhere: below opset 13 over all axes from 'axis' on (the input counts as a matrix), from
/// 13 on over that axis alone. ONNX: Hardmax.
/// </summary>
static class Hardmax
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Hardmax", 1, node =>
        {
            var x = node.Input(0);
            var axis = x.Shape.Axis(node.Int("axis", 1));
            int[] matrix = [Product(x.Shape.Sizes.Take(axis)), Product(x.Shape.Sizes.Skip(axis))];
            return Reshape.To(node, Of(node, Reshape.To(node, x, matrix), 1), x.Shape.Sizes);
        }),
        new("Hardmax", 13, node => Of(node, node.Input(0), node.Input(0).Shape.Axis(node.Int("axis", -1)))),
    ];

    static Value Of(OnnxNode node, Value x, int axis)
    {
        var largest = node.Add(Reduce.Max, new ReduceAttributes([axis]), x);
        var place = node.Add(ArgExtreme.IndexOf, new IndexOfAttributes(axis, Last: false, KeepDimensions: true), x, largest);
        var count = Tensor.Longs([.. Enumerable.Range(0, x.Shape[axis]).Select(i => (long)i)]);
        int[] along = [x.Shape[axis], .. Enumerable.Repeat(1, x.Shape.Rank - axis - 1)];
        var isPlace = node.Add(Equal.Op, place, node.Constant(count.Reshape(new Shape(along))));
        return node.Add(Cast.Op, new CastAttributes(x.Element), isPlace);
    }

    static int Product(IEnumerable<int> sizes) => sizes.Aggregate(1, (a, b) => a * b);
}
