using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Equal, on numbers, truth values and strings. ONNX: Equal.</summary>
static class Equal
{
    static readonly Op Scalar = Elementwise.Define("Equal", new()
    {
        Real = (_, x) => x[0] == x[1] ? 1 : 0,
        Integer = (_, x) => x[0] == x[1] ? 1 : 0,
        Boolean = (_, x) => x[0] == x[1],
        Body = (_, x) => Expr.Compare(Function.Equal, x[0], x[1]),
        Result = ElementType.Bool,
    });

    public static readonly Op Op = Scalar with
    {
        Infer = context => context.Type(0).Element == ElementType.String && context.Type(1).Element == ElementType.String
            ? [new TensorType(ElementType.Bool, Shape.Broadcast(context.Shape(0), context.Shape(1)))]
            : Scalar.Infer(context),
        Evaluate = context => context.Tensor(0).Element == ElementType.String
            ? [OfStrings(context.Tensor(0), context.Tensor(1))]
            : Scalar.Evaluate(context),
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } = Elementwise.BinaryRows(Op);

    static Tensor OfStrings(Tensor a, Tensor b)
    {
        var output = new Tensor(ElementType.Bool, Shape.Broadcast(a.Shape, b.Shape));
        int[]? left = Broadcasting.Offsets(a.Shape, output.Shape), right = Broadcasting.Offsets(b.Shape, output.Shape);
        for (var i = 0; i < output.Count; i++) output.SetInt64(i, a.Strings[left?[i] ?? i] == b.Strings[right?[i] ?? i] ? 1 : 0);
        return output;
    }
}
