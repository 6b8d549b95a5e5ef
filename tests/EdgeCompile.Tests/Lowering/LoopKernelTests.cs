using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Lowering.Expr;

namespace EdgeCompile.Tests.Lowering;

/// <summary>Loop nests through the emitter, the C# compiler and the machine, against what they mean.</summary>
public class LoopKernelTests
{
    static readonly int[] odd = [1, 2, 3, 5, 7, 16, 17, 33, 64, 131];
    static readonly int[] channelsLast = [0, 2, 3, 1];

    [Fact]
    public void ElementwiseOverOddSizes()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        {
            Shape shape = new(3, n);
            var (a, b) = (cases.Input(shape), cases.Input(shape));
            cases.Add($"a * b + a over 3x{n}", LoopNest.Over(cases.Output(shape), i => Element(a, i) * Element(b, i) + Element(a, i)));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void BroadcastsInBothDirections()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        {
            Shape shape = new(2, 3, n);
            var (row, column, scalar) = (cases.Input(new(n)), cases.Input(new(3, 1)), cases.Input(Shape.Scalar));
            var constant = cases.Constant(new Shape(3, 1));
            cases.Add($"broadcasts over 2x3x{n}", LoopNest.Over(cases.Output(shape), i =>
                LoopNest.Broadcast(row, i) * LoopNest.Broadcast(column, i) + LoopNest.Broadcast(scalar, i) - LoopNest.Broadcast(constant, i)));
        }
        cases.AgreeOnEveryRung();
    }

    /// <summary>An element from its neighbour in a pair, in vectors where pairs fill them; over rows, and where pairs lie apart.</summary>
    [Fact]
    public void NeighboursAreExchanged()
    {
        var cases = new NestCases();
        foreach (var pairs in new[] { 1, 2, 3, 4, 6, 8, 22, 35 })
        {
            Shape shape = new(3, pairs, 2);
            var (x, y, factor) = (cases.Input(shape), cases.Input(shape, layout: new(1, [pairs * 2, 2, -1])), cases.Constant(new Shape(pairs, 2)));
            cases.Add($"{pairs} pairs", LoopNest.Over(cases.Output(shape), i =>
                Element(x, i[0], i[1], Of(1) - i[2]) * LoopNest.Broadcast(factor, i) + Element(y, i) + Element(x, i)));
            var wide = cases.Input(shape, layout: new(0, [pairs * 3, 3, 1]));
            cases.Add($"{pairs} pairs apart", LoopNest.Over(cases.Output(shape), i => Element(wide, i[0], i[1], Of(1) - i[2])));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void EveryFunctionOfFloats()
    {
        var cases = new NestCases();
        Shape shape = new(37);
        foreach (var function in new[]
        {
            Function.Negate, Function.Abs, Function.Sign, Function.Reciprocal, Function.Floor, Function.Ceil, Function.Round, Function.Truncate,
                Function.Exp,
            Function.Tanh, Function.Sigmoid, Function.Softplus, Function.Sin, Function.Cos, Function.Tan, Function.Atan, Function.Sinh,
                Function.Asinh,
        })
        {
            var x = cases.Input(shape, from: -1.5, to: 1.5);
            cases.Add(function.ToString(), LoopNest.Over(cases.Output(shape), i => Unary(function, Element(x, i))));
            if (function is Function.Atan or Function.Asinh) continue;
            var y = cases.Input(shape, ElementType.Float16, from: -1.5, to: 1.5);
            cases.Add($"{function} of half", LoopNest.Over(cases.Output(shape, ElementType.Float16), i => Unary(function, Element(y, i))));
        }
        foreach (var function in new[] { Function.Sqrt, Function.Log })
        {
            var x = cases.Input(shape, from: 0.1, to: 9);
            cases.Add(function.ToString(), LoopNest.Over(cases.Output(shape), i => Unary(function, Element(x, i))));
        }
        foreach (var function in new[] { Function.Subtract, Function.Divide, Function.Max, Function.Min, Function.Power, Function.FloatModulo })
        foreach (var type in new[] { ElementType.Float32, ElementType.Float64, ElementType.Float16 })
        {
            var (x, y) = (cases.Input(shape, type, from: 0.2, to: 3), cases.Input(shape, type, from: 0.7, to: 2));
            if (type == ElementType.Float16 && function == Function.FloatModulo) continue;
            cases.Add($"{function} of {type}", LoopNest.Over(cases.Output(shape, type), i => Binary(function, Element(x, i), Element(y, i))));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void ComparisonsMasksAndSelections()
    {
        var cases = new NestCases();
        Shape shape = new(3, 21);
        foreach (var function in new[] { Function.Less, Function.LessOrEqual, Function.Greater, Function.GreaterOrEqual, Function.Equal })
        {
            var (x, y) = (cases.Input(shape), cases.Input(shape));
            cases.Add($"{function} selects", LoopNest.Over(cases.Output(shape), i =>
                Select(Compare(function, Element(x, i), Element(y, i)), Element(x, i), Element(y, i) * Of(0.5, ElementType.Float32))));
            var (u, v) = (cases.Input(shape, ElementType.Int32), cases.Input(shape, ElementType.Int32));
            cases.Add($"{function} of integers as bool",
                LoopNest.Over(cases.Output(shape, ElementType.Bool), i => Compare(function, Element(u, i), Element(v, i))));
        }
        var (a, b, where) = (cases.Input(shape), cases.Input(shape), cases.Input(shape, ElementType.Bool));
        cases.Add("where", LoopNest.Over(cases.Output(shape), i => Select(Element(where, i), Element(a, i), Element(b, i))));
        var (p, q) = (cases.Input(shape, ElementType.Bool), cases.Input(shape, ElementType.Bool));
        cases.Add("bool algebra", LoopNest.Over(cases.Output(shape, ElementType.Bool), i => Unary(Function.Not,
            Binary(Function.Or, Binary(Function.And, Element(p, i), Element(q, i)), Binary(Function.Xor, Element(p, i), Element(q, i))))));
        var m = cases.Input(shape);
        cases.Add("not a number is told", LoopNest.Over(cases.Output(shape), i => Cast(
            Compare(Function.Or, new Call(Function.IsNaN, [Unary(Function.Sqrt, Element(m, i))], ElementType.Bool),
                new Call(Function.IsInfinity, [Element(m, i)], ElementType.Bool)), ElementType.Float32)));
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void IntegersOfEveryWidthWrap()
    {
        var cases = new NestCases();
        Shape shape = new(45);
        foreach (var type in new[]
        {
            ElementType.UInt8, ElementType.Int8, ElementType.UInt16, ElementType.Int16, ElementType.UInt32, ElementType.Int32, ElementType.UInt64,
                ElementType.Int64,
        })
        {
            var low = type.IsUnsigned() ? 1 : -120;
            foreach (var function in new[]
            {
                Function.Add, Function.Subtract, Function.Multiply, Function.Divide, Function.Modulo, Function.FloatModulo, Function.Max,
                    Function.Min,
                Function.BitAnd, Function.BitOr, Function.BitXor,
            })
            {
                var (x, y) = (cases.Input(shape, type, from: low, to: 120), cases.Input(shape, type, from: 1, to: 9));
                cases.Add($"{function} of {type}", LoopNest.Over(cases.Output(shape, type), i => Binary(function, Element(x, i), Element(y, i))));
            }
            foreach (var function in new[] { Function.Abs, Function.Sign, Function.BitNot, Function.Floor, Function.Negate })
            {
                if (function == Function.Negate && type.IsUnsigned()) continue;
                var x = cases.Input(shape, type, from: low, to: 120);
                cases.Add($"{function} of {type}", LoopNest.Over(cases.Output(shape, type), i => Unary(function, Element(x, i))));
            }
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void CastsBetweenAllTypes()
    {
        var cases = new NestCases();
        ElementType[] types =
        [
            ElementType.Float32, ElementType.Float64, ElementType.Float16, ElementType.Bool, ElementType.UInt8, ElementType.Int8,
            ElementType.Int16, ElementType.UInt16, ElementType.Int32, ElementType.UInt32, ElementType.Int64, ElementType.UInt64,
        ];
        Shape shape = new(19);
        foreach (var from in types)
        foreach (var to in types)
        {
            var x = cases.Input(shape, from, from: from.IsUnsigned() || to.IsUnsigned() ? 0 : -100, to: 100);
            cases.Add($"{from} to {to}", LoopNest.Over(cases.Output(shape, to), i => Cast(Element(x, i), to)));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void ReductionsOverAnyAxis()
    {
        var cases = new NestCases();
        foreach (var (a, b, c) in new[] { (3, 5, 7), (4, 16, 33), (2, 131, 16), (1, 3, 260), (5, 1, 1), (17, 9, 64) })
        {
            Shape shape = new(a, b, c);
            foreach (var function in new[] { Function.Add, Function.Max, Function.Min, Function.Multiply })
            {
                var scale = function == Function.Multiply ? 1.2 : 3;
                Value Next() => cases.Input(shape, from: scale / 2, to: scale);
                var x = Next();
                cases.Add($"{function} over the last of {shape}",
                    new(cases.Output(new(a, b)), [a, b], Element(x, Loop(0), Loop(1), Loop(2)), new([c], function)));
                x = Next();
                cases.Add($"{function} over the middle of {shape}",
                    new(cases.Output(new(a, c)), [a, c], Element(x, Loop(0), Loop(2), Loop(1)), new([b], function)));
                x = Next();
                cases.Add($"{function} over the first of {shape}",
                    new(cases.Output(new(b, c)), [b, c], Element(x, Loop(2), Loop(0), Loop(1)), new([a], function)));
                if (function == Function.Multiply) continue;
                x = Next();
                cases.Add($"{function} over the last two of {shape}",
                    new(cases.Output(new(a)), [a], Element(x, Loop(0), Loop(1), Loop(2)), new([b, c], function),
                    new Accumulator(ElementType.Float32) * Of(0.125, ElementType.Float32)));
                x = Next();
                cases.Add($"{function} over all of {shape}",
                    new(cases.Output(Shape.Scalar), [], Element(x, Loop(0), Loop(1), Loop(2)), new([a, b, c], function)));
            }
            var n = cases.Input(shape, ElementType.Int64, from: -100, to: 100);
            cases.Add($"integers over the middle of {shape}",
                new(cases.Output(new(a, c), ElementType.Int64), [a, c], Element(n, Loop(0), Loop(2), Loop(1)), new([b], Function.Max)));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void MatrixProductAsANest()
    {
        var cases = new NestCases();
        foreach (var (m, k, n) in new[] { (1, 5, 3), (7, 33, 17), (16, 16, 16), (3, 1, 40) })
        {
            var (a, b) = (cases.Input(new(m, k)), cases.Input(new(k, n)));
            cases.Add($"{m}x{k} by {k}x{n}", new(cases.Output(new(m, n)), [m, n], Element(a, Loop(0), Loop(2)) * Element(b, Loop(2), Loop(1)),
                new([k], Function.Add)));
            (a, b) = (cases.Input(new(m, k)), cases.Input(new(n, k)));
            cases.Add($"{m}x{k} by transposed {n}x{k}",
                new(cases.Output(new(m, n)), [m, n], Element(a, Loop(0), Loop(2)) * Element(b, Loop(1), Loop(2)), new([k], Function.Add)));
        }
        cases.AgreeOnEveryRung();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PoolsSkipWhatIsOutside(bool last)
    {
        var cases = new NestCases();
        foreach (var (size, channels, kernel, stride, dilation, pad, extra) in new[]
        {
            (9, 3, 3, 2, 1, 1, 0), (9, 16, 3, 1, 1, 1, 0), (13, 5, 5, 1, 1, 2, 0), (13, 17, 2, 2, 1, 0, 1), (12, 4, 3, 2, 2, 2, 0),
                (5, 17, 9, 1, 1, 4, 0), (20, 2, 3, 3, 1, 1, 2),
        })
        foreach (var function in new[] { Function.Max, Function.Add })
        {
            Shape shape = new(2, channels, size, size + 2);
            int Outputs(int n) => (n + 2 * pad + extra - dilation * (kernel - 1) - 1) / stride + 1;
            Shape result = new(2, channels, Outputs(size), Outputs(size + 2));
            var x = cases.Input(shape, layout: last ? Layout.Dense(shape, channelsLast) : null);
            Expr Inside(int axis) => Loop(axis) * Of(stride) + Loop(axis + 2) * Of(dilation) - Of(pad);
            cases.Add($"pool {function} {kernel}x{kernel}/{stride} dilated {dilation} of {shape}", new(
                cases.Output(result, layout: last ? Layout.Dense(result, channelsLast) : null), result.Sizes,
                new Load(x, [Loop(0), Loop(1), Inside(2), Inside(3)], Of(0, ElementType.Float32)),
                    new([kernel, kernel], function, SkipOutside: true)));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void IndicesThatNoLoopCanBeCutToAreTested()
    {
        var cases = new NestCases();
        foreach (var type in new[] { ElementType.Float32, ElementType.Float64, ElementType.Int32 })
        {
            var x = cases.Input(new(20, 100), type);
            cases.Add("backwards", new(cases.Output(new(22), type), [22],
                new Load(x, [Loop(0) - Loop(1), Loop(2)]), new([3, 100], Function.Add, SkipOutside: true)));
            Shape shape = new(20, 40);
            x = cases.Input(shape, type);
            cases.Add("halved", new(cases.Output(shape, type), [20, 40],
                new Load(x, [(Loop(0) + Loop(2) * Of(9)) / Of(2), Loop(1)]), new([5], Function.Max, SkipOutside: true)));
            x = cases.Input(shape, type);
            cases.Add("both ways", new(cases.Output(shape, type), [20, 40],
                new Load(x, [Loop(0) + Loop(2) - Loop(3), Loop(1)]), new([4, 15], Function.Min, SkipOutside: true)));
        }
        cases.AgreeOnEveryRung(1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void PadsTakeTheValueOutside(bool last)
    {
        var cases = new NestCases();
        foreach (var (c, h, w, before, after) in new[] { (3, 5, 7, 1, 2), (16, 4, 4, 2, 0), (5, 3, 70, 0, 3), (2, 4, 5, -1, 1) })
        {
            Shape shape = new(1, c, h, w), result = new(1, c, h + before + after, w + before + after);
            var x = cases.Input(shape, layout: last ? Layout.Dense(shape, channelsLast) : null);
            var y = cases.Output(result, layout: last ? Layout.Dense(result, channelsLast) : null);
            cases.Add($"pad {shape} by {before}, {after}", LoopNest.Over(y, i =>
                new Load(x, [i[0], i[1], i[2] - Of(before), i[3] - Of(before)], Of(1.5, ElementType.Float32))));
            var (image, filter) = (cases.Input(shape, layout: last ? Layout.Dense(shape, channelsLast) : null, from: -1, to: 1),
                cases.Constant(new Shape(4, c, 3, 3), -1, 1));
            Shape convolved = new(1, 4, h, w);
            cases.Add($"convolution of {shape}", new(cases.Output(convolved, layout: last ? Layout.Dense(convolved, channelsLast) : null),
                convolved.Sizes,
                new Load(image, [Loop(0), Loop(4), Loop(2) + Loop(5) - Of(1), Loop(3) + Loop(6) - Of(1)], Of(0, ElementType.Float32))
                    * Element(filter, Loop(1), Loop(4), Loop(5), Loop(6)), new([c, 3, 3], Function.Add)));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void LayoutsWithHalosSlicesAndTransposes()
    {
        var cases = new NestCases();
        foreach (var (c, h, w) in new[] { (3, 4, 5), (16, 3, 3), (24, 6, 7), (1, 9, 17) })
        {
            Shape shape = new(1, c, h, w);
            Layout rowMajor = Layout.RowMajor(shape), last = Layout.Dense(shape, channelsLast);
            var halo = Layout.WithHalo(shape, channelsLast, new Halo([0, 0, 1, 1], [0, 0, 1, 2]));
            var slice = new Layout(5, [h * w * 2 * c, 1, w * 2 * c, 2 * c]);
            var backwards = new Layout(shape.Count - 1, rowMajor.Strides.Select(stride => -stride).ToArray());
            foreach (var from in new[] { rowMajor, last, halo, slice, backwards })
            foreach (var to in new[] { rowMajor, last, halo, slice, backwards })
            {
                var (a, b) = (cases.Input(shape, layout: from), cases.Input(new(c, 1, 1)));
                cases.Add($"{shape} from {from} to {to}",
                    LoopNest.Over(cases.Output(shape, layout: to), i => Element(a, i) + LoopNest.Broadcast(b, i)));
                var x = cases.Input(shape, ElementType.UInt8, from, 0, 255);
                cases.Add($"copy of {shape} from {from} to {to}", LoopNest.Over(cases.Output(shape, ElementType.UInt8, to), i => Element(x, i)));
            }
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void TablesLoadedIndicesAndOrigins()
    {
        var cases = new NestCases();
        foreach (var n in new[] { 3, 16, 37 })
        {
            var x = cases.Input(new(9, n));
            cases.Add("rows by table", LoopNest.Over(cases.Output(new(4, n)), i => Element(x, new Table([7, 0, 3, 3], i[0]), i[1])));
            x = cases.Input(new(n, 9));
            cases.Add("columns by table", LoopNest.Over(cases.Output(new(n, 5)), i => Element(x, i[0], new Table([8, 1, 1, 0, 4], i[1]))));
            x = cases.Input(new(9, n));
            cases.Add("rows by an even table", LoopNest.Over(cases.Output(new(4, n)), i => Element(x, new Table([8, 6, 4, 2], i[0]), i[1])));
            x = cases.Input(new(5, 6));
            cases.Add("nearest resize", LoopNest.Over(cases.Output(new(10, 12)), i => Element(x, i[0] / Of(2), i[1] / Of(2))));
            x = cases.Input(new(5, 6));
            cases.Add("tile", LoopNest.Over(cases.Output(new(10, 18)), i => Element(x, i[0] % Of(5), i[1] % Of(6))));

            var (data, indices) = (cases.Input(new(9, n)), cases.Input(new(4), ElementType.Int64, from: -9, to: 9));
            Expr Wrapped(Expr index) => Cast(Select(Compare(Function.Less, index, new Number(0, ElementType.Int64)),
                index + new Number(9, ElementType.Int64), index), ElementType.Int32);
            cases.Add("gather of rows", LoopNest.Over(cases.Output(new(4, n)), i => Element(data, Wrapped(Element(indices, i[0])), i[1])));

            var part = cases.Input(new(3, n));
            cases.Add("part of a join", new(cases.Output(new(8, n + 2)), [3, n], Element(part, Loop(0), Loop(1)), Origin: [4, 1]));
            var triangle = cases.Input(new(n, n));
            cases.Add("triangle", LoopNest.Over(cases.Output(new(n, n)),
                i => Select(Compare(Function.GreaterOrEqual, i[0], i[1]), Element(triangle, i), Of(0, ElementType.Float32))));
            cases.Add("range", LoopNest.Over(cases.Output(new(n)), i => Cast(i[0] * Of(3) + Of(1), ElementType.Float32)));
            cases.Add("range of int64", LoopNest.Over(cases.Output(new(n), ElementType.Int64), i => Cast(i[0] * Of(3) + Of(1), ElementType.Int64)));
        }
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void ScalarsAndEmptyTensors()
    {
        var cases = new NestCases();
        var x = cases.Input(Shape.Scalar);
        cases.Add("scalar", LoopNest.Over(cases.Output(Shape.Scalar), i => Element(x) * Element(x)));
        var none = cases.Input(new(3, 0, 4));
        cases.Add("empty", LoopNest.Over(cases.Output(new(3, 0, 4)), i => Element(none, i)));
        var nothing = cases.Input(new(3, 0, 40));
        cases.Add("sum of nothing", new(cases.Output(new(3, 40)), [3, 40], Element(nothing, Loop(0), Loop(2), Loop(1)), new([0], Function.Add)));
        cases.AgreeOnEveryRung();
    }

    [Fact]
    public void InPlaceOnlyWhereEachElementIsReadBeforeItIsWritten()
    {
        Value Tensor(Shape shape) => new("v", new TensorType(ElementType.Float32, shape));
        var (a, b, row, y) = (Tensor(new(4, 5)), Tensor(new(4, 5)), Tensor(new(5)), Tensor(new(4, 5)));
        var sum = new LoopKernel(LoopNest.Over(y, i => Element(a, i) + Element(b, i[0], Of(4) - i[1]) + LoopNest.Broadcast(row, i)));
        Assert.True(sum.InPlace(a));
        Assert.False(sum.InPlace(b));
        Assert.False(sum.InPlace(row));
        Assert.Equal([a, b, row], sum.Inputs);
    }
}
