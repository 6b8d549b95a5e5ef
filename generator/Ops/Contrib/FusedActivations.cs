using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Activations with what ONNX Runtime has fused into them. com.microsoft: Gelu, FastGelu, BiasGelu, QuickGelu.</summary>
static class FusedActivations
{
    const string Domain = "com.microsoft";

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new(Domain, "Gelu", 1, node => [node.Add(Activations.Gelu, node.Input(0))]),
        new(Domain, "BiasGelu", 1, node => [node.Add(Activations.Gelu, node.Add(Arithmetic.Add, node.Input(0), node.Input(1)))]),
        new(Domain, "FastGelu", 1, node =>
            [node.Add(Activations.GeluTanh, node.Has(1) ? node.Add(Arithmetic.Add, node.Input(0), node.Input(1)) : node.Input(0))]),
        new(Domain, "QuickGelu", 1, node => [node.Add(Activations.Swish, new ActivationAttributes(node.Float("alpha", 1.702f)), node.Input(0))]),
    ];
}
