using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The choice among the kernels for convolutions. Null: none fits, and the loop nest that says the same is compiled instead.</summary>
static class ConvKernels
{
    public static ConvKernel? For(ConvShape shape, Value x, Value y, Tensor weights, Tensor? bias)
    {
        if (x.Element != ElementType.Float32 || y.Shape.Count == 0 || x.Shape.Count == 0 || weights.Count == 0) return null;
        if (shape.IsDepthwise && shape.SpatialAxes <= 2) return new ConvDepthwiseKernel(shape, x, y, weights, bias);
        return new ConvPanelKernel(shape, x, y, weights, bias);
    }
}
