using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Split is one slice for each output.</summary>
static class Split
{
    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Split", 1, static node => Of(node, node.IntsOrNull("split") ?? node.ConstantInts(1))),
        new("Split", 2, static node => Of(node, node.IntsOrNull("split"))),
        new("Split", 13, static node => Of(node, node.ConstantInts(1))),
        new("Split", 18, static node =>
            Of(node, node.ConstantInts(1) ?? (node.HasAttribute("num_outputs") ? Chunks(node, node.Int("num_outputs")) : null))),
    ];

    static Value?[] Of(OnnxNode node, long[]? sizes)
    {
        var shape = node.Input(0).Shape;
        var axis = shape.Axis(node.Int("axis", 0));
        var count = node.OutputNames.Count;
        if (sizes is null)
        {
            if (shape[axis] % count != 0) throw new ModelException($"axis {axis} of {shape} does not split into {count} equal parts");
            sizes = [.. Enumerable.Repeat((long)shape[axis] / count, count)];
        }
        if (sizes.Length != count || sizes.Any(size => size < 0) || sizes.Sum() != shape[axis])
            throw new ModelException($"parts [{string.Join(", ", sizes)}] do not make up axis {axis} of {shape} for {count} outputs");

        var parts = new Value?[count];
        for (int i = 0, start = 0; i < count; start += (int)sizes[i++])
            parts[i] = node.Add(Slice.Op, SliceAttributes.Whole(shape).Along(axis, sizes[i] == 0 ? 0 : start, 1, (int)sizes[i]), node.Input(0));
        return parts;
    }

    /// <summary>Equal parts of which only the last may be smaller.</summary>
    static long[] Chunks(OnnxNode node, long count)
    {
        var shape = node.Input(0).Shape;
        var size = shape[shape.Axis(node.Int("axis", 0))];
        if (count < 1 || count != node.OutputNames.Count) throw new ModelException($"num_outputs is {count} for {node.OutputNames.Count} outputs");
        var chunk = (size + count - 1) / count;
        return [.. Enumerable.Range(0, (int)count).Select(i => Math.Max(0, Math.Min(chunk, size - i * chunk)))];
    }
}
