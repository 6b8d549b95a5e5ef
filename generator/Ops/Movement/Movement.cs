using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>What operators that move elements without computing have in common.</summary>
static class Movement
{
    /// <summary>A list of axes, each from the front, none twice.</summary>
    public static int[] Axes(this Shape shape, IEnumerable<long> axes)
    {
        int[] resolved = [.. axes.Select(shape.Axis)];
        return resolved.Distinct().Count() == resolved.Length
            ? resolved
            : throw new ModelException($"axes [{string.Join(", ", resolved)}] name one twice");
    }

    /// <summary>A dimension that arithmetic made; refuses what no tensor can have.</summary>
    public static int Size(long size) => size is >= 0 and <= int.MaxValue
        ? (int)size
        : throw new ModelException($"a dimension of {size} is out of range");
}
