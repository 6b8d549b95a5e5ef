using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Where(condition, x, y): an element of x or of y, of any type. ONNX: Where.</summary>
static class Where
{
    public static readonly Op Op = new("Where")
    {
        Infer = context =>
        {
            var (condition, x, y) = (context.Type(0), context.Type(1), context.Type(2));
            if (condition.Element != ElementType.Bool) throw new ModelException($"the condition is {condition.Element.Text()}, not bool");
            if (x.Element != y.Element) throw new ModelException($"inputs are of different types, {x.Element.Text()} and {y.Element.Text()}");
            return [new TensorType(x.Element, Broadcasting.Shapes([condition.Shape, x.Shape, y.Shape]))];
        },
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1), context.Tensor(2))],
        Lower = node => [LoopNest.Over(node.Output, axes => Expr.Select(
            Broadcasting.Load(node.Input(0), axes), Broadcasting.Load(node.Input(1), axes), Broadcasting.Load(node.Input(2), axes)))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } = [Elementwise.Row(Op, 9)];

    static Tensor Evaluate(Tensor condition, Tensor x, Tensor y)
    {
        var output = new Tensor(x.Element, Broadcasting.Shapes([condition.Shape, x.Shape, y.Shape]));
        int[]? conditions = Broadcasting.Offsets(condition.Shape, output.Shape),
            xs = Broadcasting.Offsets(x.Shape, output.Shape), ys = Broadcasting.Offsets(y.Shape, output.Shape);
        var size = x.Element.Size();
        for (var i = 0; i < output.Count; i++)
        {
            var (source, at) = condition.Bytes[conditions?[i] ?? i] != 0 ? (x, xs?[i] ?? i) : (y, ys?[i] ?? i);
            if (x.Element == ElementType.String) output.Strings[i] = source.Strings[at];
            else source.Bytes.AsSpan(at * size, size).CopyTo(output.Bytes.AsSpan(i * size));
        }
        return output;
    }
}
