using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A convolution with constant weights: channels-last output, and an input with room for the padding.</summary>
abstract class ConvKernel(ConvShape shape, Value x, Value y) : Kernel
{
    protected ConvShape Convolution { get; } = shape;
    protected Value X { get; } = x;
    protected Value Y { get; } = y;

    public override IReadOnlyList<Value> Inputs => [X];
    public override IReadOnlyList<Value> Outputs => [Y];
    public override long MultiplyAdds => Convolution.MultiplyAdds;
    public override Halo? HaloOf(Value input) => input == X ? Convolution.Halo() : null;
    public override int OutputUnitAxis => 1;
    public override IReadOnlyList<int> PreferredOrder => [0, .. Enumerable.Range(2, Convolution.SpatialAxes), 1];
    public override bool TakesEpilogue => true;

    public override Interval? RowsOfInput(int row)
    {
        if (Convolution is not { SpatialAxes: 2, Batch: 1 }) return null;
        var first = row * Convolution.Strides[0] - Convolution.Pads[0];
        return new(first, first + (Convolution.Kernel[0] - 1) * Convolution.Dilations[0]);
    }
}
