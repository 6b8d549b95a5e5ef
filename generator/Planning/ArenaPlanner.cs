using EdgeCompile.Ir;
using EdgeCompile.Support;

namespace EdgeCompile.Planning;

/// <summary>Where the buffers lie, how much memory that takes, and how much any placement must take.</summary>
/// <param name="Buffers">The buffers, each with its offset.</param>
/// <param name="Bytes">The arena's size.</param>
/// <param name="LowerBound">The largest sum of buffers that are needed at one time; no placement can be smaller.</param>
/// <param name="Strings">Strings between steps, which are objects and lie in an array of their own.</param>
sealed record ArenaPlan(IReadOnlyList<TensorBuffer> Buffers, int Bytes, int LowerBound, int Strings);

/// <summary>
/// Packs buffers whose lifetimes overlap side by side and others on top of each other: first fit in several orders, each of which is then
/// mended: a buffer that ends above the lower bound moves to an earlier place in the order, and the change stays if no more lies above. Offset
/// packing as in "Efficient Memory Management for Deep Neural Net Inference" (Pisarchyk, Lee 2020).
/// </summary>
static class ArenaPlanner
{
    const int Mendings = 100;

    public static ArenaPlan Run(IReadOnlyList<Step> steps)
    {
        var all = Lifetimes.Compute(steps);
        var strings = PlaceStrings(all);
        var buffers = all.Where(buffer => buffer.Element != ElementType.String).ToArray();
        var bound = LowerBound(buffers, steps.Count);
        var best = (Order: buffers, Bytes: int.MaxValue);
        // A linear congruential generator with a fixed seed: the same plan on any machine.
        var random = 12345u;
        foreach (var order in Orders(buffers))
            if (best.Bytes > bound) Mend(order);
        Place(best.Order);
        return new(buffers, best.Bytes, bound, strings);

        void Mend(TensorBuffer[] order)
        {
            var excess = Try(order);
            for (var i = 0; i < Mendings && excess > 0; i++)
            {
                Place(order);
                var above = order.Where(buffer => End(buffer) > bound).ToArray();
                var (moved, changed) = (above[Next(above.Length)], order.ToList());
                var from = changed.IndexOf(moved);
                changed.RemoveAt(from);
                changed.Insert(Next(Math.Max(1, from)), moved);
                TensorBuffer[] mended = [.. changed];
                if (Try(mended) is var now && now <= excess) (order, excess) = (mended, now);
            }
        }

        // How far the buffers of an order lie above the bound, all together.
        long Try(TensorBuffer[] order)
        {
            var bytes = Place(order);
            if (bytes < best.Bytes) best = (order, bytes);
            return order.Sum(buffer => (long)Math.Max(0, End(buffer) - bound));
        }

        int Next(int count)
        {
            random = unchecked(random * 1664525 + 1013904223);
            return (int)((random >> 8) % (uint)count);
        }
    }

    /// <summary>One after the other: they are few, and hold on to what they held anyway.</summary>
    static int PlaceStrings(IEnumerable<TensorBuffer> buffers)
    {
        var next = 0;
        foreach (var buffer in buffers.Where(buffer => buffer.Element == ElementType.String))
        {
            buffer.Offset = next;
            next = checked(next + buffer.Count);
        }
        return next;
    }

    static IEnumerable<TensorBuffer[]> Orders(IReadOnlyList<TensorBuffer> buffers) =>
    [
        [.. buffers.OrderByDescending(Size)],
        [.. buffers.OrderByDescending(buffer => (long)Size(buffer) * (buffer.Last - buffer.First + 1))],
        [.. buffers.OrderByDescending(buffer => buffer.Last - buffer.First).ThenByDescending(Size)],
        [.. buffers],
    ];

    /// <summary>
    /// Puts each buffer, in the given order, into the lowest gap among those it lives together with; returns the size of the whole.
    /// </summary>
    static int Place(TensorBuffer[] order)
    {
        var placed = new List<TensorBuffer>(order.Length);     // by offset
        var total = 0;
        foreach (var buffer in order)
        {
            var offset = 0;
            foreach (var other in placed)
            {
                if (other.First > buffer.Last || other.Last < buffer.First) continue;
                if (other.Offset - offset >= Size(buffer)) break;
                offset = Math.Max(offset, other.Offset + Size(other));
            }
            buffer.Offset = offset;
            total = Math.Max(total, checked(offset + Size(buffer)));
            var at = placed.FindIndex(other => other.Offset > offset);
            placed.Insert(at < 0 ? placed.Count : at, buffer);
        }
        return total;
    }

    static int LowerBound(IReadOnlyList<TensorBuffer> buffers, int steps)
    {
        long bound = 0;
        for (var step = 0; step < steps; step++)
            bound = Math.Max(bound, buffers.Where(buffer => buffer.First <= step && step <= buffer.Last).Sum(buffer => (long)Size(buffer)));
        return checked((int)bound);
    }

    static int End(TensorBuffer buffer) => checked(buffer.Offset + Size(buffer));

    static int Size(TensorBuffer buffer) => Alignment.Up(buffer.Bytes);
}
