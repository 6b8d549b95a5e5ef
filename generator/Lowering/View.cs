using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>
/// An output whose elements are elements of one input in other places (Reshape, Transpose, Slice, Split …). Where strides can express
/// it, nothing moves; where not, <see cref="Copy"/> is run.
/// </summary>
/// <param name="Source">The input that is looked at.</param>
/// <param name="Copy">The same as a loop nest; its body is a single load of the source, so that consumers can read through it.</param>
/// <param name="Forward">The output's layout from the source's, or null.</param>
/// <param name="Backward">The layout that a source of the same elements must have for its output to have a given one, or null.</param>
sealed record View(Value Source, LoopNest Copy, Func<Layout, Layout?> Forward, Func<Layout, Layout?> Backward) : LoweredNode;

/// <summary>Concat: the inputs, one after another along an axis. Free where the producers can write into their part of the output.</summary>
sealed record Join(Value Output, IReadOnlyList<Value> Parts, int Axis) : LoweredNode
{
    /// <summary>Where each part begins along the axis.</summary>
    public int StartOf(int part) => Parts.Take(part).Sum(p => p.Shape[Axis]);

    /// <summary>The nest that copies a part into its place.</summary>
    public LoopNest Copy(int part)
    {
        var origin = new int[Output.Shape.Rank];
        origin[Axis] = StartOf(part);
        return new(Output, Parts[part].Shape.Sizes, Expr.Element(Parts[part], LoopNest.Axes(origin.Length)), Origin: origin);
    }
}

/// <summary>A node of a kernel family; the kernel makes all outputs of the node.</summary>
sealed record KernelNode(Kernel Kernel) : LoweredNode;
