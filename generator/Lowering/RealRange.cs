using EdgeCompile.Ir;

namespace EdgeCompile.Lowering;

/// <summary>What a number can come to (NaN aside), as far as bounds and constants in its expression tell.</summary>
readonly record struct RealRange(double Low, double High)
{
    static readonly RealRange Any = new(double.NegativeInfinity, double.PositiveInfinity);

    public static RealRange Of(Expr x) => x switch
    {
        Expr.Number number => new(number.Value, number.Value),
        Expr.Load { Outside: null, Source.Constant: { Count: > 0 } constant } => Of(constant),
        Expr.Call call => Of(call),
        _ => OfType(x.Type),
    };

    /// <summary>Whether every number of the range is an int.</summary>
    public bool FitsInt32 => Low >= int.MinValue && High <= 2147483520;       // the largest float below 2^31

    static RealRange Of(Expr.Call call)
    {
        switch (call.Function, call.Arguments.Items)
        {
            case (Function.Max, [var a, var b]): return Of(a).Max(Of(b));
            case (Function.Min, [var a, var b]): return Of(a).Min(Of(b));
            case (Function.Round, [var a]): return new(Math.Round(Of(a).Low), Math.Round(Of(a).High));
            case (Function.Floor or Function.Ceil or Function.Truncate, [var a]): return new(Math.Floor(Of(a).Low), Math.Ceiling(Of(a).High));
            case (Function.Add, [var a, var b]): return Unwrapped(new(Of(a).Low + Of(b).Low, Of(a).High + Of(b).High), call.Type);
            case (Function.Subtract, [var a, var b]): return Unwrapped(new(Of(a).Low - Of(b).High, Of(a).High - Of(b).Low), call.Type);
            case (Function.Multiply, [var a, var b]): return Unwrapped(Of(a).Times(Of(b)), call.Type);
            case (Function.Select, [_, var a, var b]): return Of(a).Union(Of(b));
            case (Function.Cast, [var a]) when call.Type.IsFloat() || LaneTypes.IsInteger(a.Type): return Unwrapped(Of(a), call.Type);
            case (Function.Sigmoid, _): return new(0, 1);
            case (Function.Tanh or Function.Sin or Function.Cos or Function.Sign, _): return new(-1, 1);
            default: return OfType(call.Type);
        }
    }

    static RealRange Of(Tensor constant)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        for (var i = 0; i < constant.Count; i++)
        {
            var value = constant.GetDouble(i);
            if (double.IsNaN(value)) return Any;
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
        }
        return new(low, high);
    }

    static RealRange OfType(ElementType type) => type == ElementType.Bool ? new(0, 1)
        : LaneTypes.IsInteger(type) ? new(LaneTypes.Range(type).Low, LaneTypes.Range(type).High)
        : Any;

    /// <summary>The range, or all numbers of an integer type that the range leaves.</summary>
    static RealRange Unwrapped(RealRange range, ElementType type)
    {
        var all = OfType(type);
        return range.Low >= all.Low && range.High <= all.High ? range : all;
    }

    RealRange Max(RealRange other) => new(Math.Max(Low, other.Low), Math.Max(High, other.High));
    RealRange Min(RealRange other) => new(Math.Min(Low, other.Low), Math.Min(High, other.High));
    /// <summary>Products lie between those of the ends; where one is 0 times infinity, anything may come.</summary>
    RealRange Times(RealRange other)
    {
        double[] ends = [Low * other.Low, Low * other.High, High * other.Low, High * other.High];
        return ends.Any(double.IsNaN) ? Any : new(ends.Min(), ends.Max());
    }

    RealRange Union(RealRange other) => new(Math.Min(Low, other.Low), Math.Max(High, other.High));
}
