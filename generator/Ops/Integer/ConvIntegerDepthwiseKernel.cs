using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// A convolution of bytes of each channel with its own taps: lanes are channels, and four taps of each meet in a dot product. Weights lie as
/// [quad][channel][4], channels padded to 4.
/// </summary>
sealed class ConvIntegerDepthwiseKernel : ConvIntegerKernel
{
    /// <summary>Quads up to which a window is written out.</summary>
    const int MostQuads = 20;

    readonly DepthwiseQuads _quads;
    readonly int _channels;

    /// <inheritdoc cref="ConvIntegerPanelKernel(ConvShape, Value, ActivationZero, Value, Func{int, int})"/>
    public ConvIntegerDepthwiseKernel(ConvShape shape, Value x, ActivationZero zero, Value y, Func<int, int> weight) : base(shape, x, zero, y)
    {
        _quads = QuadsOf(shape);
        _channels = (shape.OutputChannels + BytePanels.Quad - 1) / BytePanels.Quad * BytePanels.Quad;
        var packed = new Tensor(ElementType.Int8, new Shape(_quads.Count * _channels * BytePanels.Quad));
        var sums = new int[_channels];
        for (var channel = 0; channel < shape.OutputChannels; channel++)
            for (var quad = 0; quad < _quads.Count; quad++)
            {
                var place = (quad * _channels + channel) * BytePanels.Quad;
                foreach (var (row, column) in _quads.TapsOf(quad))
                {
                    var number = weight(channel * shape.Taps + row * _quads.Columns + column);
                    sums[channel] += number;
                    packed.Span<sbyte>()[place++] = checked((sbyte)number);
                }
            }
        Starts = new(zero, sums, shape.OutputChannels, _channels);
        Weights = [packed, Starts.Stored];
    }

    /// <summary>
    /// Whether the kernel serves: a depthwise window of one or two axes that is not too large, of weights that are bytes without their zero points.
    /// </summary>
    public static bool Fits(ConvShape shape, Func<int, int> weight) =>
        shape.IsDepthwise && shape.SpatialAxes <= 2 && QuadsOf(shape).Count <= MostQuads
        && Enumerable.Range(0, shape.OutputChannels * shape.Taps).All(i => weight(i) is >= sbyte.MinValue and <= sbyte.MaxValue);

    public override string Name => $"{Element}-conv-{Convolution}-depthwise";

    protected override SumStarts Starts { get; }
    public override IReadOnlyList<Tensor> Weights { get; }
    public override ProductForms Forms => ProductForms.AllWide;

    public override int UnitAxisOf(Value input) => input == X ? 1 : -1;

    protected override int ColumnsOverrun => (_channels - Convolution.OutputChannels + Convolution.OutputChannels - 1) / Convolution.OutputChannels;

    public override void Emit(KernelWriter writer) =>
        new ByteDepthwiseWriter(writer, Convolution, _quads, writer[X], writer[Results[0]], Starts, _channels, Epilogue).Write(Name);

    static DepthwiseQuads QuadsOf(ConvShape shape) => new(shape.SpatialAxes == 2 ? shape.Kernel[0] : 1, shape.Kernel[shape.SpatialAxes - 1]);
}
