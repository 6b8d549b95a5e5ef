using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>A product of two matrices, or of batches of them.</summary>
abstract class ProductKernel : Kernel
{
    /// <summary>The left side, whose rows become the result's.</summary>
    public abstract Value Left { get; }

    /// <summary>The right side, … x K x N, if it is known at run time only and some rows of the result can be made alone; else null.</summary>
    public virtual Value? Right => null;

    /// <summary>The product of other tensors in place of a left side … x M x K, of such a right side and of the result.</summary>
    public virtual ProductKernel OfRows(Value left, Value right, Value output) => throw new NotSupportedException(Name);
}
