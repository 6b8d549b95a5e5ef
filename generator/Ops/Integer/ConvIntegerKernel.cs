using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A convolution of bytes with constant weights: channels-last, and padding that holds the zero point.</summary>
abstract class ConvIntegerKernel(ConvShape shape, Value x, ActivationZero zero, Value y) : ByteKernel(x, zero, y)
{
    protected ConvShape Convolution { get; } = shape;

    public override long MultiplyAdds => Convolution.MultiplyAdds;
    public override int OutputUnitAxis => 1;
    public override IReadOnlyList<int> PreferredOrder => [0, .. Enumerable.Range(2, Convolution.SpatialAxes), 1];

    /// <summary>Columns behind the last tap of a window that are read too, to no effect.</summary>
    protected abstract int ColumnsOverrun { get; }

    public override Halo? HaloOf(Value input)
    {
        if (input != X) return null;
        var axis = Convolution.SpatialAxes - 1;
        var behind =
            (Convolution.Output[axis] - 1) * Convolution.Strides[axis] + (Convolution.Kernel[axis] - 1) * Convolution.Dilations[axis] + ColumnsOverrun
            - Convolution.Pads[axis] - (Convolution.Input[axis] - 1);
        var own = Convolution.Halo();
        if (behind <= 0) return own is null ? null : own with { Fill = Zero.Fill };
        int[] none = new int[X.Shape.Rank], after = new int[X.Shape.Rank];
        after[axis + 2] = behind;
        return Halo.Union(own, new(none, after))! with { Fill = Zero.Fill };
    }
}
