using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Normalisations over the last axis of a residual sum, which is an output too. com.microsoft: SkipLayerNormalization,
/// SkipSimplifiedLayerNormalization; SimplifiedLayerNormalization, which ONNX Runtime puts into ONNX's own domain.
/// </summary>
static class SkipNormalization
{
    const string Domain = "com.microsoft";

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("SimplifiedLayerNormalization", 1, node =>
            Normalization.RootMeanSquare(node, node.Input(0), node.Input(1), node.Float("epsilon", 1e-5f))),
        new(Domain, "SkipLayerNormalization", 1, node =>
        {
            var sum = Sum(node, node.InputOrNull(4));
            Value?[] made = Normalization.Layer(node, sum, node.Input(2), node.InputOrNull(3), node.Float("epsilon", 1e-12f));
            return [.. made, sum];
        }),
        new(Domain, "SkipSimplifiedLayerNormalization", 1, node =>
        {
            var sum = Sum(node, node.InputOrNull(3));
            Value?[] made = Normalization.RootMeanSquare(node, sum, node.Input(2), node.Float("epsilon", 1e-12f));
            return [made[0], null, made[1], sum];
        }),
    ];

    static Value Sum(OnnxNode node, Value? bias)
    {
        var sum = node.Add(Arithmetic.Add, node.Input(0), node.Input(1));
        return bias is null ? sum : node.Add(Arithmetic.Add, sum, bias);
    }
}
