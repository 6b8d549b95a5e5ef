using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Ops.Elementwise;

namespace EdgeCompile.Ops;

/// <summary>The constants of an activation, as far as it has any.</summary>
sealed record ActivationAttributes(float Alpha, float Beta = 0) : OpAttributes;

/// <summary>The functions that follow a layer. ONNX: the operator pages of the same names.</summary>
static class Activations
{
    public static readonly Op Relu = Define("Relu", new()
    {
        Real = (_, x) => Math.Max(x[0], 0),
        Integer = (_, x) => Math.Max(x[0], 0),
        Unsigned = (_, x) => x[0],
        Body = (_, x) => Expr.Max(x[0], Expr.Of(0, x[0].Type)),
    });

    public static readonly Op Sigmoid = Unary("Sigmoid", RealFunctions.Sigmoid, Function.Sigmoid);
    public static readonly Op Tanh = Unary("Tanh", Math.Tanh, Function.Tanh);
    public static readonly Op Softplus = Unary("Softplus", RealFunctions.Softplus, Function.Softplus);
    public static readonly Op Softsign = Unary("Softsign", x => x / (1 + Math.Abs(x)), x => x / (One(x) + Expr.Unary(Function.Abs, x)));
    public static readonly Op Mish = Unary("Mish", x => x * Math.Tanh(RealFunctions.Softplus(x)),
        x => x * Expr.Unary(Function.Tanh, Expr.Unary(Function.Softplus, x)));

    public static readonly Op LeakyRelu = Activation("LeakyRelu", (c, x) => x < 0 ? c.Alpha * x : x, (c, x) => c.Alpha is > 0 and <= 1
        ? Expr.Max(x, Times(c.Alpha, x))
        : Expr.Select(Negative(x), Times(c.Alpha, x), x));
    public static readonly Op ThresholdedRelu = Activation("ThresholdedRelu", (c, x) => x > c.Alpha ? x : 0,
        (c, x) => Expr.Select(Expr.Compare(Function.Greater, x, Number(c.Alpha, x)), x, Number(0, x)));
    public static readonly Op Elu = Activation("Elu", (c, x) => x < 0 ? c.Alpha * (Math.Exp(x) - 1) : x,
        (c, x) => Expr.Select(Negative(x), Times(c.Alpha, ExpMinusOne(x)), x));
    public static readonly Op Celu = Activation("Celu", (c, x) => x < 0 ? c.Alpha * (Math.Exp(x / c.Alpha) - 1) : x,
        (c, x) => Expr.Select(Negative(x), Times(c.Alpha, ExpMinusOne(x / Number(c.Alpha, x))), x));
    public static readonly Op Selu = Activation("Selu", (c, x) => c.Beta * (x > 0 ? x : c.Alpha * (Math.Exp(x) - 1)),
        (c, x) => Times(c.Beta, Expr.Select(Expr.Compare(Function.Greater, x, Number(0, x)), x, Times(c.Alpha, ExpMinusOne(x)))));
    public static readonly Op HardSigmoid = Activation("HardSigmoid", (c, x) => Math.Max(0, Math.Min(1, c.Alpha * x + c.Beta)), HardSigmoidOf);
    /// <summary>x * HardSigmoid(x) with alpha 1/6 and beta 1/2.</summary>
    public static readonly Op HardSwish = Activation("HardSwish", (_, x) => x * Math.Max(0, Math.Min(1, x / 6 + 0.5)),
        (_, x) => x * HardSigmoidOf(new(1f / 6, 0.5f), x));
    /// <summary>x * sigmoid(alpha x); SiLU where alpha is 1.</summary>
    public static readonly Op Swish = Activation("Swish", (c, x) => x * RealFunctions.Sigmoid(c.Alpha * x),
        (c, x) => x * Expr.Unary(Function.Sigmoid, c.Alpha == 1 ? x : Times(c.Alpha, x)));
    /// <summary>Alpha is lambd, beta is bias.</summary>
    public static readonly Op Shrink = Activation("Shrink", (c, x) => x < -c.Alpha ? x + c.Beta : x > c.Alpha ? x - c.Beta : 0,
        (c, x) => Expr.Select(Expr.Compare(Function.Less, x, Number(-c.Alpha, x)), x + Number(c.Beta, x),
            Expr.Select(Expr.Compare(Function.Greater, x, Number(c.Alpha, x)), x - Number(c.Beta, x), Number(0, x))));

    public static readonly Op Gelu = Unary("Gelu", x => 0.5 * x * (1 + RealFunctions.Erf(x / Math.Sqrt(2))),
        x => Times(0.5, x) * (One(x) + Expr.Unary(Function.Erf, Times(Math.Sqrt(0.5), x))));
    /// <summary>Gelu with approximate = "tanh".</summary>
    public static readonly Op GeluTanh = Unary("GeluTanh", x => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
        x => Times(0.5, x) * (One(x) + Expr.Unary(Function.Tanh, Times(Math.Sqrt(2 / Math.PI), x + Times(0.044715, x * x * x)))));

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        Row(Relu, 1), Row(Sigmoid, 1), Row(Tanh, 1), Row(Softplus, 1), Row(Softsign, 1), Row(Mish, 18),
        Row(HardSwish, 14, _ => new ActivationAttributes(0)),
        Row(LeakyRelu, 1, Alpha(0.01f)), Row(ThresholdedRelu, 10, Alpha(1)), Row(Elu, 1, Alpha(1)), Row(Celu, 12, Alpha(1)), Row(Swish, 24, Alpha(1)),
        Row(Selu, 1, node => new ActivationAttributes(node.Float("alpha", 1.6732f), node.Float("gamma", 1.0507f))),
        Row(Selu, 6, node => new ActivationAttributes(
            node.Float("alpha", 1.67326319217681884765625f), node.Float("gamma", 1.05070102214813232421875f))),
        Row(HardSigmoid, 1, node => new ActivationAttributes(node.Float("alpha", 0.2f), node.Float("beta", 0.5f))),
        new("Shrink", 9, node => ThroughReals.Of(node, node.Input(0),
            x => node.Add(Shrink, new ActivationAttributes(node.Float("lambd", 0.5f), node.Float("bias", 0)), x))),
        new("Gelu", 20, node => node.Add(node.Text("approximate", "none") switch
        {
            "none" => Gelu,
            "tanh" => GeluTanh,
            var other => throw new ModelException($"attribute 'approximate' is '{other}'", "'none' and 'tanh' are known"),
        }, node.Input(0))),
    ];

    static Op Activation(string name, Func<ActivationAttributes, double, double> real, Func<ActivationAttributes, Expr, Expr> body) =>
        Define(name, new()
        {
            Real = (attributes, x) => real((ActivationAttributes)attributes, x[0]),
            Body = (attributes, x) => body((ActivationAttributes)attributes, x[0]),
        });

    static Func<OnnxNode, OpAttributes> Alpha(float @default) => node => new ActivationAttributes(node.Float("alpha", @default));

    static Expr HardSigmoidOf(ActivationAttributes c, Expr x) =>
        Expr.Max(Expr.Min(Times(c.Alpha, x) + Number(c.Beta, x), One(x)), Number(0, x));
    static Expr ExpMinusOne(Expr x) => Expr.Unary(Function.Exp, x) - One(x);
    static Expr Negative(Expr x) => Expr.Compare(Function.Less, x, Number(0, x));
    static Expr Times(double factor, Expr x) => Number(factor, x) * x;
    static Expr One(Expr x) => Number(1, x);
    static Expr Number(double value, Expr like) => Expr.Of(value, like.Type);
}
