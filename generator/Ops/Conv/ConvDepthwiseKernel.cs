using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A convolution of each channel with its own taps: vectors along channels, some pixels of a row at a time, so that neighbouring
/// outputs share what they load. Weights lie as [tap][channel], channels padded to 16.
/// </summary>
sealed class ConvDepthwiseKernel : ConvKernel
{
    readonly int _channels;

    public ConvDepthwiseKernel(ConvShape shape, Value x, Value y, Tensor weights, Tensor? bias) : base(shape, x, y)
    {
        _channels = (shape.OutputChannels + Panels.Width - 1) / Panels.Width * Panels.Width;
        var packed = new Tensor(ElementType.Float32, new Shape(shape.Taps, _channels));
        var source = weights.ToFloats();
        for (var tap = 0; tap < shape.Taps; tap++)
            for (var channel = 0; channel < shape.OutputChannels; channel++)
                packed.Span<float>()[tap * _channels + channel] = source[channel * shape.Taps + tap];
        Weights = bias is null ? [packed] : [packed, bias];
    }

    public override string Name => $"f32-conv-{Convolution}-depthwise";

    public override IReadOnlyList<Tensor> Weights { get; }

    public override int UnitAxisOf(Value input) => input == X ? 1 : -1;

    public override void Emit(KernelWriter writer) => new DepthwiseWriter(writer, Convolution, writer[X], writer[Results[0]], _channels,
        writer.Weight(0), Weights.Count > 1 ? writer.Weight(1) : null, Epilogue).Write(Name);
}
