using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A product of bytes, summed in int32.</summary>
abstract class ByteKernel(Value x, ActivationZero zero, Value y) : Kernel
{
    protected Value X { get; } = x;
    protected ActivationZero Zero { get; } = zero;
    protected Value Y { get; } = y;

    /// <summary>The activations' type, as names show it.</summary>
    protected string Element => X.Element == ElementType.Int8 ? "i8" : "u8";

    /// <summary>The shares of the weights by what is proved of their products.</summary>
    public abstract ProductForms Forms { get; }

    public override IReadOnlyList<Value> Inputs => Zero.Read is { } read ? [X, read] : [X];
    public override IReadOnlyList<Value> Outputs => [Y];
    public override bool TakesEpilogue => true;

    /// <summary>A constant that is added to all sums of a channel is where they start, instead of something to add.</summary>
    public override void Take(Epilogue epilogue)
    {
        var bias = ChannelBias.In(epilogue.Expression, OutputUnitAxis);
        base.Take(bias is not null && Starts.TryAdd(bias.OfChannel) ? epilogue with { Expression = bias.Rest } : epilogue);
    }

    /// <summary>Bytes of scratch that any tile of any rung needs: its sums.</summary>
    public const int SumsBytes = 16 * 16 * sizeof(int);

    protected abstract SumStarts Starts { get; }

    public override int ScratchBytes => SumsBytes + Starts.ScratchBytes;
}
