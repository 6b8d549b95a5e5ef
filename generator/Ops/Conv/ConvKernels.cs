using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The choice among the kernels for convolutions. Null: none fits, and the loop nest that says the same is compiled instead.</summary>
static class ConvKernels
{
    public static ConvKernel? For(Node node)
    {
        var bias = node.Has(2) ? node.Input(2) : null;
        if (node.Input(1).Constant is not { } weights || bias is { IsConstant: false }) return null;
        return For(ConvShape.Of(node), node.Input(0), node.Output, weights, bias?.Constant);
    }

    public static ConvKernel? For(ConvShape shape, Value x, Value y, Tensor weights, Tensor? bias)
    {
        if (x.Element != ElementType.Float32 || x.IsConstant || y.Shape.Count == 0 || x.Shape.Count == 0 || weights.Count == 0) return null;
        weights = Subnormal.ToZero(weights);
        if (bias is not null) bias = Subnormal.ToZero(bias);
        if (shape.IsDepthwise && shape.SpatialAxes <= 2) return new ConvDepthwiseKernel(shape, x, y, weights, bias);
        return new ConvPanelKernel(shape, x, y, weights, bias);
    }
}
