using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>The constants of an integer product, packed at build time.</summary>
/// <param name="Panels">How the weights lie.</param>
/// <param name="Weights">int8: the weights less their zero points.</param>
/// <param name="Starts">int32, [2][group][padded channel]: what the zero point of the activations takes from each sum; first for activations that are multiplied unsigned, then signed.</param>
/// <param name="Proof">uint8, [group][panel][quad]: 1 where no product can saturate; null if that is so everywhere.</param>
sealed record PackedBytes(BytePanels Panels, Tensor Weights, Tensor Starts, Tensor? Proof)
{
    public IReadOnlyList<Tensor> Tensors => Proof is null ? [Weights, Starts] : [Weights, Starts, Proof];

    /// <summary>The share of quads, over the channels of a panel, in which no product can saturate.</summary>
    public double ProvenShare => Proof is null ? 1 : Proof.Bytes.Average(quad => (double)quad);

    /// <summary>Packs weights of -255 … 255.</summary>
    /// <param name="groups">Matrices that follow one another.</param>
    /// <param name="runs">Stretches of neighbouring activations.</param>
    /// <param name="run">Activations in a stretch.</param>
    /// <param name="channels">Outputs of one group.</param>
    /// <param name="zero">The zero point of the activations as kernels read them, unsigned.</param>
    /// <param name="weight">A weight less its zero point, by group, run, place in the run, and channel.</param>
    public static PackedBytes Pack(int groups, int runs, int run, int channels, int zero, Func<int, int, int, int, int> weight)
    {
        var numbers = new short[groups, channels, runs * run];
        var passes = 1;
        for (var group = 0; group < groups; group++)
            for (var channel = 0; channel < channels; channel++)
                for (var k = 0; k < runs * run; k++)
                {
                    var number = weight(group, k / run, k % run, channel);
                    if (number is < sbyte.MinValue or > sbyte.MaxValue) passes = 2;
                    numbers[group, channel, k] = (short)number;
                }

        var panels = new BytePanels(groups, runs, run, channels, passes);
        Tensor packed = new(ElementType.Int8, new Shape(checked(groups * panels.GroupSize))), starts = new(ElementType.Int32, new Shape(2, groups * panels.PaddedChannels));
        for (var group = 0; group < groups; group++)
            for (var channel = 0; channel < channels; channel++)
            {
                var panel = channel / BytePanels.Width;
                int width = panels.WidthOf(panel), first = group * panels.GroupSize + panel * panels.PanelSize + channel % BytePanels.Width * BytePanels.Quad;
                var sum = 0;
                for (var k = 0; k < runs * run; k++)
                {
                    int left = numbers[group, channel, k], place = k % run;
                    sum += left;
                    for (var pass = 0; pass < passes; pass++)
                    {
                        var quad = (pass * runs + k / run) * panels.QuadsOfRun + place / BytePanels.Quad;
                        var part = Math.Max(sbyte.MinValue, Math.Min(sbyte.MaxValue, left));
                        packed.Span<sbyte>()[first + quad * width * BytePanels.Quad + place % BytePanels.Quad] = (sbyte)part;
                        left -= part;
                    }
                }
                for (var signed = 0; signed < 2; signed++)
                    starts.Span<int>()[(signed * groups + group) * panels.PaddedChannels + channel] = unchecked((128 * signed - zero) * sum);
            }
        return new(panels, packed, starts, Prove(panels, packed));
    }

    static Tensor? Prove(BytePanels panels, Tensor packed)
    {
        var proof = new Tensor(ElementType.UInt8, new Shape(panels.Groups * panels.PanelsOfGroup * panels.Depth));
        var place = 0;
        var weights = packed.Span<sbyte>();
        for (var group = 0; group < panels.Groups; group++)
            for (var panel = 0; panel < panels.PanelsOfGroup; panel++)
                for (var quad = 0; quad < panels.Depth; quad++)
                {
                    var size = panels.WidthOf(panel) * BytePanels.Quad;
                    var quads = weights.Slice(group * panels.GroupSize + panel * panels.PanelSize + quad * size, size);
                    proof.Bytes[place++] = (byte)(Saturation.IsImpossible(quads) ? 1 : 0);
                }
        return proof.Bytes.Contains((byte)0) ? proof : null;
    }
}
