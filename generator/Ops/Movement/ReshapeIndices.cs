using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Where an element of a reshaped tensor stands in the original: axes that line up keep their index, others are merged and split.</summary>
static class ReshapeIndices
{
    /// <summary>The indices into <paramref name="from"/> of the element at <paramref name="indices"/> of <paramref name="to"/>.</summary>
    public static Expr[] Map(Shape from, Shape to, Expr[] indices)
    {
        var result = Enumerable.Repeat(Expr.Of(0), from.Rank).ToArray();
        if (from.Count == 0) return result;
        int s = 0, t = 0;
        while (true)
        {
            // A group: the fewest axes on both sides with equal products. Axes of size 1 have index 0 and no place.
            while (s < from.Rank && from[s] == 1) s++;
            while (t < to.Rank && to[t] == 1) t++;
            if (s == from.Rank) return result;
            int sEnd = s + 1, tEnd = t + 1;
            for (long sSize = from[s], tSize = to[t]; sSize != tSize;)
            {
                if (sSize < tSize) sSize *= from[sEnd++];
                else tSize *= to[tEnd++];
            }

            var linear = indices[t];
            for (var axis = t + 1; axis < tEnd; axis++)
                if (to[axis] != 1) linear = linear * Expr.Of(to[axis]) + indices[axis];
            var first = s;
            for (var axis = sEnd - 1; axis > first; axis--)
            {
                if (from[axis] == 1) continue;
                result[axis] = linear % Expr.Of(from[axis]);
                linear = linear / Expr.Of(from[axis]);
            }
            result[first] = linear;
            (s, t) = (sEnd, tEnd);
        }
    }
}
