using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// The numbers of a convolution over one to three spatial axes: x[Batch, InputChannels, Input…] to y[Batch, OutputChannels, Output…].
/// Pads are the zeros before the first element of each spatial axis; negative ones cut; those behind the last follow from the sizes.
/// </summary>
sealed record ConvShape(int Batch, int Groups, int InputChannels, int OutputChannels, EquatableArray<int> Input, EquatableArray<int> Output,
    EquatableArray<int> Kernel, EquatableArray<int> Strides, EquatableArray<int> Dilations, EquatableArray<int> Pads)
{
    /// <summary>The numbers of a Conv or ConvInteger.</summary>
    public static ConvShape Of(Node node)
    {
        var (x, w, attributes) = (node.Input(0).Shape, node.Input(1).Shape, node.AttributesAs<ConvAttributes>());
        var window = attributes.Window;
        return new(x[0], attributes.Groups, x[1], w[0], x.Sizes.Skip(2).ToArray(), node.Output.Shape.Sizes.Skip(2).ToArray(),
            window.Kernel, window.Strides, window.Dilations, window.Before);
    }

    public int SpatialAxes => Kernel.Count;
    public int Taps { get; } = Kernel.Aggregate(1, (taps, extent) => taps * extent);
    public int GroupInputs => InputChannels / Groups;
    public int GroupOutputs => OutputChannels / Groups;
    public bool IsDepthwise => Groups > 1 && GroupInputs == 1 && GroupOutputs == 1;
    public bool IsPointwise => Taps == 1 && Strides.All(stride => stride == 1);

    /// <summary>Whether each output is made of the one input pixel at its own place: nothing is padded or cut.</summary>
    public bool KeepsPlaces => IsPointwise && Pads.All(pad => pad == 0) && Output.Equals(Input);

    public long MultiplyAdds => (long)Batch * OutputChannels * Output.Aggregate(1L, (size, extent) => size * extent) * Taps * GroupInputs;

    /// <summary>Elements that the last output reads behind the input.</summary>
    int After(int axis) => Math.Max(0, (Output[axis] - 1) * Strides[axis] + (Kernel[axis] - 1) * Dilations[axis] + 1 - Input[axis] - Pads[axis]);

    /// <summary>What is read around x, for all its axes; null if nothing is.</summary>
    public Halo? Halo()
    {
        var halo = new Halo([0, 0, .. Pads.Select(pad => Math.Max(0, pad))], [0, 0, .. Enumerable.Range(0, SpatialAxes).Select(After)]);
        return halo.IsEmpty ? null : halo;
    }

    /// <summary>Where a tap lies in an input of such strides (of all its axes), from the first tap.</summary>
    public int TapPlace(int tap, IReadOnlyList<int> strides)
    {
        var place = 0;
        for (var axis = SpatialAxes - 1; axis >= 0; tap /= Kernel[axis--]) place += tap % Kernel[axis] * Dilations[axis] * strides[axis + 2];
        return place;
    }

    /// <summary>As kernel names show it: <c>3x3s2</c>, <c>3x3d2</c>, <c>3x3g4</c>.</summary>
    public override string ToString()
    {
        var text = string.Join("x", Kernel.Select(CSharpText.Number));
        if (Strides.Any(stride => stride != 1)) text += "s" + Each(Strides);
        if (Dilations.Any(dilation => dilation != 1)) text += "d" + Each(Dilations);
        return Groups > 1 && !IsDepthwise ? text + "g" + CSharpText.Number(Groups) : text;
    }

    static string Each(EquatableArray<int> sizes) =>
        sizes.All(size => size == sizes[0]) ? CSharpText.Number(sizes[0]) : string.Join("x", sizes.Select(CSharpText.Number));
}
