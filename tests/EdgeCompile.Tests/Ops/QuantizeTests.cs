using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class QuantizeTests
{
    static Tensor Scalar(float number) => F(Shape.Scalar, number);
    static Tensor Byte(byte number) => U8(Shape.Scalar, number);

    [Fact]
    public void RoundsHalfToEvenAndSaturates() => Near([128, 128, 130, 130, 128, 126, 0, 255],
        Run("QuantizeLinear", 10, [F(0, 0.25f, 0.75f, 1.25f, -0.25f, -0.75f, -1000, float.PositiveInfinity), Scalar(0.5f), Byte(128)]));

    [Fact]
    public void WithoutZeroPointTheResultIsUnsigned()
    {
        var y = Run("QuantizeLinear", 13, [F(-1, 2, 300), Scalar(1)]);
        Assert.Equal(ElementType.UInt8, y.Element);
        Near([0, 2, 255], y);
    }

    [Fact]
    public void PerAxisAndInBlocks()
    {
        var x = F(new Shape(2, 2), 1, 20, 3, 40);
        Near([1, 3, 3, 5], Run("QuantizeLinear", 13, [x, F(1, 10), U8(0, 1)]));
        Near([1, 20, 0, 4], Run("QuantizeLinear", 13, [x, F(1, 10), U8(0, 0)], new { axis = 0L }));
        Near([1, 20, 0, 4], Run("QuantizeLinear", 21, [x, F(new Shape(2, 1), 1, 10)], new { block_size = 2L }));
    }

    [Theory]
    [InlineData(ElementType.Int4, -8, 7), InlineData(ElementType.UInt4, 0, 15), InlineData(ElementType.Int8, -128, 127)]
    [InlineData(ElementType.Int16, -32768, 32767), InlineData(ElementType.UInt16, 0, 65535)]
    public void EveryTypeHasItsRange(object type, int low, int high)
    {
        var y = Run("QuantizeLinear", 21, [F(-1e9f, 1e9f), Scalar(1)], new { output_dtype = (long)(ElementType)type });
        Assert.Equal((ElementType)type, y.Element);
        Near([low, high], y);
    }

    [Fact]
    public void OfNoNumberComesTheZeroPoint() => Near([7], Run("QuantizeLinear", 13, [F(float.NaN), Scalar(1), Byte(7)]));

    /// <summary>The first example of the operator's page: the range from -3 to 2.5 in 255 steps.</summary>
    [Fact]
    public void DynamicQuantizeFitsTheRange()
    {
        var results = RunAll("DynamicQuantizeLinear", 11, [F(0, 2, -3, -2.5f, 1.34f, 0.5f)], 3).Cast<Tensor>().ToArray();
        Near([153, 255, 0, 26, 221, 179], results[0]);
        Near([0.0196078438f], results[1]);
        Near([153], results[2]);
    }

    [Fact]
    public void DynamicQuantizeOfZerosHasAScale()
    {
        var results = RunAll("DynamicQuantizeLinear", 11, [F(0, 0)], 3).Cast<Tensor>().ToArray();
        Near([0, 0], results[0]);
        Near([1], results[1]);
    }

    [Fact]
    public void QLinearOperatorsAreTheOperatorBetweenRealNumbers()
    {
        var x = U8(130, 126, 128);
        Near([132, 124, 128], Run("com.microsoft/QLinearAdd", 1, [x, Scalar(0.5f), Byte(128), x, Scalar(0.5f), Byte(128), Scalar(0.5f), Byte(128)]));
        Near([2, 2, 0], Run("com.microsoft/QLinearMul", 1, [x, Scalar(0.5f), Byte(128), x, Scalar(0.5f), Byte(128), Scalar(0.5f), Byte(0)]));
        Near([130, 127, 128], Run("com.microsoft/QLinearLeakyRelu", 1, [x, Scalar(1), Byte(128), Scalar(1), Byte(128)], new { alpha = 0.5f }));
        // 255 halves are 127.5, which rounds to the even 128.
        Near([2, 128, 0, 130, 126, 128], Run("com.microsoft/QLinearConcat", 1,
            [Scalar(1), Byte(0), U8(4, 255, 0), Scalar(0.5f), Byte(0), x, Scalar(1), Byte(0)], new { axis = 0L }));
    }

    [Fact]
    public void QGemmAddsABiasInUnitsOfTheFactors()
    {
        Tensor?[] inputs = [U8(new Shape(1, 2), 3, 4), Scalar(0.5f), Byte(1), I8(new Shape(2, 2), 1, 2, 3, 4), Scalar(0.25f), I8(Shape.Scalar, 0),
            I32(8, -8)];
        Near([(2 * 1 + 3 * 3 + 8) / 8f, (2 * 2 + 3 * 4 - 8) / 8f], Run("com.microsoft/QGemm", 1, inputs));
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2), InlineData(3)]
    public void LoweringAgrees(int variant)
    {
        var x = F(new Shape(2, 3), -3, 0.3f, 0.5f, 1.5f, 7, 1000);
        Tensor?[] inputs = variant switch
        {
            0 => [x, Scalar(0.5f), Byte(3)],
            1 => [x, F(1, 0.1f, 3), I8(new Shape(3), -5, 0, 5)],
            2 => [x, F(new Shape(2, 2), 1, 2, 0.5f, 4)],
            _ => [I32(1, -700, 12), Scalar(3)],
        };
        LoweredEvaluator.AgreesOnEveryNode(Import("QuantizeLinear", 21, inputs, 1, new { block_size = variant == 2 ? 2L : 0 }), inputs!);
    }

    /// <summary>What the passes make of islands, which no row imports.</summary>
    [Fact]
    public void LoweringOfIntegerFormsAgrees()
    {
        var graph = new Graph("g");
        Tensor a = U8(new Shape(2, 3), 0, 1, 100, 200, 254, 255), b = I8(new Shape(3), -128, 0, 127),
            sum = Tensor.Of(ElementType.Int32, new Shape(2, 3), -1000, -1, 0, 1, 70, 100000);
        Value x = graph.AddInput("a", a.Type), y = graph.AddInput("b", b.Type), s = graph.AddInput("s", sum.Type);
        Value C(Tensor tensor) => graph.Constant("c", tensor);
        foreach (var op in (Op[])[QuantizedArithmetic.Sum, QuantizedArithmetic.Difference, QuantizedArithmetic.Product])
            Add(op, x, C(Scalar(0.3f)), C(Byte(100)), y, C(Scalar(0.2f)), C(I8(Shape.Scalar, 5)), C(Scalar(0.7f)), C(I8(Shape.Scalar, -3)));
        foreach (var op in (Op[])[QuantizedByReals.Sum, QuantizedByReals.Difference, QuantizedByReals.Product, QuantizedByReals.PRelu])
            Add(op, s, C(F(new Shape(2, 1), 0.3f, 0.001f)), C(Tensor.Of(ElementType.Int32, Shape.Scalar, 2)), C(F(0.5f, -3, 0.1f)), C(Scalar(0.7f)),
                C(I8(Shape.Scalar, -3)));
        Add(Requantize.Op, s, C(F(0.1f, 0.01f, 0.7f)), C(Byte(9)));
        Add(Lookup.Op, y, C(Tensor.Of(ElementType.Int32, new Shape(256), [.. Enumerable.Range(0, 256).Select(i => i * i)])));
        var picture = U8(new Shape(1, 1, 3, 3), 0, 1, 100, 200, 254, 255, 7, 8, 9);
        var window = new PoolAttributes(new([2, 2], [1, 1], [1, 1], [1, 0], [0, 0]));
        graph.AddOutput("average", graph.Add(QuantizedAverage.Op, window,
            [graph.AddInput("p", picture.Type), C(Scalar(0.3f)), C(Byte(100)), C(Scalar(0.7f)), C(I8(Shape.Scalar, -3))], "average", 0).Output);
        LoweredEvaluator.AgreesOnEveryNode(graph, [a, b, sum, picture]);

        void Add(Op op, params Value?[] inputs) => graph.AddOutput(op.Name, graph.Add(op, OpAttributes.None, inputs, op.Name, 0).Output);
    }
}
