using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis, how many are taken, and whether they are the largest or the smallest.</summary>
sealed record TopKAttributes(int Axis, int Count, bool Largest) : OpAttributes;

/// <summary>
/// The k best elements along an axis, the best first and of equal ones the first, and where they stand. k is known at build time. ONNX: TopK.
/// </summary>
static class TopK
{
    public static readonly Op Op = new("TopK")
    {
        Infer = context =>
        {
            var (x, attributes) = (context.Type(0), context.Attributes<TopKAttributes>());
            if (!x.Element.IsFloat() && !x.Element.IsInteger()) throw new ModelException($"TopK is not defined for {x.Element.Text()}");
            if (attributes.Count > x.Shape[attributes.Axis])
                throw new ModelException($"k is {attributes.Count}, and axis {attributes.Axis} of {x.Shape} has fewer elements");
            var shape = new Shape(x.Shape.Sizes.Select((size, axis) => axis == attributes.Axis ? attributes.Count : size));
            return [x with { Shape = shape }, new TensorType(ElementType.Int64, shape)];
        },
        Evaluate = Evaluate,
        Lower = node => node.Input(0).Element is ElementType.BFloat16 || node.Input(0).Element.Size() < 1
            ? throw new ModelException($"TopK of {node.Input(0).Element.Text()} is not compiled", "convert the model to float32")
            : [new KernelNode(new TopKKernel(node))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("TopK", 1, node => Of(node, node.Int("k"), largest: true)),
        new("TopK", 10, node => Of(node, K(node), largest: true)),
        new("TopK", 11, node =>
        {
            // Where any order is allowed, it is sorted too.
            node.Ignore("sorted");
            return Of(node, K(node), node.Int("largest", 1) != 0);
        }),
    ];

    static long K(OnnxNode node) => node.ConstantInts(1) is [var k] ? k : throw new ModelException("input 1, k, is not one number");

    static Value?[] Of(OnnxNode node, long k, bool largest)
    {
        var x = node.Input(0);
        return [.. node.AddNode(Op, new TopKAttributes(x.Shape.Axis(node.Int("axis", -1)), Movement.Size(k), largest), [x]).Outputs];
    }

    static Datum[] Evaluate(EvaluateContext context)
    {
        var (x, values, places) = (context.Tensor(0), context.NewOutput(), context.NewOutput(1));
        var attributes = context.Attributes<TopKAttributes>();
        var (size, stride) = (x.Shape[attributes.Axis], x.Shape.RowMajorStrides()[attributes.Axis]);
        for (var row = 0; row < (size == 0 ? 0 : x.Count / size); row++)
        {
            int first = row / stride * stride * size + row % stride, target = row / stride * stride * attributes.Count + row % stride;
            var order = Enumerable.Range(0, size).OrderBy(i => i, Comparer<int>.Create((a, b) =>
                Compare(x, first + a * stride, first + b * stride) is var sign && attributes.Largest ? -sign : sign));
            foreach (var (from, rank) in order.Take(attributes.Count).Select((from, rank) => (from, rank)))
            {
                Elements.Copy(x, first + from * stride, values, target + rank * stride);
                places.SetInt64(target + rank * stride, from);
            }
        }
        return [values, places];
    }

    static int Compare(Tensor x, int a, int b) => x.Element.IsFloat() ? x.GetDouble(a).CompareTo(x.GetDouble(b))
        : x.Element == ElementType.UInt64 ? unchecked((ulong)x.GetInt64(a)).CompareTo(unchecked((ulong)x.GetInt64(b)))
        : x.GetInt64(a).CompareTo(x.GetInt64(b));
}
