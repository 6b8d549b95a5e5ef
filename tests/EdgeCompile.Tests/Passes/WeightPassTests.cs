using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Passes;

public class WeightPassTests
{
    static object Kernel(params long[] pads) => new { pads };

    static int Count(string text, string op) => text.Split(" = ").Count(part => part.StartsWith(op + "(", StringComparison.Ordinal));

    [Fact]
    public void BatchNormalizationGoesIntoWeightsAndBias()
    {
        var g = new PassTest();
        var conv = g.Add("Conv", [g.Input("x", 1, 4, 5, 5), g.Weights(6, 2, 3, 3)], new { group = 2L, pads = new long[] { 1, 1, 1, 1 } });
        var variance = g.Constant(Tensor.Floats(new Shape(6), 1, 2, 3, 4, 5, 6));
        var normalised = g.Add("BatchNormalization", [conv, g.Weights(6), g.Weights(6), g.Weights(6), variance]);
        var text = g.After([], g.Add("Relu", [normalised]));
        Assert.Equal((1, 1), (Count(text, "Conv"), Count(text, "Relu")));
        Assert.Equal((0, 0, 0), (Count(text, "BatchNormalization"), Count(text, "Mul"), Count(text, "Add")));
        Assert.Contains(", float32[6]{", text);
    }

    [Theory]
    [InlineData("Mul", 0)]
    [InlineData("Mul", 1)]
    [InlineData("Div", 0)]
    [InlineData("Div", 1)]
    public void ANumberOnOneSideOfAProductGoesBehindIt(string op, int side)
    {
        var g = new PassTest();
        Value[] sides = [g.Input("a", 2, 3, 4), g.Input("b", 2, 4, 5)];
        sides[side] = g.Add(op, [sides[side], g.Scalar(0.25f)]);
        var text = g.After(["FactorsBehindProducts"], g.Add("MatMul", [.. sides]));
        Assert.True(text.IndexOf(" = MatMul(", StringComparison.Ordinal) < text.IndexOf($" = {op}(", StringComparison.Ordinal), text);
    }

    [Fact]
    public void ANumberBeforeConstantWeightsGoesIntoThem()
    {
        var g = new PassTest();
        var text = g.After([], g.Add("MatMul", [g.Add("Mul", [g.Scalar(0.5f), g.Input("x", 3, 4)]), g.Weights(4, 5)]));
        Assert.Equal((1, 0), (Count(text, "MatMul"), Count(text, "Mul")));
    }

    [Fact]
    public void BatchNormalizationOfAnInputStays()
    {
        var g = new PassTest();
        var variance = g.Constant(Tensor.Floats(new Shape(2), 1, 2));
        var text = g.After([], g.Add("BatchNormalization", [g.Input("x", 1, 2, 5), g.Weights(2), g.Weights(2), g.Weights(2), variance]));
        Assert.Equal((1, 0), (Count(text, "BatchNormalization"), Count(text, "Mul")));
    }

    [Theory]
    [InlineData("Add", false)]
    [InlineData("Add", true)]
    [InlineData("Sub", false)]
    [InlineData("Sub", true)]
    [InlineData("Mul", false)]
    [InlineData("Mul", true)]
    [InlineData("Div", false)]
    public void ArithmeticPerChannelGoesIntoWeights(string op, bool constantFirst)
    {
        foreach (var bias in new[] { false, true })
        {
            var g = new PassTest();
            var conv = g.Add("Conv", [g.Input("x", 1, 3, 4), g.Weights(4, 3, 1), bias ? g.Weights(4) : null]);
            var constant = g.Constant(Tensor.Floats(new Shape(4, 1), 1, -2, 3, 4));
            var text = g.After([], g.Add("Relu", [g.Add(op, constantFirst ? [constant, conv] : [conv, constant])]));
            Assert.Equal((1, 1, 0), (Count(text, "Conv"), Count(text, "Relu"), Count(text, op)));
        }
    }

    [Fact]
    public void WhatAnotherNodeReadsStays()
    {
        var g = new PassTest();
        var conv = g.Add("Conv", [g.Input("x", 1, 3, 4), g.Weights(4, 3, 1)]);
        var text = g.After([], g.Add("Mul", [conv, g.Scalar(2)]), g.Add("Relu", [conv]));
        Assert.Equal(1, Count(text, "Mul"));
    }

    [Fact]
    public void NeitherResidualsNorConstantsPerPixelAreChannels()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 4, 4, 4);
        var conv = g.Add("Add", [g.Add("Conv", [x, g.Weights(4, 4, 1, 1)]), x]);
        var text = g.After([], g.Add("Add", [g.Add("Conv", [conv, g.Weights(4, 4, 1, 1)]), g.Weights(4, 4)]));
        Assert.Equal((2, 2), (Count(text, "Conv"), Count(text, "Add")));
    }

    [Fact]
    public void AFactorBeforeAConvolutionGoesIntoItsWeights()
    {
        var g = new PassTest();
        var scaled = g.Add("Mul", [g.Input("x", 1, 4, 5, 5), g.Constant(Tensor.Floats(new Shape(1, 4, 1, 1), 1, 2, 3, 4))]);
        var text = g.After([], g.Add("Conv", [scaled, g.Weights(6, 2, 3, 3)], new { group = 2L, pads = new long[] { 1, 1, 1, 1 } }));
        Assert.Equal((1, 0), (Count(text, "Conv"), Count(text, "Mul")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AFactorAfterAProductGoesIntoItsColumns(bool transposed)
    {
        var g = new PassTest();
        var product = transposed
            ? g.Add("Gemm", [g.Input("x", 2, 3), g.Weights(4, 3)], new { transB = 1L, alpha = 0.5f })
            : g.Add("MatMul", [g.Input("x", 2, 3), g.Weights(3, 4)]);
        var text = g.After([], g.Add("Add", [g.Add("Mul", [product, g.Weights(4)]), g.Weights(4)]));
        Assert.Equal((1, 0, 1), (Count(text, "MatMul"), Count(text, "Mul"), Count(text, "Add")));
    }

    [Fact]
    public void PadsGoIntoWindows()
    {
        var g = new PassTest();
        var padded = g.Add("Pad", [g.Input("x", 1, 2, 5, 5), g.Ints(0, 0, 1, 0, 0, 0, 2, 1)]);
        var low = g.Add("Pad", [g.Input("y", 1, 2, 5, 5), g.Ints(0, 0, 1, 1, 0, 0, 1, 1), g.Scalar(float.NegativeInfinity)]);
        var text = g.After([],
            g.Add("Conv", [padded, g.Weights(3, 2, 3, 3)], Kernel(0, 1, 0, 0)),
            g.Add("AveragePool", [padded], new { kernel_shape = new long[] { 3, 3 }, strides = new long[] { 2, 2 } }),
            g.Add("MaxPool", [low], new { kernel_shape = new long[] { 3, 3 } }));
        Assert.Equal(0, Count(text, "Pad"));
        Assert.Contains("Before = [1, 1], After = [2, 1]", text);
    }

    [Fact]
    public void PadsThatAreNotTheWindowsStay()
    {
        var g = new PassTest();
        var padded = g.Add("Pad", [g.Input("x", 1, 2, 5, 5), g.Ints(0, 0, 1, 0, 0, 0, 2, 1)]);
        var text = g.After([],
            g.Add("MaxPool", [padded], new { kernel_shape = new long[] { 3, 3 } }),
            g.Add("AveragePool", [padded], new { kernel_shape = new long[] { 3, 3 }, pads = new long[] { 1, 1, 1, 1 } }),
            g.Add("Conv", [g.Add("Pad", [g.Input("y", 1, 2, 5), g.Ints(0, 0, 1, 0, 0, 1)], new { mode = "edge" }), g.Weights(3, 2, 3)]),
            g.Add("Conv", [g.Add("Pad", [g.Input("z", 1, 2, 5), g.Ints(0, 1, 1, 0, 0, 1)]), g.Weights(3, 3, 3)]));
        Assert.Equal(3, Count(text, "Pad"));
    }

    [Fact]
    public void FocusIsOneLargerConvolution()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 3, 8, 6);
        Value EverySecond(Value from, int start, int axis) => g.Add("Slice", [from, g.Ints(start), g.Ints(long.MaxValue), g.Ints(axis), g.Ints(2)]);
        Value Phase(int row, int column) => EverySecond(EverySecond(x, row, 2), column, 3);
        var focus = g.Add("Concat", [Phase(0, 0), Phase(1, 0), Phase(0, 1), Phase(1, 1)], new { axis = 1L });
        var text = g.After([], g.Add("Conv", [focus, g.Weights(2, 12, 3, 3)], Kernel(1, 1, 1, 1)));
        Assert.Contains("Kernel = [6, 6], Strides = [2, 2], Dilations = [1, 1], Before = [2, 2], After = [2, 2]", text);
        Assert.Equal((1, 0, 0), (Count(text, "Conv"), Count(text, "Slice"), Count(text, "Concat")));
    }
}
