namespace EdgeCompile.Planning;

/// <summary>Knows from which step to which each arena buffer is needed.</summary>
static class Lifetimes
{
    /// <summary>Sets First and Last of all buffers and returns those of the arena, in the order of their first use.</summary>
    public static IReadOnlyList<TensorBuffer> Compute(IReadOnlyList<Step> steps)
    {
        var touches = steps.SelectMany((step, index) => BuffersOf(step).Select(buffer => (buffer, index))).ToList();
        foreach (var (buffer, _) in touches) (buffer.First, buffer.Last) = (int.MaxValue, -1);
        foreach (var (buffer, index) in touches)
        {
            buffer.First = Math.Min(buffer.First, index);
            buffer.Last = Math.Max(buffer.Last, index);
        }
        return [.. touches.Select(touch => touch.buffer).Where(buffer => buffer.Region == Region.Arena).Distinct()];
    }

    static IEnumerable<TensorBuffer> BuffersOf(Step step)
    {
        foreach (var operand in step.Operands) yield return operand.Storage.Buffer;
        if (step.Scratch is { } scratch) yield return scratch;
    }
}
