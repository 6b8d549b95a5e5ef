using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// Activations that exporters spell out. As one node they have one reader of the input, which every kernel can take as its epilogue.
/// Relu, Clip and the like need no pattern: a single node each, or a chain.
/// </summary>
static class RecogniseActivations
{
    public static void Run(GraphRewriter rewriter)
    {
        foreach (var node in rewriter.Graph.Nodes.ToArray())
        {
            if (!node.Outputs[0].Tensor.Element.IsFloat()) continue;
            if (Swish(node) is { } swished) rewriter.Substitute(node, Activations.Swish, new ActivationAttributes(1), swished);
            else if (HardSwish(node) is { } hard) rewriter.Substitute(node, Activations.HardSwish, new ActivationAttributes(0), hard);
            else if (Gelu(node) is { } gelu) rewriter.Substitute(node, Activations.Gelu, OpAttributes.None, gelu);
            else if (TanhGelu.Match(node) is { } bell) rewriter.Substitute(node, Activations.GeluTanh, OpAttributes.None, bell);
            else if (Softplus(node) is { } soft) rewriter.Substitute(node, Activations.Softplus, OpAttributes.None, soft);
            else if (Mish(node) is { } mish) rewriter.Substitute(node, Activations.Mish, OpAttributes.None, mish);
        }
    }

    /// <summary>x * sigmoid(x).</summary>
    static Value? Swish(Node node) => Factors(node, (x, other) => other.MadeBy(Activations.Sigmoid)?.Input(0) == x ? x : null);

    /// <summary>log(1 + exp(x)), which overflows where Softplus does not.</summary>
    static Value? Softplus(Node node) => node.Op == UnaryMaths.Log && node.Input(0).MadeBy(Arithmetic.Add) is { } sum
        && Terms(sum, 1).MadeBy(UnaryMaths.Exp) is { } exp && exp.Input(0) is var x && x.Shape.Equals(node.Output.Shape) ? x : null;

    /// <summary>x * tanh(softplus(x)).</summary>
    static Value? Mish(Node node) =>
        Factors(node, (x, other) => other.MadeBy(Activations.Tanh)?.Input(0).MadeBy(Activations.Softplus)?.Input(0) == x ? x : null);

    /// <summary>x * hardsigmoid(x) with its constants, or x * min(max(x + 3, 0), 6) / 6 with the division anywhere.</summary>
    static Value? HardSwish(Node node) =>
        Factors(node, (x, other) =>
            other.MadeBy(Activations.HardSigmoid) is { } hard && hard.Input(0) == x && IsSixth(hard.AttributesAs<ActivationAttributes>()) ? x
            : Sixth(other) is { } six && IsReluSix(six, x) ? x
            : null)
        ?? (Sixth(node.Output) is { Producer: { } product } ? Factors(product, (x, other) => IsReluSix(other, x) ? x : null) : null);

    static bool IsSixth(ActivationAttributes hard) => Math.Abs(hard.Alpha - 1f / 6) < 1e-6 && hard.Beta == 0.5f;

    /// <summary>y, where the value is y / 6.</summary>
    static Value? Sixth(Value value)
    {
        if (value.MadeBy(Arithmetic.Div) is { } div && div.Input(1).Scalar() == 6) return div.Input(0);
        return value.MadeBy(Arithmetic.Mul) is { } mul ? Factors(mul, (x, factor) => IsNear(factor.Scalar(), 1.0 / 6) ? x : null) : null;
    }

    static bool IsReluSix(Value value, Value x) =>
        value.MadeBy(Arithmetic.Min) is { } min && min.Input(1).Scalar() == 6
        && (Lowest(min.Input(0))).MadeBy(Arithmetic.Add) is { } sum && Terms(sum, 3) == x;

    /// <summary>y, where the value is max(y, 0).</summary>
    static Value? Lowest(Value value) =>
        value.MadeBy(Activations.Relu)?.Input(0)
        ?? (value.MadeBy(Arithmetic.Max) is { Inputs.Count: 2 } max && max.Input(1).Scalar() == 0 ? max.Input(0) : null);

    /// <summary>x * 0.5 * (1 + erf(x / sqrt 2)), the factors in any order.</summary>
    static Value? Gelu(Node node) =>
        Factors(node, (a, half) => half.Scalar() == 0.5 ? Product(a, (x, bell) => IsBell(bell, x) ? x : null) : null)
        ?? Factors(node, (bell, a) => Product(a, (x, half) => half.Scalar() == 0.5 && IsBell(bell, x) ? x : null))
        ?? Factors(node, (x, a) => Product(a, (bell, half) => half.Scalar() == 0.5 && IsBell(bell, x) ? x : null));

    /// <summary>1 + erf(x / sqrt 2).</summary>
    static bool IsBell(Value value, Value x)
    {
        if (value.MadeBy(Arithmetic.Add) is not { } sum || Terms(sum, 1).MadeBy(UnaryMaths.Erf) is not { } erf) return false;
        var scaled = erf.Input(0);
        if (scaled.MadeBy(Arithmetic.Div) is { } div) return div.Input(0) == x && IsNear(div.Input(1).Scalar(), Math.Sqrt(2));
        return Product(scaled, (y, factor) => y == x && IsNear(factor.Scalar(), Math.Sqrt(0.5)) ? y : null) is not null;
    }

    static bool IsNear(double? value, double wanted) => value is { } number && Monomial.IsNear(number, wanted);

    /// <summary>y, where the node is y + addend.</summary>
    static Value? Terms(Node sum, double addend) => sum.Inputs.Count != 2 ? null
        : sum.Input(1).Scalar() == addend ? sum.Input(0)
        : sum.Input(0).Scalar() == addend ? sum.Input(1)
        : null;

    static Value? Product(Value value, Func<Value, Value, Value?> match) => value.Producer is { } node ? Factors(node, match) : null;

    /// <summary>What a match finds for a product's factors in one order or the other; the result must have the product's shape.</summary>
    static Value? Factors(Node node, Func<Value, Value, Value?> match)
    {
        if (node.Op != Arithmetic.Mul || node.Inputs.Count != 2) return null;
        var found = match(node.Input(0), node.Input(1)) ?? match(node.Input(1), node.Input(0));
        return found is not null && found.Shape.Equals(node.Output.Shape) ? found : null;
    }
}
