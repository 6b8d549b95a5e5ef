using EdgeCompile.Ir;
using EdgeCompile.Ops;
using EdgeCompile.Passes;

namespace EdgeCompile.Tests.Passes;

/// <summary>
/// Islands of DequantizeLinear, an operator and QuantizeLinear, before and after the passes. All scales are powers of two, so that float32
/// is exact and the results must be the same to the last bit.
/// </summary>
public class QuantizedPassTests
{
    /// <summary>A graph with an 8-bit input x of real numbers from -32 to 31.75.</summary>
    sealed class Island
    {
        readonly Graph _graph = new("g");
        int _nodes;

        public Value X(params int[] sizes) =>
            Real(_graph.AddInput("x" + _graph.Inputs.Count, new TensorType(ElementType.Int8, new Shape(sizes))), 0.25f, 3);
        public Value Constant(Tensor tensor) => _graph.Constant("c", tensor);

        /// <summary>Weights of int8 with one scale, or with one for each position along an axis.</summary>
        public Value Weights(int[] sizes, int axis = -1, Func<int, bool>? zeroFilters = null)
        {
            var shape = new Shape(sizes);
            // With 64 some filters are equal, and shared.
            var distinct = zeroFilters is null ? 64 : 61;
            var integers = Constant(Tensor.Of(ElementType.Int8, shape, [.. Enumerable.Range(0, shape.Count)
                .Select(i => zeroFilters?.Invoke(i / (shape.Count / sizes[0])) == true ? (sbyte)0 : (sbyte)(i * 37 % distinct - 31))]));
            if (axis < 0) return Real(integers, 0.5f, 0);
            var scales = Tensor.Floats(new Shape(sizes[axis]), [.. Enumerable.Range(0, sizes[axis]).Select(i => MathF.Pow(2, -i))]);
            return Add("DequantizeLinear", [integers, Constant(scales)], new { axis = (long)axis });
        }

        /// <summary>A bias of int32 in units of x's and the weights' scales.</summary>
        public Value Bias(int count, bool perChannel)
        {
            var bias = Constant(Tensor.Of(ElementType.Int32, new Shape(count), [.. Enumerable.Range(0, count).Select(i => 100 * i - 50)]));
            var scales = Tensor.Floats(new Shape(count), [.. Enumerable.Range(0, count).Select(i => 0.25f * MathF.Pow(2, -i))]);
            return perChannel ? Add("DequantizeLinear", [bias, Constant(scales)], new { axis = 0L }) : Real(bias, 0.125f, null);
        }

        public Value Real(Value x, float scale, int? zero) => Add("DequantizeLinear", [x, Scalar(scale), zero is { } z ? Zero(x.Element, z) : null]);
        public Value Quantised(Value y, float scale = 1, int zero = 5) => Add("QuantizeLinear", [y, Scalar(scale), Zero(ElementType.Int8, zero)]);

        public Value Add(string op, Value?[] inputs, object? attributes = null)
        {
            var named = attributes?.GetType().GetProperties().ToDictionary(p => p.Name, p => p.GetValue(attributes)!) ?? [];
            var node = new OnnxNode(_graph, "", op, "n" + _nodes++, _nodes, 19, inputs, ["y"], named);
            return OpTable.Find("", op, 19)!.Import(node)[0]!;
        }

        /// <summary>The operators after all passes, having checked that random integers give the same results.</summary>
        public string[] Operators(params Value[] outputs)
        {
            Text(outputs);
            return [.. _graph.Nodes.Select(node => node.Op.Name)];
        }

        /// <summary>The same, printed.</summary>
        public string Text(params Value[] outputs)
        {
            Run(outputs);
            return GraphPrinter.Print(_graph);
        }

        /// <summary>The same, as it is.</summary>
        public Graph Run(params Value[] outputs)
        {
            foreach (var output in outputs) _graph.AddOutput("y" + _graph.Outputs.Count, output);
            var random = new Random(1);
            Tensor[] inputs = [.. _graph.Inputs.Select(input => Random(input.Tensor, random))];
            var before = Interpreter.Run(_graph, inputs);
            PassPipeline.Run(_graph, []);
            var after = Interpreter.Run(_graph, inputs);
            for (var i = 0; i < before.Count; i++) Assert.Equal(((Tensor)before[i]).ToFloats(), ((Tensor)after[i]).ToFloats());
            return _graph;
        }

        public IEnumerable<string> FloatIslandsLeft() => FloatIslands.Of(_graph).Select(island => $"{island.Node.Op.Name}: {island.Reason}");

        static Tensor Random(TensorType type, Random random)
        {
            var tensor = new Tensor(type.Element, type.Shape);
            random.NextBytes(tensor.Bytes);
            return tensor;
        }

        Value Scalar(float number) => Constant(Tensor.Floats(Shape.Scalar, number));

        Value Zero(ElementType type, int number)
        {
            var zero = new Tensor(type, Shape.Scalar);
            zero.SetInt64(0, number);
            return Constant(zero);
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Convolution(bool perChannel)
    {
        var g = new Island();
        var conv = g.Add("Conv", [g.X(1, 2, 5, 5), g.Weights([3, 2, 3, 3], perChannel ? 0 : -1), g.Bias(3, perChannel)],
            new { pads = new long[] { 1, 1, 1, 1 } });
        Assert.Equal(["ConvInteger", "Add", "Requantize"], g.Operators(g.Quantised(conv, 16)));
    }

    [Fact]
    public void ReluAndClipBecomeBoundsOfIntegers()
    {
        var g = new Island();
        var conv = g.Add("Conv", [g.X(1, 2, 4), g.Weights([4, 1, 2])], new { group = 2L });
        var clip = g.Add("Clip", [g.Add("Relu", [conv]), null, g.Constant(Tensor.Floats(Shape.Scalar, 6))]);
        Assert.Equal(["ConvInteger", "Requantize", "Max", "Min"], g.Operators(g.Quantised(clip)));
    }

    [Fact]
    public void ABoundThatTheTypeHasIsNone()
    {
        var g = new Island();
        Assert.Equal(["ConvInteger", "Requantize"],
            g.Operators(g.Quantised(g.Add("Relu", [g.Add("Conv", [g.X(1, 1, 4), g.Weights([1, 1, 2])])]), 1, -128)));
    }

    [Theory]
    [InlineData(-1), InlineData(1)]
    public void Gemm(int axis)
    {
        var g = new Island();
        var gemm = g.Add("Gemm", [g.X(2, 3), g.Weights([3, 4], axis), g.Bias(4, axis >= 0)]);
        Assert.Equal(["MatMulInteger", "Add", "Requantize"], g.Operators(g.Quantised(gemm, 16)));
    }

    [Fact]
    public void MatMulOfTwoTensors()
    {
        var g = new Island();
        Assert.Equal(["MatMulInteger", "Requantize"], g.Operators(g.Quantised(g.Add("MatMul", [g.X(2, 3, 4), g.X(2, 4, 3)]), 64)));
    }

    [Fact]
    public void TransposedWeightsKeepTheirScales()
    {
        var g = new Island();
        var turned = g.Add("Transpose", [g.Weights([4, 3], 0)], new { perm = new long[] { 1, 0 } });
        Assert.Equal(["MatMulInteger", "Requantize"], g.Operators(g.Quantised(g.Add("MatMul", [g.X(2, 3), turned]), 16)));
    }

    [Fact]
    public void TransposedConvolution()
    {
        var g = new Island();
        var conv = g.Add("ConvTranspose", [g.X(1, 2, 3, 3), g.Weights([2, 2, 2, 2])], new { strides = new long[] { 2, 2 } });
        var operators = g.Operators(g.Quantised(conv, 16));
        Assert.Equal(["ConvInteger", "Requantize"], operators.Take(2));
        Assert.DoesNotContain("DequantizeLinear", operators);
    }

    [Fact]
    public void TransposedConvolutionWithScalesOfChannels()
    {
        var g = new Island();
        var conv = g.Add("ConvTranspose", [g.X(1, 2, 3, 3), g.Weights([2, 3, 3, 2], 1), g.Bias(3, true)],
            new { strides = new long[] { 2, 2 }, dilations = new long[] { 2, 1 } });
        var operators = g.Operators(g.Quantised(conv, 16));
        Assert.Equal(["ConvInteger", "Add", "Requantize"], operators.Where(op => op is not ("Reshape" or "Transpose" or "Slice")));
        Assert.Empty(g.FloatIslandsLeft());
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void ABiasInUnitsOfItsOwn(bool perChannel)
    {
        var g = new Island();
        var conv = g.Add("Conv", [g.X(1, 2, 5, 5), g.Weights([3, 2, 3, 3], perChannel ? 0 : -1),
            g.Constant(Tensor.Floats(new Shape(3), 0.375f, -1, 2))]);
        Assert.Equal(["ConvInteger", "QuantizedSumWithReals"], g.Operators(g.Quantised(conv, 16)));
        Assert.Empty(g.FloatIslandsLeft());
    }

    [Fact]
    public void SlopesOfChannels()
    {
        var g = new Island();
        var prelu = g.Add("PRelu", [g.X(1, 3, 2, 2), g.Constant(Tensor.Floats(new Shape(3, 1, 1), 0.25f, -0.5f, 2))]);
        Assert.Equal(["QuantizedPRelu"], g.Operators(g.Quantised(prelu, 0.5f)));
        Assert.Empty(g.FloatIslandsLeft());
    }

    [Theory]
    [InlineData("Add", "QuantizedSum"), InlineData("Sub", "QuantizedDifference"), InlineData("Mul", "QuantizedProduct")]
    public void Arithmetic(string op, string integer)
    {
        var g = new Island();
        Assert.Equal([integer], g.Operators(g.Quantised(g.Add(op, [g.X(2, 3), g.X(3)]), 2)));
    }

    [Fact]
    public void ConcatQuantisesItsParts()
    {
        var g = new Island();
        var (a, b) = (g.X(1, 2), g.Real(g.Quantised(g.Add("Sigmoid", [g.X(1, 3)]), 0.0625f, 0), 0.0625f, 0));
        Assert.Equal(["Lookup", "Lookup", "Concat"], g.Operators(g.Quantised(g.Add("Concat", [a, b], new { axis = 1L }))));
    }

    [Fact]
    public void MovementAndMaxPoolRunOnIntegers()
    {
        var g = new Island();
        var pool = g.Add("MaxPool", [g.X(1, 2, 4, 4)], new { kernel_shape = new long[] { 2, 2 }, strides = new long[] { 2, 2 } });
        var flat = g.Add("Reshape", [g.Add("Transpose", [pool], new { perm = new long[] { 0, 2, 3, 1 } }), g.Constant(Tensor.Longs(1, 8))]);
        Assert.Equal(["MaxPool", "Transpose", "Reshape"], g.Operators(g.Quantised(flat, 0.25f, 3)));
    }

    [Fact]
    public void PaddingIsTheZeroPoint()
    {
        var g = new Island();
        var pad = g.Add("Pad", [g.X(1, 1, 4), g.Constant(Tensor.Longs(0, 0, 1, 0, 0, 2))]);
        Assert.Equal(["ConvInteger", "Requantize"], g.Operators(g.Quantised(g.Add("Conv", [pad, g.Weights([1, 1, 3])]), 4)));
    }

    [Theory]
    [InlineData(0, 0), InlineData(1, 0), InlineData(1, 1)]
    public void AveragesAreOneStep(long pad, long counted)
    {
        var g = new Island();
        var pool = g.Add("AveragePool", [g.X(1, 2, 4)],
            new { kernel_shape = new long[] { 2 }, pads = new[] { pad, 0 }, count_include_pad = counted });
        Assert.Equal(["QuantizedAverage"], g.Operators(g.Quantised(pool, 0.5f)));
    }

    [Theory]
    [InlineData("linear", true), InlineData("cubic", false)]
    public void BlendsOfFewNeighboursAreOneStep(string mode, bool isOneStep)
    {
        var g = new Island();
        var resized = g.Add("Resize", [g.X(1, 3, 4, 5), null, g.Constant(Tensor.Floats(new Shape(4), 1, 1, 2, 1.6f))], new { mode });
        string[] expected = isOneStep ? ["QuantizedResize"] : ["DequantizeLinear", "Resize", "QuantizeLinear"];
        Assert.Equal(expected, g.Operators(g.Quantised(resized, 0.5f)));
        Assert.Equal(isOneStep ? 0 : 1, g.FloatIslandsLeft().Count());
    }

    [Fact]
    public void GlobalAverages()
    {
        var g = new Island();
        Assert.Equal(["Cast", "ReduceSum", "Sub", "Requantize"], g.Operators(g.Quantised(g.Add("GlobalAveragePool", [g.X(1, 3, 4, 4)]), 0.5f)));
    }

    [Fact]
    public void ChainsOnSingleElementsBecomeATable()
    {
        var g = new Island();
        var x = g.X(2, 5);
        var swish = g.Add("Mul", [x, g.Real(g.Quantised(g.Add("Sigmoid", [x]), 1 / 256f, -128), 1 / 256f, -128)]);
        Assert.Equal(["Lookup"], g.Operators(g.Quantised(swish, 0.25f)));
    }

    [Fact]
    public void SoftmaxSumsFixedPointNumbers()
    {
        var g = new Island();
        var operators = g.Operators(g.Quantised(g.Add("Softmax", [g.X(2, 10)], new { axis = 1L }), 1 / 256f, -128));
        Assert.Contains("Lookup", operators);
        Assert.DoesNotContain("Exp", operators);
        Assert.Empty(g.FloatIslandsLeft());
    }

    [Fact]
    public void WhatStaysInFloatIsNamed()
    {
        var g = new Island();
        var operators = g.Operators(g.Quantised(g.Add("Conv", [g.X(1, 1, 4), g.Constant(Tensor.Floats(new Shape(1, 1, 2), 0.5f, 0.25f))])));
        Assert.Equal(["DequantizeLinear", "Conv", "QuantizeLinear"], operators);
        Assert.Contains("Conv: its factors", Assert.Single(g.FloatIslandsLeft()));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(0, true)]
    public void FiltersOfZerosGoThroughRequantisation(long pad, bool biased)
    {
        var g = new Island();
        object window = new { pads = new[] { pad, pad, pad, pad } };
        var conv = g.Add("Conv", [g.X(1, 8, 6, 6), g.Weights([32, 8, 3, 3], zeroFilters: m => m % 2 == 0), biased ? g.Bias(32, false) : null],
            window);
        var first = g.Real(g.Quantised(g.Add("Relu", [conv]), 4, -20), 4, -20);
        var text = g.Text(g.Quantised(g.Add("Conv", [first, g.Weights([5, 32, 3, 3], axis: 0)], window), 64));
        Assert.Contains("int8[16x8x3x3]", text);
        Assert.Contains("int8[5x16x3x3]", text);
    }

    /// <summary>Loud channels beside loud ones might saturate; the filters that make them change places, and all that lies between.</summary>
    [Fact]
    public void ChannelsChangePlacesSoThatNoPairSaturates()
    {
        var g = new Island();
        var made = g.Quantised(g.Add("Relu", [g.Add("Conv", [g.X(1, 4, 6, 6), g.Weights([8, 4, 3, 3], axis: 0, _ => false), g.Bias(8, true)])]), 4);
        var depthwise = g.Quantised(g.Add("Conv", [g.Real(made, 4, 5), g.Weights([8, 1, 3, 3])],
            new { group = 8L, pads = new long[] { 1, 1, 1, 1 } }), 16);
        var loud = Tensor.Of(ElementType.Int8, new Shape(16, 8, 1, 1),
            [.. Enumerable.Range(0, 128).Select(i => (sbyte)(i % 8 < 4 ? 100 - i / 8 : i / 8 - 7))]);
        var graph = g.Run(g.Quantised(g.Add("Conv", [g.Real(depthwise, 16, 5), g.Real(g.Constant(loud), 0.5f, 0)]), 64));
        var product = graph.Nodes.Last(node => node.Op == ConvInteger.Op);
        Assert.Equal(0, Assert.IsType<ByteKernel>(IntegerKernels.ForConv(product), exactMatch: false).Forms.Wide);
    }
}
