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
                var attention = new KernelNode(new AttentionKernel(scores, rows, values));
                lowered.Fuse(softmax, last, attention);
                lowered.Fuse(first, last, attention);
                break;
            }
        }
    }

    static Definition? OnlyFor(LoweredGraph lowered, Value value, Definition reader) =>
        !lowered.IsOutput(value) && lowered.UsersOf(value) is [var only] && only == reader ? lowered[value] : null;
}
