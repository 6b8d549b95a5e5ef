using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>A model ready to be written as C#: steps in order, where each tensor lies, and the weights.</summary>
/// <param name="Graph">The graph after all passes; its inputs and outputs are the model's.</param>
/// <param name="Steps">What runs, in order.</param>
/// <param name="Arena">Where the buffers lie in memory.</param>
/// <param name="Weights">All constants, packed.</param>
sealed record Plan(Graph Graph, IReadOnlyList<Step> Steps, ArenaPlan Arena, WeightPool Weights)
{
    public long MultiplyAdds => Steps.Sum(step => step.Kernel.MultiplyAdds);
}

/// <summary>Where the memory of a buffer comes from: the instance's arena, or a span that the caller gave.</summary>
enum Region { Arena, Input, Output }

/// <summary>Memory that one or several tensors share: a tensor with its views, or a joined tensor with its parts.</summary>
sealed class TensorBuffer(Region region, int index, ElementType element, Shape shape, IReadOnlyList<int> order, Halo? halo)
{
    public Region Region { get; } = region;
    /// <summary>The place among the model's inputs or outputs; a serial number in the arena.</summary>
    public int Index { get; } = index;
    public ElementType Element { get; } = element;
    /// <summary>The tensor that the buffer was made for.</summary>
    public Shape Shape { get; } = shape;
    public IReadOnlyList<int> Order { get; } = order;
    public Halo? Halo { get; } = halo;
    public Layout Layout { get; } = Layout.WithHalo(shape, order, halo);

    /// <summary>Elements, the halo included.</summary>
    public int Count => Enumerable.Range(0, Shape.Rank).Aggregate(1, (count, axis) => checked(count * (Shape[axis] + (Halo?.Extra(axis) ?? 0))));
    public int Bytes => checked(Count * Element.Size());

    /// <summary>The first and last step that touch the buffer; empty until they are known.</summary>
    public int First { get; set; } = int.MaxValue;
    public int Last { get; set; } = -1;
    /// <summary>The place in the arena, in bytes; of strings, in their array.</summary>
    public int Offset { get; set; } = -1;
}

/// <summary>Where a tensor lies: a buffer, and how in it.</summary>
sealed record Storage(TensorBuffer Buffer, Layout Layout)
{
    /// <summary>
    /// Whether the zeros that a kernel reads around a tensor here are there: the buffer has such a halo, and the tensor spans the buffer along
    /// those axes.
    /// </summary>
    public bool HasRoom(Value value, Halo halo)
    {
        if (Buffer.Halo is not { } room || Buffer.Shape.Rank != value.Shape.Rank || (!halo.IsEmpty && room.Fill != halo.Fill)) return false;
        for (var axis = 0; axis < value.Shape.Rank; axis++)
        {
            if (halo.Extra(axis) == 0) continue;
            if (room.Before[axis] < halo.Before[axis] || room.After[axis] < halo.After[axis]) return false;
            if (Buffer.Shape[axis] != value.Shape[axis] || Buffer.Layout.Strides[axis] != Layout.Strides[axis]) return false;
        }
        return true;
    }
}

/// <summary>One call of the compiled model.</summary>
/// <param name="Kernel">What it does.</param>
/// <param name="Nodes">The nodes it carries out.</param>
/// <param name="Operands">Its tensors and where they lie: what the kernel reads, then what it makes.</param>
/// <param name="Scratch">Memory that it uses while it runs, if any.</param>
sealed record Step(Kernel Kernel, IReadOnlyList<Node> Nodes, IReadOnlyList<StepOperand> Operands, TensorBuffer? Scratch = null)
{
    /// <summary>Where the packed weights and constants of the step lie in the weight pool, in bytes.</summary>
    public IReadOnlyList<int> WeightOffsets { get; set; } = [];

    /// <summary>The caller's spans among the operands.</summary>
    public IEnumerable<TensorBuffer> Borders =>
        Operands.Select(operand => operand.Storage.Buffer).Where(buffer => buffer.Region != Region.Arena).Distinct();

    /// <summary>
    /// Whether the work is worth handing to several threads: some microseconds at least. Parts at the same time can share no scratch, and
    /// take one of the caller's spans.
    /// </summary>
    public bool IsLarge => Scratch is null && Borders.Count() <= 1 && !Operands.Any(operand => operand.Value.Element == ElementType.String)
        && Work >= LargeWork;

    /// <summary>About how much there is to do, in multiply-adds.</summary>
    public long Work => Kernel.MultiplyAdds + Operands.Sum(operand => (operand.IsWritten ? WorkOfWrite : WorkOfRead) * operand.Value.Shape.Count);

    const long LargeWork = 400_000, WorkOfWrite = 16, WorkOfRead = 4;
}

/// <summary>A tensor of a step; <paramref name="Value"/> is the one that the kernel names, which may lie in a copy.</summary>
sealed record StepOperand(Value Value, Storage Storage, bool IsWritten);
