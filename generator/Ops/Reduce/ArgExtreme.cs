using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis, and whether the last of several equal elements counts.</summary>
sealed record IndexOfAttributes(int Axis, bool Last, bool KeepDimensions) : OpAttributes;

/// <summary>ArgMax and ArgMin: a reduction finds the extreme, a second one where it stands. ONNX: ArgMax, ArgMin.</summary>
static class ArgExtreme
{
    /// <summary>Along an axis of input 0, the index of the element that input 1 (size 1 there) holds; 0 where none is equal, as with NaN.</summary>
    public static readonly Op IndexOf = new("IndexOf")
    {
        Infer = context => [new TensorType(ElementType.Int64, Reduced(context.Attributes<IndexOfAttributes>()).Output(context.Shape(0)))],
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1), context.Attributes<IndexOfAttributes>())],
        Lower = node => [Nest(node)],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("ArgMax", 1, node => Import(node, Reduce.Max)),
        new("ArgMin", 1, node => Import(node, Reduce.Min)),
    ];

    static ReduceAttributes Reduced(IndexOfAttributes attributes) => new([attributes.Axis], attributes.KeepDimensions);

    static Value Import(OnnxNode node, Op extreme)
    {
        var x = node.Input(0);
        var attributes = new IndexOfAttributes(
            x.Shape.Axis(node.Int("axis", 0)), node.Int("select_last_index", 0) != 0, node.Int("keepdims", 1) != 0);
        return node.Add(IndexOf, attributes, x, node.Add(extreme, new ReduceAttributes([attributes.Axis]), x));
    }

    static Tensor Evaluate(Tensor x, Tensor extreme, IndexOfAttributes attributes)
    {
        var output = new Tensor(ElementType.Int64, Reduced(attributes).Output(x.Shape));
        var (size, stride) = (x.Shape[attributes.Axis], x.Shape.RowMajorStrides()[attributes.Axis]);
        for (var i = 0; i < output.Count; i++)
        {
            var first = i / stride * stride * size + i % stride;
            for (var r = 0; r < size; r++)
            {
                var at = attributes.Last ? r : size - 1 - r;                // the one that is to win comes last
                var element = first + at * stride;
                if (x.GetDouble(element) == extreme.GetDouble(i) && x.GetInt64(element) == extreme.GetInt64(i)) output.SetInt64(i, at);
            }
        }
        return output;
    }

    static LoopNest Nest(Node node)
    {
        var (x, extreme, attributes) = (node.Input(0), node.Input(1), node.AttributesAs<IndexOfAttributes>());
        var axes = Reduce.Indices(x.Shape, Reduced(attributes)).ToArray();
        var size = x.Shape[attributes.Axis];
        var at = axes[attributes.Axis];
        var found = Expr.Compare(Function.Equal, Expr.Element(x, axes), LoopNest.Broadcast(extreme, axes));
        var body = attributes.Last ? Expr.Select(found, at, Expr.Of(0)) : Expr.Select(found, at, Expr.Of(size));
        Expr index = new Expr.Accumulator(ElementType.Int32);
        if (!attributes.Last) index = Expr.Select(Expr.Compare(Function.Equal, index, Expr.Of(size)), Expr.Of(0), index);
        return new(node.Output, node.Output.Shape.Sizes, body,
            new([size], attributes.Last ? Function.Max : Function.Min), Expr.Cast(index, ElementType.Int64));
    }
}
