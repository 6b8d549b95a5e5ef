using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>Joins a product, rows made of it and the product of those into one step, where nothing else reads what lies between: attention.</summary>
static class AttentionFusion
{
    public static void Run(LoweredGraph lowered)
    {
        foreach (var last in lowered.Definitions.ToArray())
        {
            if (last.How is not KernelNode { Kernel: ProductKernel values }) continue;
            if (OnlyFor(lowered, values.Left, last) is not { How: KernelNode { Kernel: RowKernel rows } } softmax) continue;
            foreach (var first in rows.Inputs.Select(input => OnlyFor(lowered, input, softmax)))
            {
                if (first?.How is not KernelNode { Kernel: ProductKernel scores } || !AttentionKernel.Fits(scores, rows, values)) continue;
                var rank = scores.Results[0].Shape.Rank;
                var (keys, right) = (AsRead(lowered, scores.Right!, rank), AsRead(lowered, values.Right!, rank));
                var attention = new KernelNode(new AttentionKernel(scores, rows, values, keys, right));
                lowered.Fuse(softmax, last, attention);
                lowered.Fuse(first, last, attention);
                break;
            }
        }
        lowered.RemoveDead();
    }

    static Definition? OnlyFor(LoweredGraph lowered, Value value, Definition reader) =>
        !lowered.IsOutput(value) && lowered.UsersOf(value) is [var only] && only == reader ? lowered[value] : null;

    /// <summary>
    /// A right side, read where its matrices stand once: the views that repeat them for a group of heads would be copies, since strides do not
    /// say in one axis what an Expand and a Reshape do.
    /// </summary>
    static BatchedMatrix AsRead(LoweredGraph lowered, Value side, int rank)
    {
        var itself = new Expr.Load(side, LoopNest.Axes(side.Shape.Rank));
        for (var read = itself; lowered[read.Source]?.How is View { Copy.Body: Expr.Load { Outside: null } source };)
        {
            var indices = read.Indices;
            read = (Expr.Load)source.Substitute(part => part is Expr.Index index ? indices[index.Axis] : null);
            if (BatchedMatrix.Repeats(read, side.Shape) && BatchedMatrix.Fits(read, side.Shape.Rank)) return new(side, read, rank);
        }
        return new(side, itself, rank);
    }
}
