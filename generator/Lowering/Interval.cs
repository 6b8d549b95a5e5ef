using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>The whole numbers from Low to High, both included.</summary>
readonly record struct Interval(long Low, long High)
{
    public static readonly Interval Unknown = new(int.MinValue, int.MaxValue);

    public static Interval Of(int extent) => new(0, Math.Max(0, extent - 1));

    /// <summary>Whether every number is a valid index of an axis of that size.</summary>
    public bool Within(int size) => Low >= 0 && High < size;

    public long Count => High - Low + 1;

    /// <summary>Whether no number is a valid index of an axis of that size.</summary>
    public bool Outside(int size) => High < 0 || Low >= size;

    /// <summary>What an index expression can come to, where each loop variable runs over its interval.</summary>
    public static Interval Of(Expr index, IReadOnlyList<Interval>? axes) => index switch
    {
        Expr.Number number => new((long)number.Value, (long)number.Value),
        Expr.Index loop => axes is not null && loop.Axis < axes.Count ? axes[loop.Axis] : Unknown,
        Expr.Table table => OfEntries(table.Entries.Items, Of(table.Position, axes)),
        Expr.Call { Arguments.Count: 2, Type: ElementType.Int32 } call => Of(call.Function, Of(call.Arguments[0], axes), Of(call.Arguments[1], axes)),
        Expr.Call { Function: Function.Select } call => Of(call.Arguments[1], axes).Union(Of(call.Arguments[2], axes)),
        _ => Unknown,
    };

    static Interval Of(Function function, Interval a, Interval b) => (function, b) switch
    {
        _ when a == Unknown || b == Unknown => Unknown,
        (Function.Add, _) => new(a.Low + b.Low, a.High + b.High),
        (Function.Subtract, _) => new(a.Low - b.High, a.High - b.Low),
        (Function.Multiply, _) => Around(a.Low * b.Low, a.Low * b.High, a.High * b.Low, a.High * b.High),
        (Function.Divide, { Low: > 0 } n) when n.Low == n.High => new(a.Low / n.Low, a.High / n.Low),
        (Function.Modulo, { Low: > 0 } n) when n.Low == n.High => a.Within((int)n.Low) ? a : new(0, n.Low - 1),
        (Function.Max, _) => new(Math.Max(a.Low, b.Low), Math.Max(a.High, b.High)),
        (Function.Min, _) => new(Math.Min(a.Low, b.Low), Math.Min(a.High, b.High)),
        _ => Unknown,
    };

    static Interval OfEntries(int[] entries, Interval positions)
    {
        var first = Math.Max(0, positions.Low);
        var last = Math.Min(entries.Length - 1, positions.High);
        if (first > last) return Unknown;
        Interval all = new(entries[first], entries[first]);
        for (var i = first + 1; i <= last; i++) all = all.Union(new(entries[i], entries[i]));
        return all;
    }

    public Interval Intersection(Interval other) => new(Math.Max(Low, other.Low), Math.Min(High, other.High));
    Interval Union(Interval other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));
    static Interval Around(params long[] corners) => new(corners.Min(), corners.Max());
}
