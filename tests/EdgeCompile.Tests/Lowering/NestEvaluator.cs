using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;
using EdgeCompile.Runtime;
using RealFunctions = EdgeCompile.Ops.RealFunctions;

namespace EdgeCompile.Tests.Lowering;

/// <summary>
/// What a nest means, element by element and straight from its definition: floats in double, rounded to the element type after each
/// function; integers exactly, wrapped to it.
/// </summary>
sealed class NestEvaluator(IReadOnlyDictionary<Value, Tensor> data)
{
    /// <summary>A number of either kind: floats use Real, integers and bool Whole.</summary>
    readonly record struct Scalar(double Real, long Whole);

    /// <summary>Writes the nest's elements into its output tensor, and leaves the others.</summary>
    public void Run(LoopNest nest, Tensor output)
    {
        foreach (var outer in Space(nest.Extents))
        {
            var result = nest.Reduction is { } reduction ? Reduced(nest, reduction, outer) : Evaluate(nest.Body, outer, default);
            var at = output.Shape.RowMajorStrides().Select((stride, axis) => stride * (outer[axis] + (nest.Origin?[axis] ?? 0))).Sum();
            if (output.Element.IsFloat()) output.SetDouble(at, result.Real);
            else output.SetInt64(at, result.Whole);
        }
    }

    Scalar Reduced(LoopNest nest, Reduction reduction, int[] outer)
    {
        var type = nest.Body.Type;
        var sum = Neutral(reduction.Function, type);
        var skipping = reduction.SkipOutside ? nest.Body.Loads().ToArray() : [];
        foreach (var inner in Space(reduction.Extents))
        {
            int[] at = [.. outer, .. inner];
            if (skipping.Any(load => Leaves(load, at))) continue;
            var body = Evaluate(nest.Body, at, default);
            // In double, however long the sum is, unless each step is to be rounded.
            sum = type.IsFloat() ? new(Real(reduction.Function, [sum.Real, body.Real]), 0)
                : Wrapped(Whole(reduction.Function, [sum.Whole, body.Whole]), type);
            if (type.IsFloat() && reduction.InOrder) sum = Rounded(sum.Real, type);
        }
        if (type.IsFloat()) sum = Rounded(sum.Real, type);
        return nest.Finish is { } finish ? Evaluate(finish, outer, sum) : sum;
    }

    static Scalar Neutral(Function function, ElementType type) => function switch
    {
        Function.Add or Function.Or => default,
        Function.Multiply or Function.And => new(1, 1),
        Function.Max => new(double.NegativeInfinity, type.IsUnsigned() ? 0 : long.MinValue),
        Function.Min => new(double.PositiveInfinity, long.MaxValue),
        _ => throw new NotSupportedException(function.ToString()),
    };

    bool Leaves(Expr.Load load, int[] loops) =>
        load.Indices.Where((index, axis) => Evaluate(index, loops, default).Whole is var at && (at < 0 || at >= load.Source.Shape[axis])).Any();

    static IEnumerable<int[]> Space(IReadOnlyList<int> extents)
    {
        var count = extents.Aggregate(1, (a, b) => a * b);
        var strides = new Shape(extents).RowMajorStrides();
        return Enumerable.Range(0, count).Select(i => strides.Select((stride, axis) => i / stride % extents[axis]).ToArray());
    }

    Scalar Evaluate(Expr expr, int[] loops, Scalar accumulator)
    {
        switch (expr)
        {
            case Expr.Number { Type: var type } number: return type.IsFloat() ? Rounded(number.Value, type)
                : new(0, number.Bits != 0 ? number.Bits : (long)number.Value);
            case Expr.Index index: return new(0, loops[index.Axis]);
            case Expr.Table table: return new(0, table.Entries[(int)Of(table.Position).Whole]);
            case Expr.Accumulator: return accumulator;
            case Expr.Load load when Leaves(load, loops): return Of(load.Outside ?? throw new InvalidOperationException($"{load} leaves its tensor"));
            case Expr.Load load:
                var source = load.Source.Constant ?? data[load.Source];
                var at = source.Shape.RowMajorStrides().Zip(load.Indices, (stride, index) => stride * (int)Of(index).Whole).Sum();
                return source.Element.IsFloat() ? new(source.GetDouble(at), 0) : new(0, source.GetInt64(at));
            case Expr.Call { Function: Function.Select } call: return Of(call.Arguments[Of(call.Arguments[0]).Whole != 0 ? 1 : 2]);
            case Expr.Call call: return Called(call, [.. call.Arguments.Select(Of)]);
            default: throw new NotSupportedException(expr.ToString());
        }

        Scalar Of(Expr part) => Evaluate(part, loops, accumulator);
    }

    static Scalar Called(Expr.Call call, Scalar[] x)
    {
        var from = call.Arguments[0].Type;
        if (call.Function == Function.Cast) return Cast(x[0], from, call.Type);
        if (call.Function == Function.Narrow) return Narrowed(from.IsFloat() ? x[0].Real : x[0].Whole, call.Type, x[1].Whole != 0,
            (PowerRounding)x[2].Whole);
        if (call.Type == ElementType.Bool && from.IsFloat()) return new(0, Test(call.Function, [.. x.Select(n => n.Real)]) ? 1 : 0);
        return from.IsFloat()
            ? Rounded(Real(call.Function, [.. x.Select(n => n.Real)]), call.Type)
            : Wrapped(Whole(call.Function, [.. x.Select(n => n.Whole)]), call.Type);
    }

    static Scalar Cast(Scalar x, ElementType from, ElementType to) => (from.IsFloat(), to) switch
    {
        (true, ElementType.Bool) => new(0, x.Real != 0 ? 1 : 0),
        (false, ElementType.Bool) => new(0, x.Whole != 0 ? 1 : 0),
        (true, _) when to.IsFloat() => Rounded(x.Real, to),
        (true, _) => Wrapped((long)Math.Truncate(x.Real), to),
        (false, _) when to.IsFloat() => Rounded(x.Whole, to),
        _ => Wrapped(x.Whole, to),
    };

    /// <summary>By runtime-min's conversions, which evaluation does not use.</summary>
    static Scalar Narrowed(double x, ElementType type, bool saturate, PowerRounding rounding)
    {
        var bits = type switch
        {
            ElementType.Float8E4M3FN => Float8.E4M3FN.Round(x, saturate),
            ElementType.Float8E4M3FNUZ => Float8.E4M3FNUZ.Round(x, saturate),
            ElementType.Float8E5M2 => Float8.E5M2.Round(x, saturate),
            ElementType.Float8E5M2FNUZ => Float8.E5M2FNUZ.Round(x, saturate),
            ElementType.Float4E2M1 => Float8.E2M1.Round(x, saturate),
            _ => rounding switch
            {
                PowerRounding.Up => Float8E8M0.RoundUp(x, saturate),
                PowerRounding.Down => Float8E8M0.RoundDown(x, saturate),
                _ => Float8E8M0.RoundNearest(x, saturate),
            },
        };
        return new(SmallFloats.ToDouble(type, bits), 0);
    }

    static double Real(Function function, double[] x) => function switch
    {
        Function.Add => x[0] + x[1],
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x[0] * x[1],
        Function.Divide => x[0] / x[1],
        Function.FloatModulo => x[0] % x[1],
        Function.Power => Math.Pow(x[0], x[1]),
        Function.Max => Math.Max(x[0], x[1]),
        Function.Min => Math.Min(x[0], x[1]),
        Function.Negate => -x[0],
        Function.Abs => Math.Abs(x[0]),
        Function.Sign => RealFunctions.Sign(x[0]),
        Function.Reciprocal => 1 / x[0],
        Function.Sqrt => Math.Sqrt(x[0]),
        Function.Floor => Math.Floor(x[0]),
        Function.Ceil => Math.Ceiling(x[0]),
        Function.Round => Math.Round(x[0], MidpointRounding.ToEven),
        Function.Truncate => Math.Truncate(x[0]),
        Function.Exp => Math.Exp(x[0]),
        Function.Log => Math.Log(x[0]),
        Function.Tanh => Math.Tanh(x[0]),
        Function.Sigmoid => 1 / (1 + Math.Exp(-x[0])),
        Function.Erf => RealFunctions.Erf(x[0]),
        Function.Softplus => RealFunctions.Softplus(x[0]),
        Function.Sin => Math.Sin(x[0]),
        Function.Cos => Math.Cos(x[0]),
        Function.Tan => Math.Tan(x[0]),
        Function.Asin => Math.Asin(x[0]),
        Function.Acos => Math.Acos(x[0]),
        Function.Atan => Math.Atan(x[0]),
        Function.Sinh => Math.Sinh(x[0]),
        Function.Cosh => Math.Cosh(x[0]),
        Function.Asinh => Math.Asinh(x[0]),
        Function.Acosh => Math.Acosh(x[0]),
        Function.Atanh => Math.Atanh(x[0]),
        _ => throw new NotSupportedException(function.ToString()),
    };

    static bool Test(Function function, double[] x) => function switch
    {
        Function.Less => x[0] < x[1],
        Function.LessOrEqual => x[0] <= x[1],
        Function.Greater => x[0] > x[1],
        Function.GreaterOrEqual => x[0] >= x[1],
        Function.Equal => x[0] == x[1],
        Function.IsNaN => double.IsNaN(x[0]),
        Function.IsInfinity => double.IsInfinity(x[0]),
        _ => throw new NotSupportedException(function.ToString()),
    };

    static long Whole(Function function, long[] x) => unchecked(function switch
    {
        Function.Add => x[0] + x[1],
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x[0] * x[1],
        Function.Divide => x[0] / x[1],
        Function.Modulo => x[0] - x[1] * (long)Math.Floor((double)x[0] / x[1]),
        Function.FloatModulo => x[0] % x[1],
        Function.Power => (long)Math.Pow(x[0], x[1]),
        Function.Max => Math.Max(x[0], x[1]),
        Function.Min => Math.Min(x[0], x[1]),
        Function.Negate => -x[0],
        Function.Abs => x[0] < 0 ? -x[0] : x[0],
        Function.Sign => Math.Sign(x[0]),
        Function.Less => x[0] < x[1] ? 1 : 0,
        Function.LessOrEqual => x[0] <= x[1] ? 1 : 0,
        Function.Greater => x[0] > x[1] ? 1 : 0,
        Function.GreaterOrEqual => x[0] >= x[1] ? 1 : 0,
        Function.Equal => x[0] == x[1] ? 1 : 0,
        Function.And or Function.BitAnd => x[0] & x[1],
        Function.Or or Function.BitOr => x[0] | x[1],
        Function.Xor or Function.BitXor => x[0] ^ x[1],
        Function.Not => x[0] == 0 ? 1 : 0,
        Function.BitNot => ~x[0],
        Function.Floor => x[0],
        Function.ShiftLeft => x[0] << (int)x[1],
        Function.ShiftRight => x[0] >> (int)x[1],
        _ => throw new NotSupportedException(function.ToString()),
    });

    static Scalar Rounded(double value, ElementType type)
    {
        if (type.Size() == 1) return Narrowed(value, type, true, PowerRounding.Up);
        if (type is ElementType.Float32 or ElementType.Float64) return new(type == ElementType.Float32 ? (float)value : value, 0);
        var one = new Tensor(type, Shape.Scalar);
        one.SetDouble(0, value);
        return new(one.GetDouble(0), 0);
    }

    static Scalar Wrapped(long value, ElementType type)
    {
        var bits = type.StoredBits();
        if (bits < 8) value = type.IsUnsigned() ? value & (1 << bits) - 1 : value << (64 - bits) >> (64 - bits);
        if (type is ElementType.Int32 or ElementType.Int64) return new(0, type == ElementType.Int32 ? unchecked((int)value) : value);
        var one = new Tensor(type, Shape.Scalar);
        one.SetInt64(0, value);
        return new(0, one.GetInt64(0));
    }
}
