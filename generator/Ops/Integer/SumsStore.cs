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
    // Bytes that may be cut when they are stored, which two vectors share the instructions of.
    readonly Expr? _whole = epilogue is not null && Vectorizes(writer, epilogue, channelAxis) ? SaturatedStore.Whole(epilogue.Expression) : null;

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
        foreach (var (channel, lanes, vectors) in Parts(channels))
        {
            var part = new Part(at, pixels > 1 ? "pixel" : "0", width, channel, lanes);
            if (vectors == 2) WritePair(part);
            else WriteVector(part);
        }
    }

    /// <summary>Channels in the widest vectors, then what is left in narrower ones; those of up to 8 lanes in pairs where they may be.</summary>
    IEnumerable<(int Channel, int Lanes, int Vectors)> Parts(int channels)
    {
        var from = 0;
        foreach (var lanes in writer.Isa.LaneCounts.Where(lanes => lanes <= widest))
            foreach (var vectors in _whole is not null && lanes is 4 or 8 ? new[] { 2, 1 } : [1])
                for (; from + vectors * lanes <= channels; from += vectors * lanes) yield return (from, lanes, vectors);
    }

    void WriteVector(Part part)
    {
        if (epilogue is not null && part.Lanes > 1 && !Vectorizes(writer, epilogue, channelAxis))
            for (var lane = 0; lane < part.Lanes; lane++) WriteVector(part with { Channel = part.Channel + lane, Lanes = 1 });
        else
            CodeOf(part).Store(epilogue?.Expression ?? new Expr.Accumulator(ElementType.Int32), SumsOf(part), output.Name, PlaceOf(part));
    }

    void WritePair(Part part)
    {
        var vectors = new[] { part, part with { Channel = part.Channel + part.Lanes } }
            .Select(each => Bare(CodeOf(each).Write(_whole!, SumsOf(each)))).ToArray();
        writer.Code.Line($"{ClassOf(part)}.StoreSaturated({vectors[0]}, {vectors[1]}, ref {output.Name}, {PlaceOf(part)});");
    }

    VectorCode CodeOf(Part part) => new(writer, part.Lanes, channelAxis, AxesOf(part));

    string SumsOf(Part part) => $"{ClassOf(part)}.Load(ref sums, {Sum([(part.Pixel, part.Width)], part.Channel)})";

    string PlaceOf(Part part) => Sum(AxesOf(part).Select((name, axis) => (name, output.Layout.Strides[axis])));

    string[] AxesOf(Part part)
    {
        var axes = (string[])part.Axes.Clone();
        axes[channelAxis] = Plus(axes[channelAxis], part.Channel);
        return axes;
    }

    static string ClassOf(Part part) => LaneTypes.ClassOf(ElementType.Int32, part.Lanes);

    static bool Vectorizes(KernelWriter writer, Epilogue epilogue, int channelAxis) =>
        VectorCode.Vectorizes(epilogue.Expression, channelAxis, value => writer[value].Layout);

    /// <summary>Some channels of a pixel.</summary>
    /// <param name="Axes">The C# of each output index of the pixel's first channel.</param>
    /// <param name="Pixel">The C# of the pixel's place in the tile.</param>
    /// <param name="Width">Sums from one pixel to the next.</param>
    /// <param name="Channel">The first channel.</param>
    /// <param name="Lanes">How many.</param>
    sealed record Part(string[] Axes, string Pixel, int Width, int Channel, int Lanes);
}
