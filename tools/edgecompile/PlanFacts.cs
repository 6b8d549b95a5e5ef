using EdgeCompile.Ops;
using EdgeCompile.Planning;
using EdgeCompile.Support;

namespace EdgeCompile.Tool;

/// <summary>A plan in numbers, for tables and JSON.</summary>
/// <param name="Nodes">Nodes of the graph after all passes; several of them can be one step, and views are none.</param>
/// <param name="ByteFours">Multiply-adds of bytes of which four products together are proved to stay in int16.</param>
/// <param name="BytePairs">Of which two are (pmaddubsw).</param>
/// <param name="ByteWide">Those that are widened to int16 first (pmaddwd), where the machine has no vpdpbusd.</param>
/// <param name="Timing">On what the steps were timed; null where they were not.</param>
sealed record PlanFacts(
    string Model, int Nodes, long MultiplyAdds, long ByteFours, long BytePairs, long ByteWide, int ArenaBytes, int ArenaLowerBound, int WeightBytes,
    IReadOnlyList<StepFacts> Steps, Timing? Timing = null)
{
    public static PlanFacts Of(string model, Plan plan) => new(
        model, plan.Graph.Nodes.Count, plan.MultiplyAdds, Bytes(plan, forms => forms.Fours), Bytes(plan, forms => forms.Pairs),
            Bytes(plan, forms => forms.Wide),
        plan.Arena.Bytes, plan.Arena.LowerBound, plan.Weights.Count,
        [.. plan.Steps.Select((step, i) => StepFacts.Of(step, i, plan.Arena.Buffers))]);

    static long Bytes(Plan plan, Func<ProductForms, double> share) =>
        (long)Math.Round(plan.Steps.Select(step => step.Kernel).OfType<ByteKernel>().Sum(kernel => kernel.MultiplyAdds * share(kernel.Forms)));

    /// <summary>With the time that each step took.</summary>
    public PlanFacts With(Timing timing, IReadOnlyList<double> microseconds) => this with
    {
        Timing = timing, Steps = [.. Steps.Zip(microseconds, (step, time) => step with { Microseconds = time })],
    };
}

/// <summary>A step.</summary>
/// <param name="Operators">The operators of the nodes that it carries out.</param>
/// <param name="Node">The ONNX name of the last of them.</param>
/// <param name="Forms">Of products of bytes the parts by what is proved of them; null of other steps.</param>
/// <param name="Microseconds">The mean time of the step in a call, where it was timed.</param>
/// <param name="LiveBytes">What the arena must hold while the step runs: all tensors that were made and are still needed, and scratch.</param>
sealed record StepFacts(
    int Number, IReadOnlyList<string> Operators, string Node, IReadOnlyList<TensorFacts> Reads, IReadOnlyList<TensorFacts> Makes, string Kernel,
    long MultiplyAdds, int ScratchBytes, int LiveBytes, ProductForms? Forms = null, double? Microseconds = null)
{
    public static StepFacts Of(Step step, int index, IReadOnlyList<TensorBuffer> arena) => new(
        index, [.. step.Nodes.Select(node => node.Op.Name)], step.Nodes.Count > 0 ? step.Nodes[^1].Name : "",
        [.. step.Operands.Where(operand => !operand.IsWritten).Select(TensorFacts.Of)],
        [.. step.Operands.Where(operand => operand.IsWritten).Select(TensorFacts.Of)],
        step.Kernel.Name, step.Kernel.MultiplyAdds, step.Scratch?.Bytes ?? 0,
        arena.Where(buffer => buffer.First <= index && index <= buffer.Last).Sum(buffer => Alignment.Up(buffer.Bytes)),
        (step.Kernel as ByteKernel)?.Forms);
}

/// <summary>A tensor of a step.</summary>
/// <param name="Bytes">What its elements take, without borders.</param>
/// <param name="Region">Arena, or the caller's Input or Output.</param>
/// <param name="Offset">Where its buffer begins in the arena, in bytes; null where it is not in the arena.</param>
sealed record TensorFacts(string Name, string Type, long Bytes, string Region, int? Offset)
{
    public static TensorFacts Of(StepOperand operand)
    {
        var (value, buffer) = (operand.Value, operand.Storage.Buffer);
        int? offset = buffer.Region == Planning.Region.Arena ? buffer.Offset : null;
        return new(value.Name, value.Type.ToString(), value.Tensor.Bytes, buffer.Region.ToString(), offset);
    }
}
