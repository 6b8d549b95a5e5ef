using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Ops;

/// <summary>Runs a loop nest element by element in double, rounding each step of an expression to its type where it is no float32.</summary>
static class NestEvaluator
{
    public static void Run(LoopNest nest, Tensor output, Dictionary<Value, Tensor> data)
    {
        var strides = output.Shape.RowMajorStrides();
        foreach (var outer in Space(nest.Extents))
        {
            var value = nest.Reduction is { } reduction ? Reduced(nest, reduction, outer, data) : Evaluate(nest.Body, outer, data, 0);
            if (nest.Reduction is not null && nest.Finish is { } finish) value = Evaluate(finish, outer, data, value);
            output.SetDouble(strides.Select((stride, axis) => stride * (outer[axis] + (nest.Origin?[axis] ?? 0))).Sum(), value);
        }
    }

    static double Reduced(LoopNest nest, Reduction reduction, int[] outer, Dictionary<Value, Tensor> data)
    {
        var loads = nest.Body.Loads().ToArray();
        double? total = null;
        foreach (var inner in Space(reduction.Extents))
        {
            int[] loops = [.. outer, .. inner];
            if (reduction.SkipOutside && loads.Any(load => !Inside(load, loops, data))) continue;
            var item = Evaluate(nest.Body, loops, data, 0);
            total = total is { } so_far ? Combine(reduction.Function, so_far, item) : item;
        }
        return total ?? Neutral(reduction.Function, nest.Body.Type);
    }

    static double Combine(Function function, double a, double b) => function switch
    {
        Function.Add => a + b,
        Function.Multiply => a * b,
        Function.Max => Math.Max(a, b),
        Function.Min => Math.Min(a, b),
        Function.And => a != 0 && b != 0 ? 1 : 0,
        Function.Or => a != 0 || b != 0 ? 1 : 0,
        _ => throw new NotSupportedException(function.ToString()),
    };

    static double Neutral(Function function, ElementType type) => function switch
    {
        Function.Add or Function.Or => 0,
        Function.Multiply or Function.And => 1,
        Function.Max when type.IsFloat() => double.NegativeInfinity,
        Function.Min when type.IsFloat() => double.PositiveInfinity,
        _ => throw new NotSupportedException($"{function} of no {type}"),
    };

    static IEnumerable<int[]> Space(IReadOnlyList<int> extents)
    {
        var count = extents.Aggregate(1, (a, b) => a * b);
        var strides = new Shape(extents).RowMajorStrides();
        return Enumerable.Range(0, count).Select(i => strides.Select((stride, axis) => i / stride % extents[axis]).ToArray());
    }

    static bool Inside(Expr.Load load, int[] loops, Dictionary<Value, Tensor> data) =>
        load.Indices.Select((index, axis) => Evaluate(index, loops, data, 0) is var at && at >= 0 && at < load.Source.Shape[axis]).All(inside => inside);

    static double Evaluate(Expr expr, int[] loops, Dictionary<Value, Tensor> data, double accumulator)
    {
        return expr switch
        {
            Expr.Number number => number.Value,
            Expr.Index index => loops[index.Axis],
            Expr.Table table => table.Entries[(int)Of(table.Position)],
            Expr.Accumulator => accumulator,
            Expr.Load load => Loaded(load),
            Expr.Call { Function: Function.Select } call => Of(call.Arguments[0]) != 0 ? Of(call.Arguments[1]) : Of(call.Arguments[2]),
            Expr.Call call => Rounded(Called(call, [.. call.Arguments.Select(Of)]), call.Type),
            _ => throw new NotSupportedException(expr.ToString()),
        };

        double Of(Expr part) => Evaluate(part, loops, data, accumulator);

        double Loaded(Expr.Load load)
        {
            var source = load.Source.Constant ?? data[load.Source];
            int[] at = [.. load.Indices.Select(index => (int)Of(index))];
            for (var axis = 0; axis < at.Length; axis++)
            {
                if (at[axis] >= 0 && at[axis] < source.Shape[axis]) continue;
                return Of(load.Outside ?? throw new InvalidOperationException($"index {at[axis]} leaves axis {axis} of {source}"));
            }
            return source.GetDouble(source.Shape.RowMajorStrides().Zip(at, (stride, i) => stride * i).Sum());
        }
    }

    static double Rounded(double value, ElementType type)
    {
        if (type is ElementType.Float32 or ElementType.Float64) return value;
        var cell = new Tensor(type, Shape.Scalar);
        cell.SetDouble(0, value);
        return cell.GetDouble(0);
    }

    static double Called(Expr.Call call, double[] x) => call.Function switch
    {
        Function.Add => x[0] + x[1],
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x[0] * x[1],
        Function.Divide when call.Type.IsFloat() => x[0] / x[1],
        Function.Divide => Math.Truncate(x[0] / x[1]),
        Function.Modulo or Function.FloatModulo => x[0] % x[1],
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
        Function.Sigmoid => RealFunctions.Sigmoid(x[0]),
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
        Function.Less => x[0] < x[1] ? 1 : 0,
        Function.LessOrEqual => x[0] <= x[1] ? 1 : 0,
        Function.Greater => x[0] > x[1] ? 1 : 0,
        Function.GreaterOrEqual => x[0] >= x[1] ? 1 : 0,
        Function.Equal => x[0] == x[1] ? 1 : 0,
        Function.IsNaN => double.IsNaN(x[0]) ? 1 : 0,
        Function.IsInfinity => double.IsInfinity(x[0]) ? 1 : 0,
        Function.And => x[0] != 0 && x[1] != 0 ? 1 : 0,
        Function.Or => x[0] != 0 || x[1] != 0 ? 1 : 0,
        Function.Xor => (x[0] != 0) != (x[1] != 0) ? 1 : 0,
        Function.Not => x[0] == 0 ? 1 : 0,
        Function.BitAnd => (long)x[0] & (long)x[1],
        Function.BitOr => (long)x[0] | (long)x[1],
        Function.BitXor => (long)x[0] ^ (long)x[1],
        Function.BitNot => ~(long)x[0],
        Function.ShiftLeft => (long)x[0] << (int)x[1],
        Function.ShiftRight => (long)x[0] >> (int)x[1],
        Function.Cast when call.Type.IsFloat() || call.Type == ElementType.Bool => x[0],
        Function.Cast => Math.Truncate(x[0]),
        _ => throw new NotSupportedException(call.Function.ToString()),
    };
}
