using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class DequantizeTests
{
    static readonly Tensor X = Tensor.Of(ElementType.UInt8, new Shape(2, 3), (byte)0, (byte)1, (byte)2, (byte)253, (byte)254, (byte)255);

    [Fact]
    public void PerTensor()
    {
        Near([-64, -63.5f, -63, 62.5f, 63, 63.5f], Run("DequantizeLinear", 10,
            [X, Tensor.Floats(Shape.Scalar, 0.5f), Tensor.Of(ElementType.UInt8, Shape.Scalar, (byte)128)]));
        Near([-10, 20], Run("DequantizeLinear", 13, [I32(-5, 10), F(2)]));
    }

    [Fact]
    public void PerAxisAndInBlocks()
    {
        Near([-1, 0, 1, 2520, 2530, 2540], Run("DequantizeLinear", 13, [X, F(1, 10), U8(1, 1)], new { axis = 0L }));
        Near([-1, 0, -100, 252, 2530, 25200], Run("DequantizeLinear", 13, [X, F(1, 10, 100), U8(1, 1, 3)]));
        Near([0, 1, 200, 253, 254, 25500], Run("DequantizeLinear", 21, [X, F(new Shape(2, 2), 1, 100, 1, 100)], new { block_size = 2L }));
    }

    [Fact]
    public void RefusesScalesThatDoNotFit() =>
        Assert.Contains("does not fit", Assert.Throws<ModelException>(() => Run("DequantizeLinear", 13, [X, F(1, 2)])).Message);

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void LoweringAgrees(int variant)
    {
        Tensor[] inputs = variant switch
        {
            0 => [X, F(0.5f), U8(3)],
            1 => [X, F(1, 10, 100), U8(1, 1, 3)],
            _ => [X, F(new Shape(2, 2), 1, 100, 3, 100)],
        };
        LoweredEvaluator.AgreesOnEveryNode(Import("DequantizeLinear", 21, inputs, 1, new { block_size = variant == 2 ? 2L : 0 }), inputs);
    }
}
