using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Sums and products of two quantised tensors. Inputs: a, its zero point, its scale over the result's; the same for b; the result's
/// zero point, whose type is the result's. Operands are broadcast; scales and zero points are scalars. com.microsoft: QLinearAdd, QLinearMul.
/// </summary>
static class QuantizedArithmetic
{
    /// <summary>(a - za) * sa + (b - zb) * sb: each product and the sum rounded to float32.</summary>
    public static readonly Op Sum = Define("QuantizedSum", 7, (a, b, scales) => a * scales[0] + (float)(b * scales[1]),
        // A difference, since kernels contract a sum of products to one rounding where the machine can.
        (a, b, scales) => Float(a) * scales[0] - Float(b) * Expr.Unary(Function.Negate, scales[1]));

    /// <summary>(a - za) * (b - zb) exactly, times the product of the scales over the result's (input 4).</summary>
    public static readonly Op Product = Define("QuantizedProduct", 6, (a, b, scales) => (float)((long)a * (long)b) * scales[0],
        (a, b, scales) => Float(a * b) * scales[0]);

    static Expr Float(Expr x) => Expr.Cast(x, ElementType.Float32);

    /// <summary>Where the inputs stand: b, its zero point, the scales, the result's zero point.</summary>
    sealed record Places(int B, int BZero, int[] Scales, int Zero);

    static Op Define(string name, int inputs, Func<float, float, float[], float> real, Func<Expr, Expr, Expr[], Expr> body)
    {
        // Sum: a za sa b zb sb zy. Product: a za b zb s zy.
        var at = inputs == 7 ? new Places(3, 4, [2, 5], 6) : new Places(2, 3, [4], 5);
        return new(name)
        {
            Infer = context => Infer(context, name, at),
            Evaluate = context => [Evaluate(context, at, real)],
            Lower = node => [LoopNest.Over(node.Output, axes =>
            {
                var scales = at.Scales.Select(scale => ZeroPoints.At(node.Input(scale))).ToArray();
                return IntegerRange.Round(body(Centred(node, 0, 1, axes), Centred(node, at.B, at.BZero, axes), scales), ZeroPoints.At(node.Input(at.Zero)));
            })],
        };
    }

    static Expr Centred(Node node, int operand, int zero, Expr[] axes) =>
        ZeroPoints.Difference(Broadcasting.Load(node.Input(operand), axes), ZeroPoints.At(node.Input(zero)));

    static Ir.ValueType[] Infer(InferContext context, string name, Places at)
    {
        var (a, b, zero) = (context.Type(0), context.Type(at.B), context.Type(at.Zero));
        foreach (var type in (TensorType[])[a, b])
            if (!type.Element.IsInteger() || type.Element.Size() > (name == "QuantizedSum" ? 4 : 1)) throw new ModelException($"{name} of {type} is not defined");
        foreach (var scalar in (int[])[1, at.BZero, at.Zero, .. at.Scales])
            if (context.Shape(scalar).Count != 1) throw new ModelException($"input {scalar} is {context.Type(scalar)}, not a scalar");
        IntegerRange.Of(zero.Element);
        return [new TensorType(zero.Element, Shape.Broadcast(a.Shape, b.Shape))];
    }

    static Tensor Evaluate(EvaluateContext context, Places at, Func<float, float, float[], float> real)
    {
        Tensor a = context.Tensor(0), b = context.Tensor(at.B), zero = context.Tensor(at.Zero), output = context.NewOutput();
        int[]? toA = Broadcasting.Offsets(a.Shape, output.Shape), toB = Broadcasting.Offsets(b.Shape, output.Shape);
        long za = context.Tensor(1).GetInt64(0), zb = context.Tensor(at.BZero).GetInt64(0), z = zero.GetInt64(0);
        var scales = at.Scales.Select(scale => context.Tensor(scale).Span<float>()[0]).ToArray();
        for (var i = 0; i < output.Count; i++)
            output.SetInt64(i, IntegerRange.Round(real(a.GetInt64(toA?[i] ?? i) - za, b.GetInt64(toB?[i] ?? i) - zb, scales), z, zero.Element));
        return output;
    }
}
