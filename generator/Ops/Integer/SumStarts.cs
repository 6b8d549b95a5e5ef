using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// Where sums start: at what the zero point of the activations takes from them, <c>-zero * sum of w</c>, and a bias. They are
/// int32, [2][channel]: first for
/// activations that are multiplied unsigned, then signed. Where the zero point is known only at run time, the sums of the weights are stored, and
/// each call multiplies them first.
/// </summary>
sealed class SumStarts
{
    /// <summary>The place of what is stored among the kernel's weights.</summary>
    const int Weight = 1;

    readonly ActivationZero _zero;
    readonly int _channels, _channelsOfGroup, _paddedOfGroup;

    /// <param name="zero">The zero point.</param>
    /// <param name="sums">The sum of each channel's weights, with those of zero that fill a group's last vector.</param>
    /// <param name="channelsOfGroup">Channels of a group.</param>
    /// <param name="paddedOfGroup">The same with those of zero.</param>
    public SumStarts(ActivationZero zero, int[] sums, int channelsOfGroup, int paddedOfGroup)
    {
        (_zero, _channels, _channelsOfGroup, _paddedOfGroup) = (zero, sums.Length, channelsOfGroup, paddedOfGroup);
        Stored = new(ElementType.Int32, zero.Read is null ? new Shape(2, _channels) : new Shape(_channels));
        var stored = Stored.Span<int>();
        for (var i = 0; i < stored.Length; i++)
            stored[i] = zero.Known is { } known ? unchecked((i / _channels * 128 - known - zero.Shift) * sums[i % _channels]) : sums[i];
    }

    public Tensor Stored { get; }

    /// <summary>Adds a constant to all sums of each channel; false where they are made at run time.</summary>
    public bool TryAdd(Func<int, int> ofChannel)
    {
        if (_zero.Read is not null) return false;
        var stored = Stored.Span<int>();
        for (var i = 0; i < stored.Length; i++)
            if (i % _paddedOfGroup < _channelsOfGroup)
                stored[i] = unchecked(stored[i] + ofChannel(i % _channels / _paddedOfGroup * _channelsOfGroup + i % _paddedOfGroup));
        return true;
    }

    /// <summary>Bytes of scratch in which they are made, if they are.</summary>
    public int ScratchBytes => _zero.Read is null ? 0 : Alignment.Up(2 * _channels * sizeof(int));

    /// <summary>The C# of the reference to the first.</summary>
    public string Name(KernelWriter writer) => _zero.Read is null ? writer.Weight(Weight) : "starts";

    /// <summary>Writes what makes them in the scratch, behind a tile's sums.</summary>
    public void Write(KernelWriter writer)
    {
        if (_zero.Read is not { } zero) return;
        var point = KernelText.Sum([(writer[zero].Element(), 1)], _zero.Shift);
        writer.Code.Line($"ref var starts = ref Unsafe.As<byte, int>(ref {Operand.At(writer.Scratch, Number(ByteKernel.SumsBytes))});")
            .Line($"{Isa.DotClass(4)}.Starts(ref {writer.Weight(Weight)}, {point}, ref starts, {Number(_channels)});");
    }
}
