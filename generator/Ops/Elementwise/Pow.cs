using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Pow: the base decides the type of the result, the exponent may have another. ONNX: Pow.</summary>
static class Pow
{
    public static readonly Op Op = new("Pow")
    {
        Infer = context =>
        {
            var (x, exponent) = (context.Type(0), context.Type(1));
            if (!IsNumber(x.Element) || !IsNumber(exponent.Element))
                throw new ModelException($"Pow is not defined for {x.Element.Text()} and {exponent.Element.Text()}");
            return [new TensorType(x.Element, Shape.Broadcast(x.Shape, exponent.Shape))];
        },
        Evaluate = Evaluate,
        Lower = node => [LoopNest.Over(node.Output, axes => Body(node, axes))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } = Elementwise.BinaryRows(Op);

    static bool IsNumber(ElementType type) => type.IsFloat() || type.IsInteger();

    static Datum[] Evaluate(EvaluateContext context)
    {
        var (x, exponent) = (context.Tensor(0), context.Tensor(1));
        var output = new Tensor(x.Element, Shape.Broadcast(x.Shape, exponent.Shape));
        int[]? xs = Broadcasting.Offsets(x.Shape, output.Shape), exponents = Broadcasting.Offsets(exponent.Shape, output.Shape);
        for (var i = 0; i < output.Count; i++)
        {
            int a = xs?[i] ?? i, b = exponents?[i] ?? i;
            if (x.Element.IsInteger() && exponent.Element.IsInteger()) output.SetInt64(i, Power(x.GetInt64(a), exponent.GetInt64(b)));
            else output.SetDouble(i, Math.Pow(x.GetDouble(a), exponent.GetDouble(b)));
        }
        return [output];
    }

    /// <summary>By squaring, wrapped; negative powers of whole numbers truncate to 0 but for those of 1 and -1.</summary>
    static long Power(long x, long exponent)
    {
        if (exponent < 0) return x switch { 1 => 1, -1 => (exponent & 1) == 0 ? 1 : -1, _ => 0 };
        var power = 1L;
        for (; exponent > 0; exponent >>= 1, x = unchecked(x * x))
            if ((exponent & 1) != 0) power = unchecked(power * x);
        return power;
    }

    static Expr Body(Node node, Expr[] axes)
    {
        var x = Elementwise.Computed(Broadcasting.Load(node.Input(0), axes));
        var exponent = Elementwise.Computed(Broadcasting.Load(node.Input(1), axes));
        var whole = exponent is Expr.Number { Value: 1 or 2 or 3 or 4 } constant ? (int)constant.Value : 0;
        if (whole > 0)
        {
            var square = whole > 1 ? x * x : x;
            return Expr.Cast(whole switch { 3 => square * x, 4 => square * square, _ => square }, node.Output.Element);
        }
        // Mixed types meet in the wider float; whole numbers with whole exponents stay whole.
        var type = x.Type.IsFloat() && exponent.Type.IsFloat() ? (x.Type.Size() >= exponent.Type.Size() ? x.Type : exponent.Type)
            : x.Type.IsFloat() ? x.Type
            : exponent.Type.IsFloat() ? ElementType.Float64
            : x.Type;
        return Expr.Cast(Expr.Binary(Function.Power, Expr.Cast(x, type), Expr.Cast(exponent, type)), node.Output.Element);
    }
}
