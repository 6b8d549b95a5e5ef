using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using static EdgeCompile.Lowering.Expr;

namespace EdgeCompile.Tests.Lowering;

/// <summary>Nests over small integers, bools and floats in one expression: the same bits on every rung as their definition.</summary>
public class IntegerLanesTests
{
    const ElementType Float = ElementType.Float32;
    static readonly int[] odd = [1, 5, 16, 33, 131];
    static readonly ElementType[] integers =
        [ElementType.Int8, ElementType.UInt8, ElementType.Int16, ElementType.UInt16, ElementType.Int32];

    /// <summary>Design: clamp to [min - zp, max - zp], round half to even, add the zero point.</summary>
    static Expr Quantised(Expr real, ElementType type, int zero)
    {
        var range = LaneTypes.Range(type);
        var clamped = Max(Min(real, Of((double)(range.High - zero), Float)), Of((double)(range.Low - zero), Float));
        return Cast(Cast(Unary(Function.Round, clamped), ElementType.Int32) + Of(zero), type);
    }

    static Expr Dequantised(Expr x, int zero, double scale) => Cast(Cast(x, ElementType.Int32) - Of(zero), Float) * Of(scale, Float);

    [Fact]
    public void QuantisesAndDequantises()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        foreach (var (type, zero) in new[] { (ElementType.Int8, -3), (ElementType.UInt8, 128), (ElementType.Int16, 0), (ElementType.UInt16, 7) })
        {
            Shape shape = new(3, n);
            var x = cases.Input(shape, from: -40, to: 40);
            cases.Add($"quantise {shape} to {type}",
                LoopNest.Over(cases.Output(shape, type), i => Quantised(Binary(Function.Divide, Element(x, i), Of(0.25, Float)), type, zero)));
            var point = new Tensor(type, Shape.Scalar);
            point.SetInt64(0, zero);
            var constant = cases.Constant(point);
            foreach (var given in new[] { false, true })
            {
                var (real, offset) = (cases.Input(shape, from: -40, to: 40),
                    Element(given ? cases.Input(Shape.Scalar, type, from: 0, to: 100) : constant));
                Expr Bound(long bound) => Cast(Of((int)bound) - Cast(offset, ElementType.Int32), Float);
                cases.Add($"quantise {shape} to {type} with a zero point {(given ? "given" : "known")}", LoopNest.Over(cases.Output(shape, type), i =>
                    Cast(Cast(Unary(Function.Round,
                        Min(Max(Element(real, i) * Of(3.7, Float), Bound(LaneTypes.Range(type).Low)), Bound(LaneTypes.Range(type).High))),
                        ElementType.Int32) + Cast(offset, ElementType.Int32), type)));
            }
            var q = cases.Input(shape, type, from: LaneTypes.Range(type).Low, to: LaneTypes.Range(type).High);
            cases.Add($"dequantise {shape} of {type}", LoopNest.Over(cases.Output(shape), i => Dequantised(Element(q, i), zero, 0.1)));
            var (scales, zeros) = (cases.Constant(new Shape(n), 0.01, 0.2), cases.Input(new(n), type, from: 0, to: 5));
            q = cases.Input(shape, type, from: LaneTypes.Range(type).Low, to: LaneTypes.Range(type).High);
            cases.Add($"dequantise {shape} of {type} by channel", LoopNest.Over(cases.Output(shape), i =>
                Cast(Cast(Element(q, i), ElementType.Int32) - Cast(Element(zeros, i[1]), ElementType.Int32), Float) * Element(scales, i[1])));
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void RequantisesSumsOfTwo()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        foreach (var (from, to) in new[] { (ElementType.Int8, ElementType.Int8), (ElementType.UInt8, ElementType.Int8),
            (ElementType.UInt8, ElementType.UInt8), (ElementType.Int8, ElementType.Int16) })
        {
            Shape shape = new(2, n);
            var (a, b) = (cases.Input(shape, from, from: 0, to: 127), cases.Input(shape, from, from: 0, to: 127));
            cases.Add($"{from} and {from} to {to} of {shape}", LoopNest.Over(cases.Output(shape, to), i =>
                Quantised((Dequantised(Element(a, i), 3, 0.037) + Dequantised(Element(b, i), 100, 0.091)) * Of(1 / 0.05, Float), to, 9)));
            // As an epilogue has it: int32 sums, a bias, a scale for each channel.
            var (sums, bias, scale) = (cases.Input(shape, ElementType.Int32, from: -30000, to: 30000),
                cases.Input(new(n), ElementType.Int32, from: -999, to: 999), cases.Constant(new Shape(n), 0.001, 0.01));
            cases.Add($"int32 to {to} of {shape}", LoopNest.Over(cases.Output(shape, to), i =>
                Quantised(Cast(Element(sums, i) + Element(bias, i[1]), Float) * Element(scale, i[1]), to, -4 + (to.IsUnsigned() ? 9 : 0))));
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void SmallIntegersWrapWhereTheyAreComparedAndSelected()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        foreach (var type in integers)
        {
            Shape shape = new(n);
            var (low, high) = (Math.Max(LaneTypes.Range(type).Low, -70000), Math.Min(LaneTypes.Range(type).High, 70000));
            Value Next() => cases.Input(shape, type, from: low, to: high);
            foreach (var function in new[] { Function.Less, Function.LessOrEqual, Function.Greater, Function.GreaterOrEqual, Function.Equal })
            {
                var (a, b) = (Next(), Next());
                cases.Add($"{function} of wrapped {type} over {n}", LoopNest.Over(cases.Output(shape, ElementType.Bool),
                    i => Compare(function, Element(a, i) + Element(b, i), Element(b, i) * Element(b, i))));
            }
            var (x, y, z) = (Next(), Next(), cases.Input(shape, ElementType.Bool));
            cases.Add($"{type} selected over {n}", LoopNest.Over(cases.Output(shape, type), i =>
                Select(Compare(Function.And, Element(z, i), Compare(Function.Less, Element(x, i), Element(y, i))),
                    Unary(Function.Negate, Element(x, i)), Unary(Function.Abs, Element(y, i)))));
            (x, y) = (Next(), Next());
            cases.Add($"greatest wrapped {type} over {n}", LoopNest.Over(cases.Output(shape, ElementType.Int32), i =>
                Cast(Max(Element(x, i) * Element(y, i), Element(x, i) - Element(y, i)), ElementType.Int32)));
            x = Next();
            cases.Add($"shifts of {type} over {n}", LoopNest.Over(cases.Output(shape, type), i =>
                Binary(Function.ShiftRight, Binary(Function.ShiftLeft, Element(x, i), Of(3.0, type)), Of(2.0, type))));
            x = Next();
            cases.Add($"sign and bits of {type} over {n}", LoopNest.Over(cases.Output(shape, type), i =>
                Binary(Function.BitXor, Unary(Function.BitNot, Element(x, i)), Unary(Function.Sign, Element(x, i)))));
            foreach (var to in integers)
            {
                x = Next();
                cases.Add($"{type} by {to} to float over {n}",
                    LoopNest.Over(cases.Output(shape), i => Cast(Cast(Element(x, i), to), Float) * Of(0.5, Float)));
            }
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void BoolsAreMasks()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        {
            Shape shape = new(2, n);
            var (a, b, c) = (cases.Input(shape, ElementType.Bool), cases.Input(shape, ElementType.Bool), cases.Input(new(n), ElementType.Bool));
            cases.Add($"bool algebra over {n}", LoopNest.Over(cases.Output(shape, ElementType.Bool), i => Binary(Function.Max,
                Compare(Function.Equal, Element(a, i), Element(b, i)), Unary(Function.Not, Binary(Function.Xor, Element(a, i), Element(c, i[1]))))));
            var (where, x, y) = (cases.Input(shape, ElementType.Bool), cases.Input(shape, ElementType.Int8, from: -128, to: 127),
                cases.Input(new(2, 1), ElementType.Int8, from: -128, to: 127));
            cases.Add($"where of int8 over {n}", LoopNest.Over(cases.Output(shape, ElementType.Int8),
                i => Select(Element(where, i), Element(x, i), Element(y, i[0], Of(0)))));
            foreach (var type in (ElementType[])[.. integers, Float])
            {
                var z = cases.Input(shape, type, from: 0, to: 3);
                cases.Add($"{type} to bool over {n}",
                    LoopNest.Over(cases.Output(shape, ElementType.Bool), i => Cast(Element(z, i), ElementType.Bool)));
                var m = cases.Input(shape, ElementType.Bool);
                cases.Add($"bool to {type} over {n}", LoopNest.Over(cases.Output(shape, type), i => Cast(Unary(Function.Not, Element(m, i)), type)));
            }
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void LanesFromAnywhere()
    {
        var cases = new NestCases();
        foreach (var type in (ElementType[])[.. integers, ElementType.Bool])
        foreach (var (h, w) in new[] { (3, 7), (16, 16), (21, 35) })
        {
            Shape shape = new(h, w), turned = new(w, h);
            var x = cases.Input(shape, type, from: 0, to: 120);
            cases.Add($"transposed {type} of {shape} to float", LoopNest.Over(cases.Output(turned), i => Cast(Element(x, i[1], i[0]), Float)));
            var spread = new Layout(1, [3 * w, 3]);
            var (a, b) = (cases.Input(shape, type, spread, from: 0, to: 120), cases.Input(shape, type, from: 0, to: 120));
            cases.Add($"spread {type} of {shape}", LoopNest.Over(cases.Output(shape, type),
                i => Max(Element(a, i), Element(b, i[0], Of(w - 1) - i[1]))));
            var (curve, p, q) = (cases.Input(shape), cases.Input(shape, type, from: 0, to: 120), cases.Input(shape, type, from: 0, to: 120));
            cases.Add($"chosen by a costly function into spread {type} of {shape}", LoopNest.Over(cases.Output(shape, type, spread), i =>
                Select(Compare(Function.Greater, Unary(Function.Tanh, Element(curve, i)), Of(0.0, Float)), Element(p, i), Element(q, i))));
            var padded = cases.Input(shape, type, from: 0, to: 120);
            cases.Add($"padded {type} of {shape}", LoopNest.Over(cases.Output(new(h + 3, w + 5), type), i =>
                Max(new Load(padded, [i[0] - Of(1), i[1] - Of(2)], Of(type == ElementType.Bool ? 1.0 : 5, type)),
                    Of(type == ElementType.Bool ? 0.0 : 3, type))));
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void ReducesIntegersExactly()
    {
        var cases = new NestCases();
        foreach (var (a, b, c) in new[] { (3, 5, 7), (4, 16, 33), (2, 131, 16), (1, 3, 260), (5, 1, 1), (17, 9, 64) })
        {
            Shape shape = new(a, b, c);
            foreach (var type in integers)
            foreach (var function in new[] { Function.Add, Function.Max, Function.Min })
            {
                Value Next() => cases.Input(shape, type, from: type.IsUnsigned() ? 0 : -120, to: 120);
                Expr Wide(Expr x) => function == Function.Add ? Cast(x, ElementType.Int32) : x;
                var result = function == Function.Add ? ElementType.Int32 : type;
                var x = Next();
                cases.Add($"{function} of {type} over the last of {shape}",
                    new(cases.Output(new(a, b), result), [a, b], Wide(Element(x, Loop(0), Loop(1), Loop(2))), new([c], function)));
                x = Next();
                cases.Add($"{function} of {type} over the middle of {shape}",
                    new(cases.Output(new(a, c), result), [a, c], Wide(Element(x, Loop(0), Loop(2), Loop(1))), new([b], function)));
                x = Next();
                cases.Add($"{function} of {type} over all of {shape}",
                    new(cases.Output(Shape.Scalar, result), [], Wide(Element(x, Loop(0), Loop(1), Loop(2))), new([a, b, c], function)));
            }
            // A pool over all places: an exact sum, then its mean in the scale of the result.
            var q = cases.Input(shape, ElementType.Int8, from: -128, to: 127);
            cases.Add($"mean of int8 of {shape}", new(cases.Output(new(a, c), ElementType.Int8), [a, c],
                Cast(Element(q, Loop(0), Loop(2), Loop(1)), ElementType.Int32), new([b], Function.Add),
                Quantised(Cast(new Accumulator(ElementType.Int32) - Of(3 * b), Float) * Of(0.7 / b, Float), ElementType.Int8, 5)));
            var (m, n) = (cases.Input(new(a, b), ElementType.UInt8, from: 0, to: 255), cases.Input(new(c, b), ElementType.Int8, from: -128, to: 127));
            cases.Add($"product of {a}x{b} and {b}x{c}", new(cases.Output(new(a, c), ElementType.Int32), [a, c],
                (Cast(Element(m, Loop(0), Loop(2)), ElementType.Int32) - Of(128)) * Cast(Element(n, Loop(1), Loop(2)), ElementType.Int32),
                    new([b], Function.Add)));
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void PoolsOfSmallIntegers()
    {
        var cases = new NestCases();
        foreach (var (size, channels, kernel, stride, pad) in new[] { (9, 3, 3, 2, 1), (9, 16, 3, 1, 1), (13, 37, 5, 1, 2), (13, 17, 2, 2, 0),
            (6, 131, 3, 1, 1) })
        foreach (var type in new[] { ElementType.Int8, ElementType.UInt8 })
        foreach (var last in new[] { false, true })
        {
            int[] order = last ? [0, 2, 3, 1] : [0, 1, 2, 3];
            Shape shape = new(1, channels, size, size);
            var outputs = (size + 2 * pad - kernel) / stride + 1;
            Shape result = new(1, channels, outputs, outputs);
            var x = cases.Input(shape, type, Layout.Dense(shape, order), from: LaneTypes.Range(type).Low, to: LaneTypes.Range(type).High);
            Expr Inside(int axis) => Loop(axis) * Of(stride) + Loop(axis + 2) - Of(pad);
            cases.Add($"pool of {type} {kernel}x{kernel}/{stride} of {shape}",
                new(cases.Output(result, type, Layout.Dense(result, order)), result.Sizes,
                new Load(x, [Loop(0), Loop(1), Inside(2), Inside(3)], Of(0.0, type)), new([kernel, kernel], Function.Max, SkipOutside: true)));
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void BytesStayBytes()
    {
        var cases = new NestCases();
        foreach (var n in (int[])[.. odd, 64, 255, 300])
        foreach (var type in new[] { ElementType.Int8, ElementType.UInt8 })
        {
            Shape shape = new(3, n);
            var other = type == ElementType.Int8 ? ElementType.UInt8 : ElementType.Int8;
            Value Next(Shape of) => cases.Input(of, type, from: LaneTypes.Range(type).Low, to: LaneTypes.Range(type).High);
            var (x, y) = (Next(shape), Next(new(3, 1)));
            cases.Add($"clip of {type} over {n}", LoopNest.Over(cases.Output(shape, type),
                i => Max(Min(Element(x, i), Of(100.0, type)), Element(y, i[0], Of(0)))));
            var (a, b) = (Next(shape), Next(new(n)));
            cases.Add($"{type} as {other} over {n}", LoopNest.Over(cases.Output(shape, other), i =>
                Min(Cast(Binary(Function.BitXor, Element(a, i), Element(b, i[1])) + Of(100.0, type), other),
                    Cast(Unary(Function.BitNot, Element(a, i)), other))));
            foreach (var result in new[] { ElementType.Int8, ElementType.UInt8, ElementType.Bool, Float })
            {
                var table = new Tensor(result, new Shape(256));
                for (var k = 0; k < 256; k++) table.SetInt64(k, result == ElementType.Bool ? k % 3 : k * 37 + 11);
                var bytes = Next(shape);
                cases.Add($"{result} looked up by {type} over {n}",
                    LoopNest.Over(cases.Output(shape, result, n % 2 == 0 ? new(0, [n + 5, 1]) : null), i =>
                    Element(cases.Constant(table), Cast(Cast(Element(bytes, i), ElementType.UInt8), ElementType.Int32))));
            }
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }

    [Fact]
    public void FloatsThatNoIntegerIsNearBecomeTheNearest()
    {
        var cases = new NestCases();
        foreach (var n in odd)
        {
            Shape shape = new(n);
            var x = cases.Input(shape, from: -9e9, to: 9e9);
            cases.Add($"truncated over {n}", LoopNest.Over(cases.Output(shape, ElementType.Int32),
                i => Cast(Max(Min(Element(x, i), Of(2e9, Float)), Of(-2e9, Float)), ElementType.Int32)));
        }
        cases.AgreeOnEveryRung(tolerance: 0);
    }
}
