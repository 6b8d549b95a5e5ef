using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>A product of bytes, summed in int32.</summary>
abstract class ByteKernel(Value x, Value y) : Kernel
{
    protected Value X { get; } = x;
    protected Value Y { get; } = y;

    /// <summary>The activations' type, as names show it.</summary>
    protected string Element => X.Element == ElementType.Int8 ? "i8" : "u8";

    /// <summary>The shares of the weights by what is proved of their products.</summary>
    public abstract ProductForms Forms { get; }

    public override IReadOnlyList<Value> Inputs => [X];
    public override IReadOnlyList<Value> Outputs => [Y];
    public override bool TakesEpilogue => true;
    public override int ScratchBytes => ByteProductWriter.SumsBytes;

    /// <summary>The zero point of activations as they are multiplied: int8 ones are shifted into 0 … 255.</summary>
    protected static int Unsigned(Value x, int zero) => zero + (x.Element == ElementType.Int8 ? 128 : 0);
}
