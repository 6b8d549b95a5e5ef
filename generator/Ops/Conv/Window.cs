using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// A window that moves over the spatial axes of a tensor N x C x …, one entry for each: tap r of output o lies at
/// o * stride - before + r * dilation.
/// Before and after are elements of padding; negative ones cut.
/// </summary>
sealed record Window(
    EquatableArray<int> Kernel, EquatableArray<int> Strides, EquatableArray<int> Dilations, EquatableArray<int> Before, EquatableArray<int> After)
{
    public int Rank => Kernel.Count;
    public int Taps => Kernel.Aggregate(1, (product, size) => checked(product * size));

    /// <summary>The elements from the first to the last tap, both included.</summary>
    public int Reach(int axis) => (Kernel[axis] - 1) * Dilations[axis] + 1;

    /// <summary>Reads strides, dilations, pads and auto_pad, which is resolved here since all sizes are known.</summary>
    /// <param name="node">The convolution or pool.</param>
    /// <param name="sizes">The spatial sizes of its input.</param>
    /// <param name="kernel">The window's sizes.</param>
    public static Window Import(OnnxNode node, int[] sizes, int[] kernel)
    {
        var rank = sizes.Length;
        if (rank is < 1 or > 3) throw new ModelException($"{rank} spatial axes", "1 to 3 are supported");
        if (kernel.Length != rank) throw new ModelException($"attribute 'kernel_shape' has {kernel.Length} sizes for {rank} spatial axes");
        int[] strides = Each("strides", 1), dilations = Each("dilations", 1);
        if (kernel.Concat(strides).Concat(dilations).Any(size => size < 1))
            throw new ModelException("a size, stride or dilation of the window is below 1");
        var window = new Window(kernel, strides, dilations, new int[rank], new int[rank]);
        var pads = node.IntsOrNull("pads");
        switch (node.Text("auto_pad", "NOTSET"))
        {
            case "NOTSET" when pads is null:
            case "VALID":
                return window;
            case "NOTSET":
                if (pads.Length != 2 * rank) throw new ModelException($"attribute 'pads' has {pads.Length} numbers, not {2 * rank}");
                return window with { Before = Narrow(pads.Take(rank)), After = Narrow(pads.Skip(rank)) };
            case "SAME_UPPER":
                return window.Same(sizes, upper: true);
            case "SAME_LOWER":
                return window.Same(sizes, upper: false);
            case var other:
                throw new ModelException($"attribute 'auto_pad' is '{other}'");
        }

        int[] Each(string attribute, int @default)
        {
            var given = node.IntsOrNull(attribute);
            if (given is not null && given.Length != rank)
                throw new ModelException($"attribute '{attribute}' has {given.Length} numbers, not {rank}");
            return given is null ? [.. Enumerable.Repeat(@default, rank)] : Narrow(given);
        }
    }

    public static int[] Narrow(IEnumerable<long> numbers) => [.. numbers.Select(n => n is >= -(1 << 24) and <= 1 << 24
        ? (int)n
        : throw new ModelException($"{n} is no sensible size"))];

    /// <summary>As many outputs as strides fit into the input; an odd element of padding goes behind (upper) or in front.</summary>
    Window Same(int[] sizes, bool upper)
    {
        int[] before = new int[Rank], after = new int[Rank];
        for (var axis = 0; axis < Rank; axis++)
        {
            var outputs = (sizes[axis] + Strides[axis] - 1) / Strides[axis];
            var total = Math.Max(0, (outputs - 1) * Strides[axis] + Reach(axis) - sizes[axis]);
            before[axis] = upper ? total / 2 : total - total / 2;
            after[axis] = total - before[axis];
        }
        return this with { Before = before, After = after };
    }

    /// <summary>How many windows there are along an axis of some size; with <paramref name="ceil"/> the last may end outside.</summary>
    public int Outputs(int axis, int size, bool ceil = false)
    {
        var room = size + Before[axis] + After[axis] - Reach(axis);
        if (room < 0 && !(ceil && room > -Strides[axis]))
            throw new ModelException($"a window of {Reach(axis)} is larger than the input with its padding, {size + Before[axis] + After[axis]}");
        if (!ceil) return room / Strides[axis] + 1;
        var outputs = (room + Strides[axis] - 1) / Strides[axis] + 1;
        return (outputs - 1) * Strides[axis] >= size + Before[axis] ? outputs - 1 : outputs;
    }

    /// <summary>Where a tap of an output lies, as an expression.</summary>
    public Lowering.Expr Position(int axis, Lowering.Expr output, Lowering.Expr tap) =>
        output * Lowering.Expr.Of(Strides[axis]) + tap * Lowering.Expr.Of(Dilations[axis]) - Lowering.Expr.Of(Before[axis]);

    /// <summary>Whether some tap lies outside an input N x C x ….</summary>
    public bool LeavesInput(Shape input) => Enumerable.Range(0, Rank).Any(axis => Before[axis] > 0 || After[axis] > 0);

    /// <summary>The window as far as it extends along some axes; along the others it has one element, where it was.</summary>
    public Window Along(Func<int, bool> axes)
    {
        return new(Kept(Kernel, 1), Kept(Strides, 1), Kept(Dilations, 1), Kept(Before, 0), Kept(After, 0));

        EquatableArray<int> Kept(EquatableArray<int> items, int other) => [.. items.Select((item, axis) => axes(axis) ? item : other)];
    }

    /// <summary>The same window over three axes, with axes of size 1 in front: what evaluation loops over.</summary>
    public Window Volume()
    {
        return new(Widen(Kernel, 1), Widen(Strides, 1), Widen(Dilations, 1), Widen(Before, 0), Widen(After, 0));

        EquatableArray<int> Widen(EquatableArray<int> items, int filler) => [.. Enumerable.Repeat(filler, 3 - Rank), .. items];
    }

    /// <summary>For a window over three axes: where the taps of an output lie in the input, as far as they lie in it, both flattened.</summary>
    public IEnumerable<int> TapsInside(int output, int[] size, int[] outputs)
    {
        for (var tap = 0; tap < Taps; tap++)
        {
            int z = At(0, output / (outputs[1] * outputs[2]), tap / (Kernel[1] * Kernel[2])),
                y = At(1, output / outputs[2] % outputs[1], tap / Kernel[2] % Kernel[1]),
                x = At(2, output % outputs[2], tap % Kernel[2]);
            if ((uint)z < (uint)size[0] && (uint)y < (uint)size[1] && (uint)x < (uint)size[2]) yield return (z * size[1] + y) * size[2] + x;
        }

        int At(int axis, int o, int r) => o * Strides[axis] - Before[axis] + r * Dilations[axis];
    }

    /// <summary>The spatial sizes of a shape as three.</summary>
    public static int[] Volume(Shape shape) => [.. Enumerable.Repeat(1, 5 - shape.Rank), .. shape.Sizes.Skip(2)];
}
