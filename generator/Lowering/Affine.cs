using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>An index or address as a sum: factors of loop variables, factors of parts that are not affine, and a constant.</summary>
sealed class Affine
{
    readonly SortedDictionary<int, int> _factors = [];
    readonly List<(Expr Part, int Factor)> _others = [];

    /// <summary>The loop variables that occur, from the outermost, with their factors (never 0).</summary>
    public IReadOnlyDictionary<int, int> Factors => _factors;
    public IReadOnlyList<(Expr Part, int Factor)> Others => _others;
    public int Constant { get; private set; }

    /// <summary>How far the sum moves with one step of an axis, its non-affine parts aside.</summary>
    public int this[int axis] => _factors.TryGetValue(axis, out var factor) ? factor : 0;

    public static Affine Of(Expr expression)
    {
        var sum = new Affine();
        sum.Add(expression, 1);
        return sum;
    }

    /// <summary>The distance from element (0, …, 0) of an element, in elements.</summary>
    public static Affine Address(IReadOnlyList<Expr> indices, IReadOnlyList<int> strides)
    {
        var sum = new Affine();
        for (var axis = 0; axis < indices.Count; axis++)
            if (strides[axis] != 0) sum.Add(indices[axis], strides[axis]);
        return sum;
    }

    /// <summary>Whether a part that is not affine moves with an axis.</summary>
    public bool Bends(int axis) => _others.Any(other => other.Part.Parts().Contains(Expr.Loop(axis)));

    /// <summary>The sum without one axis.</summary>
    public Affine Without(int axis)
    {
        var sum = new Affine { Constant = Constant };
        foreach (var factor in _factors)
            if (factor.Key != axis) sum._factors.Add(factor.Key, factor.Value);
        sum._others.AddRange(_others);
        return sum;
    }

    /// <summary>What the sum can come to, where each loop variable runs over its interval.</summary>
    public Interval Range(IReadOnlyList<Interval> axes)
    {
        long low = Constant, high = Constant;
        var parts = _factors.Select(f => (axes[f.Key], f.Value)).Concat(_others.Select(o => (Interval.Of(o.Part, axes), o.Factor)));
        foreach (var (range, factor) in parts)
        {
            low += Math.Min(range.Low * factor, range.High * factor);
            high += Math.Max(range.Low * factor, range.High * factor);
        }
        return new(low, high);
    }

    void Add(Expr expression, int factor)
    {
        switch (expression)
        {
            case Expr.Number number:
                Constant = checked(Constant + (int)number.Value * factor);
                break;
            case Expr.Index index:
                var sum = checked(this[index.Axis] + factor);
                if (sum == 0) _factors.Remove(index.Axis); else _factors[index.Axis] = sum;
                break;
            case Expr.Call { Function: Function.Add, Type: ElementType.Int32 } call:
                Add(call.Arguments[0], factor);
                Add(call.Arguments[1], factor);
                break;
            case Expr.Call { Function: Function.Subtract, Type: ElementType.Int32 } call:
                Add(call.Arguments[0], factor);
                Add(call.Arguments[1], -factor);
                break;
            case Expr.Call { Function: Function.Multiply, Type: ElementType.Int32, Arguments: [var a, Expr.Number n] }:
                Add(a, checked(factor * (int)n.Value));
                break;
            case Expr.Call { Function: Function.Multiply, Type: ElementType.Int32, Arguments: [Expr.Number n, var b] }:
                Add(b, checked(factor * (int)n.Value));
                break;
            case Expr.Table table when Step(table.Entries.Items) is { } step:
                Constant = checked(Constant + table.Entries[0] * factor);
                Add(table.Position, checked(factor * step));
                break;
            default:
                var at = _others.FindIndex(other => other.Part.Equals(expression));
                if (at < 0) _others.Add((expression, factor)); else _others[at] = (expression, _others[at].Factor + factor);
                break;
        }
    }

    /// <summary>The common difference of a table's entries, or null.</summary>
    static int? Step(int[] entries)
    {
        if (entries.Length == 0) return null;
        var step = entries.Length == 1 ? 0 : entries[1] - entries[0];
        for (var i = 1; i < entries.Length; i++)
            if (entries[i] - entries[i - 1] != step) return null;
        return step;
    }
}
