using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A quantised tensor, or the sum that an integer product makes, with real numbers that are known at build time: slopes, a bias in units of its
/// own, factors. As DequantizeLinear, the operator and QuantizeLinear define it, each step rounded to float32. Inputs: x; its scale, broadcast
/// to it; its zero point; the numbers, broadcast with x; the result's scale and zero point, whose type is the result's.
/// </summary>
static class QuantizedByReals
{
    public static readonly Op Sum = Define("QuantizedSumWithReals", (x, c) => x + c, (x, c) => x + c);
    public static readonly Op Difference = Define("QuantizedDifferenceWithReals", (x, c) => x - c, (x, c) => x - c);
    public static readonly Op Product = Define("QuantizedProductWithReals", (x, c) => x * c, (x, c) => x * c);
    public static readonly Op PRelu = Define("QuantizedPRelu", (x, c) => x < 0 ? x * c : x,
        (x, c) => Expr.Select(Expr.Compare(Function.Less, x, Expr.Of(0, x.Type)), x * c, x));

    const int Scale = 1, Zero = 2, Reals = 3, ResultScale = 4, ResultZero = 5;

    static Op Define(string name, Func<float, float, float> real, Func<Expr, Expr, Expr> body) => new(name)
    {
        Infer = context => Infer(context, name),
        Evaluate = context => [Evaluate(context, real)],
        Lower = node => [LoopNest.Over(node.Output, axes => Body(node, axes, body))],
    };

    static Ir.ValueType[] Infer(InferContext context, string name)
    {
        var x = context.Type(0);
        if (!x.Element.IsInteger() || x.Element.Size() > 4) throw new ModelException($"{name} of {x} is not defined");
        foreach (var scalar in (int[])[Zero, ResultScale, ResultZero])
            if (context.Shape(scalar).Count != 1) throw new ModelException($"input {scalar} is {context.Type(scalar)}, not a scalar");
        if (!Shape.Broadcast(x.Shape, context.Shape(Scale)).Equals(x.Shape))
            throw new ModelException($"a scale of {context.Shape(Scale)} does not fit {x}");
        var result = context.Type(ResultZero).Element;
        IntegerRange.Of(result);
        return [new TensorType(result, Shape.Broadcast(x.Shape, context.Shape(Reals)))];
    }

    static Tensor Evaluate(EvaluateContext context, Func<float, float, float> real)
    {
        Tensor x = context.Tensor(0), zero = context.Tensor(ResultZero);
        float[] scales = context.Tensor(Scale).ToFloats(), numbers = context.Tensor(Reals).ToFloats();
        var output = new Tensor(zero.Element, Shape.Broadcast(x.Shape, context.Tensor(Reals).Shape));
        var (at, scale, number) = (Offsets(0), Offsets(Scale), Offsets(Reals));
        var (xZero, resultZero, resultScale) = (context.Tensor(Zero).GetInt64(0), zero.GetInt64(0), context.Tensor(ResultScale).Span<float>()[0]);
        for (var i = 0; i < output.Count; i++)
        {
            var y = (float)real((float)((float)(x.GetInt64(at?[i] ?? i) - xZero) * scales[scale?[i] ?? i]), numbers[number?[i] ?? i]);
            output.SetInt64(i, IntegerRange.Round((float)(y / resultScale), resultZero, zero.Element));
        }
        return output;

        int[]? Offsets(int input) => Broadcasting.Offsets(context.Tensor(input).Shape, output.Shape);
    }

    static Expr Body(Node node, Expr[] axes, Func<Expr, Expr, Expr> body)
    {
        var difference = ZeroPoints.Difference(Broadcasting.Load(node.Input(0), axes), ZeroPoints.At(node.Input(Zero)));
        var number = Expr.Cast(difference, ElementType.Float32) * Broadcasting.Load(node.Input(Scale), axes);
        var y = body(number, Broadcasting.Load(node.Input(Reals), axes));
        return IntegerRange.Round(y / ZeroPoints.At(node.Input(ResultScale)), ZeroPoints.At(node.Input(ResultZero)));
    }
}
