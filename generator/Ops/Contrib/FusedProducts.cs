using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Convolutions and matrix products with what ONNX Runtime has fused into them, taken apart again: our own fusion puts it back.
/// com.microsoft: FusedConv, FusedMatMul, TransposeMatMul, FusedGemm.
/// </summary>
static class FusedProducts
{
    const string Domain = "com.microsoft";

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new(Domain, "FusedConv", 1, node =>
        {
            var y = Conv.Import(node);
            if (node.Has(3)) y = node.Add(Arithmetic.Add, y, node.Input(3));
            return [Activated(node, y, node.Text("activation", ""), node.FloatsOrNull("activation_params") ?? [])];
        }),
        new(Domain, "FusedMatMul", 1, node => [Product(node)]),
        new(Domain, "TransposeMatMul", 1, node => [Product(node)]),
        new(Domain, "FusedGemm", 1, node =>
        {
            float[] constants = node.HasAttribute("activation_alpha")
                ? node.HasAttribute("activation_beta") ? [node.Float("activation_alpha"), node.Float("activation_beta")]
                    : [node.Float("activation_alpha")]
                : [];
            return [Activated(node, Gemm.Import(node), node.Text("activation", ""), constants)];
        }),
    ];

    static Value Product(OnnxNode node)
    {
        var a = node.Int("transBatchA", 0) != 0 ? BatchInside(node, node.Input(0)) : node.Input(0);
        var b = node.Int("transBatchB", 0) != 0 ? BatchInside(node, node.Input(1)) : node.Input(1);
        var product = node.Add(MatMul.Op, new MatMulAttributes(node.Int("transA", 0) != 0, node.Int("transB", 0) != 0), a, b);
        var alpha = node.Float("alpha", 1);
        return alpha == 1 ? product : node.Add(Arithmetic.Mul, product, node.Scalar(product.Element, alpha));
    }

    /// <summary>The first axis goes behind the other batch axes: M x batch x K becomes batch x M x K.</summary>
    static Value BatchInside(OnnxNode node, Value value)
    {
        var rank = value.Shape.Rank;
        return rank < 3 ? value : Transpose.To(node, value, [.. Enumerable.Range(1, rank - 2), 0, rank - 1]);
    }

    static Value Activated(OnnxNode node, Value x, string activation, float[] constants)
    {
        return activation switch
        {
            "" => x,
            "Relu" => node.Add(Activations.Relu, x),
            "Tanh" => node.Add(Activations.Tanh, x),
            "Sigmoid" => node.Add(Activations.Sigmoid, x),
            "LeakyRelu" => node.Add(Activations.LeakyRelu, new ActivationAttributes(Constant(0, 0.01f)), x),
            "HardSigmoid" => node.Add(Activations.HardSigmoid, new ActivationAttributes(Constant(0, 0.2f), Constant(1, 0.5f)), x),
            "Clip" when constants.Length == 2 =>
                node.Add(Arithmetic.Min, node.Add(Arithmetic.Max, x, node.Scalar(x.Element, constants[0])), node.Scalar(x.Element, constants[1])),
            _ => throw new ModelException($"attribute 'activation' is '{activation}' with {constants.Length} constants",
                "Relu, Tanh, Sigmoid, LeakyRelu, HardSigmoid and Clip are known"),
        };

        float Constant(int index, float @default) => index < constants.Length ? constants[index] : @default;
    }
}
