using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;

namespace EdgeCompile.Ops;

/// <summary>
/// A map from positions to indices as the plainest expression that says it: affine, a quotient, a remainder, and a table only if need be.
/// </summary>
static class IndexTable
{
    public static Expr Express(int[] entries, Expr position)
    {
        if (entries.Length == 0) return Expr.Of(0);
        if (Progression(entries) is var (start, step)) return position * Expr.Of(step) + Expr.Of(start);

        var run = entries.TakeWhile(entry => entry == entries[0]).Count();
        if (Holds(i => entries[0] + i / run)) return position / Expr.Of(run) + Expr.Of(entries[0]);
        var period = entries.Skip(1).TakeWhile((entry, i) => entry == entries[0] + i + 1).Count() + 1;
        if (Holds(i => entries[0] + i % period)) return position % Expr.Of(period) + Expr.Of(entries[0]);
        return new Expr.Table(entries, position);

        bool Holds(Func<int, int> formula)
        {
            for (var i = 0; i < entries.Length; i++)
                if (entries[i] != formula(i)) return false;
            return true;
        }
    }

    /// <summary>Start and step, if the entries are evenly spaced; a single entry has step 0.</summary>
    public static (int Start, int Step)? Progression(IReadOnlyList<int> entries)
    {
        if (entries.Count == 0) return null;
        var step = entries.Count == 1 ? 0 : entries[1] - entries[0];
        for (var i = 1; i < entries.Count; i++)
            if (entries[i] - entries[i - 1] != step) return null;
        return (entries[0], step);
    }

    /// <summary>
    /// An index that is read at run time: a negative one counts from the end. One outside the axis, which ONNX calls an error, is
    /// moved to the nearest element so that no memory but the tensor's is touched.
    /// </summary>
    public static Expr AtRunTime(Expr index, int size)
    {
        // Bounded before the cast: a 64-bit index must not wrap into the tensor.
        var type = index.Type;
        var wrapped = Expr.Select(Expr.Compare(Function.Less, index, Expr.Of(0, type)), Expr.Binary(Function.Add, index, Expr.Of(size, type)), index);
        return Expr.Cast(Expr.Min(Expr.Max(wrapped, Expr.Of(0, type)), Expr.Of(size - 1, type)), ElementType.Int32);
    }

    /// <summary>The same for the interpreter, which refuses what is outside.</summary>
    public static int Resolve(long index, int size) => index >= -size && index < size
        ? (int)(index < 0 ? index + size : index)
        : throw new ModelException($"index {CSharpText.Number(index)} is outside an axis of {CSharpText.Number(size)}");
}
