using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Moves elements of any type where each output axis decides its share of the place in the source: element (i, j, …) comes from
/// offset <c>a[i] + b[j] + …</c>. Slices, transposes, broadcasts, pads, tiles and nearest-neighbour resizing are all of this form.
/// </summary>
static class SeparableMove
{
    /// <summary>An entry for positions along an axis that have no source; the target keeps what it holds there.</summary>
    public const int Outside = -1;

    /// <summary>Fills a row-major target.</summary>
    /// <param name="source">Where elements come from.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="offsets">For each target axis, the element offset into the source for each position, or <see cref="Outside"/>.</param>
    /// <param name="start">The source offset of an element at offsets 0.</param>
    public static Tensor Run(Tensor source, Tensor target, IReadOnlyList<int[]> offsets, int start = 0)
    {
        if (target.Count == 0) return target;
        switch (source.Element.Size())
        {
            case 0: Move(source.Strings, target.Strings); break;
            case 1: Move<byte>(source.Bytes, target.Bytes); break;
            case 2: Move(source.Span<ushort>(), target.Span<ushort>()); break;
            case 4: Move(source.Span<uint>(), target.Span<uint>()); break;
            case 8: Move(source.Span<ulong>(), target.Span<ulong>()); break;
            default: Move(source.Span<(ulong, ulong)>(), target.Span<(ulong, ulong)>()); break;
        }
        return target;

        void Move<T>(ReadOnlySpan<T> from, Span<T> to)
        {
            var next = 0;
            Axis(0, start, from, to, ref next);
        }

        void Axis<T>(int axis, int offset, ReadOnlySpan<T> from, Span<T> to, ref int next)
        {
            if (axis == offsets.Count)
            {
                to[next++] = from[offset];
                return;
            }
            var last = axis == offsets.Count - 1;
            foreach (var step in offsets[axis])
            {
                if (step == Outside) next += Inner(axis);
                else if (last) to[next++] = from[offset + step];
                else Axis(axis + 1, offset + step, from, to, ref next);
            }
        }

        int Inner(int axis) => target.Shape.RowMajorStrides()[axis];
    }

    /// <summary>Offsets along an axis of <paramref name="count"/> positions that lie <paramref name="stride"/> apart.</summary>
    public static int[] Even(int count, int stride, int start = 0, int step = 1) =>
        [.. Enumerable.Range(0, count).Select(i => (start + i * step) * stride)];
}
