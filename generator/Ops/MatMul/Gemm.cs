using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Gemm = alpha * A' * B' + beta * C, made of MatMul, Mul and Add. ONNX: Gemm.</summary>
static class Gemm
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Gemm", 1, node =>
        {
            // C is broadcast where numpy would do it; opset 1 and 6 ask for it with an attribute.
            node.Ignore("broadcast");
            return Import(node);
        }),
        new("Gemm", 7, Import),
    ];

    public static Value Import(OnnxNode node)
    {
        var attributes = new MatMulAttributes(node.Int("transA", 0) != 0, node.Int("transB", 0) != 0);
        float alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
        foreach (var input in (int[])[0, 1])
            if (node.Input(input).Shape.Rank != 2)
                throw new ModelException($"input {input} of Gemm has shape {node.Input(input).Shape}, not that of a matrix");
        var product = Scaled(node, node.Add(MatMul.Op, attributes, node.Input(0), node.Input(1)), alpha);
        if (!node.Has(2) || beta == 0) return product;
        var sum = node.Add(Arithmetic.Add, product, Scaled(node, node.Input(2), beta));
        return sum.Shape.Equals(product.Shape)
            ? sum
            : throw new ModelException($"C of shape {node.Input(2).Shape} does not broadcast to {product.Shape}");
    }

    static Value Scaled(OnnxNode node, Value value, float factor)
    {
        if (factor == 1) return value;
        if (value.Element.IsInteger() && factor != Math.Floor(factor))
            throw new ModelException($"a factor of {factor} for {value.Element.Text()} is not exact");
        return node.Add(Arithmetic.Mul, value, node.Scalar(value.Element, factor));
    }
}
