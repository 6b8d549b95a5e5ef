using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The choice among the kernels for convolutions. Null: none fits, and the loop nest that says the same is compiled instead.</summary>
static class ConvKernels
{
    public static ConvKernel? For(Node node)
    {
        var (x, w) = (node.Input(0), node.Input(1));
        var bias = node.Has(2) ? node.Input(2) : null;
        if (w.Constant is not { } weights || bias is { IsConstant: false }) return null;
        var (window, groups) = (node.AttributesAs<ConvAttributes>().Window, node.AttributesAs<ConvAttributes>().Groups);
        var shape = new ConvShape(x.Shape[0], groups, x.Shape[1], w.Shape[0], x.Shape.Sizes.Skip(2).ToArray(), node.Output.Shape.Sizes.Skip(2).ToArray(),
            window.Kernel, window.Strides, window.Dilations, window.Before);
        return For(shape, x, node.Output, weights, bias?.Constant);
    }

    public static ConvKernel? For(ConvShape shape, Value x, Value y, Tensor weights, Tensor? bias)
    {
        if (x.Element != ElementType.Float32 || x.IsConstant || y.Shape.Count == 0 || x.Shape.Count == 0 || weights.Count == 0) return null;
        if (shape.IsDepthwise && shape.SpatialAxes <= 2) return new ConvDepthwiseKernel(shape, x, y, weights, bias);
        return new ConvPanelKernel(shape, x, y, weights, bias);
    }
}
