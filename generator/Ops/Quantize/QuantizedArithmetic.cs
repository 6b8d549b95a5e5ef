using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Sums and products of two quantised tensors, as DequantizeLinear, the operator and QuantizeLinear define them, each step rounded to float32.
/// Inputs: a, its scale, its zero point; the same for b; the result's scale and zero point, whose type is the result's. Operands are broadcast;
/// scales and zero points are scalars. com.microsoft: QLinearAdd, QLinearMul.
/// </summary>
static class QuantizedArithmetic
{
    public static readonly Op Sum = Define("QuantizedSum", (a, b) => a + b, (x, sx, y, sy) => x * sx + y * sy);
    public static readonly Op Difference = Define("QuantizedDifference", (a, b) => a - b, (x, sx, y, sy) => x * sx - y * sy);
    public static readonly Op Product = Define("QuantizedProduct", (a, b) => a * b, (x, sx, y, sy) => x * sx * (y * sy));

    /// <summary>Whether an operator is one of these.</summary>
    public static bool Has(Op op) => op == Sum || op == Difference || op == Product;

    const int B = 3, ResultScale = 6, ResultZero = 7;

    static Op Define(string name, Func<float, float, float> real, Func<Expr, Expr, Expr, Expr, Expr> body) => new(name)
    {
        Infer = context => Infer(context, name),
        Evaluate = context => [Evaluate(context, real)],
        Lower = node => [LoopNest.Over(node.Output, axes => IntegerRange.Round(
            body(Centred(node, 0, axes), Scale(node, 1), Centred(node, B, axes), Scale(node, B + 1)) / Scale(node, ResultScale),
                ZeroPoints.At(node.Input(ResultZero))))],
    };

    static Expr Scale(Node node, int input) => ZeroPoints.At(node.Input(input));

    static Expr Centred(Node node, int operand, Expr[] axes) =>
        Expr.Cast(ZeroPoints.Difference(Broadcasting.Load(node.Input(operand), axes), ZeroPoints.At(node.Input(operand + 2))), ElementType.Float32);

    static Ir.ValueType[] Infer(InferContext context, string name)
    {
        foreach (var operand in (int[])[0, B])
            if (!context.Type(operand).Element.IsInteger() || context.Type(operand).Element.Size() > 4)
                throw new ModelException($"{name} of {context.Type(operand)} is not defined");
        foreach (var scalar in (int[])[1, 2, B + 1, B + 2, ResultScale, ResultZero])
            if (context.Shape(scalar).Count != 1) throw new ModelException($"input {scalar} is {context.Type(scalar)}, not a scalar");
        IntegerRange.Of(context.Type(ResultZero).Element);
        return [new TensorType(context.Type(ResultZero).Element, Shape.Broadcast(context.Shape(0), context.Shape(B)))];
    }

    static Tensor Evaluate(EvaluateContext context, Func<float, float, float> real)
    {
        Tensor a = context.Tensor(0), b = context.Tensor(B), zero = context.Tensor(ResultZero);
        // Of what comes in, not of the node: tables are made by running it on all bytes.
        var output = new Tensor(zero.Element, Shape.Broadcast(a.Shape, b.Shape));
        int[]? toA = Broadcasting.Offsets(a.Shape, output.Shape), toB = Broadcasting.Offsets(b.Shape, output.Shape);
        long za = context.Tensor(2).GetInt64(0), zb = context.Tensor(B + 2).GetInt64(0), z = zero.GetInt64(0);
        float sa = Float(1), sb = Float(B + 1), sy = Float(ResultScale);
        for (var i = 0; i < output.Count; i++)
        {
            float x = (float)((float)(a.GetInt64(toA?[i] ?? i) - za) * sa), y = (float)((float)(b.GetInt64(toB?[i] ?? i) - zb) * sb);
            output.SetInt64(i, IntegerRange.Round((float)real(x, y) / sy, z, zero.Element));
        }
        return output;

        float Float(int input) => context.Tensor(input).Span<float>()[0];
    }
}
