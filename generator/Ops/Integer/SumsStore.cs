using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Ops.KernelText;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Writes the loop from a tile's sums in scratch to the output: the epilogue (bias, scale, clamp, rounding) on vectors of channels, and the
/// stores of exactly the channels that there are.
/// </summary>
/// <param name="writer">The method; <c>sums</c> is in scope.</param>
/// <param name="output">What is stored.</param>
/// <param name="channelAxis">The output's axis of channels, whose stride is 1.</param>
/// <param name="columnAxis">The output's axis along which the tile's pixels lie; -1: it has one.</param>
/// <param name="widest">
/// Lanes of the tile's vectors, which are those of the epilogue: a wider load has to wait for narrower stores, and vectors of 512 bits take
/// a port from those of 256.
/// </param>
/// <param name="epilogue">What is applied, if anything.</param>
sealed class SumsStore(KernelWriter writer, Operand output, int channelAxis, int columnAxis, int widest, Epilogue? epilogue)
{
    /// <param name="axes">The C# of each output index of the tile's first element.</param>
    /// <param name="pixels">The tile's pixels.</param>
    /// <param name="width">Sums from one pixel to the next.</param>
    /// <param name="channels">Channels to be stored.</param>
    public void Write(string[] axes, int pixels, int width, int channels)
    {
        var at = (string[])axes.Clone();
        using var loop = pixels > 1 ? writer.Code.Braces($"for (int pixel = 0; pixel < {Number(pixels)}; pixel++)") : (IDisposable?)null;
        if (pixels > 1)
        {
            at[columnAxis] = writer.Local("at");
            writer.Code.Line($"var {at[columnAxis]} = {Sum([(axes[columnAxis], 1), ("pixel", 1)])};");
        }
        foreach (var (channel, lanes) in Parts(channels)) WriteChannels(at, pixels > 1 ? "pixel" : "0", width, axes[channelAxis], channel, lanes);
    }

    /// <summary>Channels in the widest vectors, then what is left in narrower ones.</summary>
    IEnumerable<(int Channel, int Lanes)> Parts(int channels)
    {
        var from = 0;
        foreach (var lanes in writer.Isa.LaneCounts.Where(lanes => lanes <= widest))
            for (; from + lanes <= channels; from += lanes) yield return (from, lanes);
    }

    void WriteChannels(string[] axes, string pixel, int width, string first, int channel, int lanes)
    {
        if (epilogue is not null && lanes > 1 && !VectorCode.Vectorizes(epilogue.Expression, channelAxis, value => writer[value].Layout))
        {
            for (var lane = 0; lane < lanes; lane++) WriteChannels(axes, pixel, width, first, channel + lane, 1);
            return;
        }
        var at = (string[])axes.Clone();
        at[channelAxis] = Plus(first, channel);
        var sum = $"{LaneTypes.ClassOf(ElementType.Int32, lanes)}.Load(ref sums, {Sum([(pixel, width)], channel)})";
        var address = Sum(at.Select((name, axis) => (name, output.Layout.Strides[axis])));
        new VectorCode(writer, lanes, channelAxis, at).Store(epilogue?.Expression ?? new Expr.Accumulator(ElementType.Int32), sum, output.Name, address);
    }
}
