using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Kernels;

/// <summary>Blends of quantised neighbours: sums of float32 in one order, and so the same bits on every rung and in every layout.</summary>
public class QuantizedResizeTests
{
    [Theory]
    [InlineData(37, 5, 7, 2f, 2f, "HalfPixel"), InlineData(64, 4, 4, 2.5f, 3f, "AlignCorners")]
    [InlineData(3, 6, 20, 0.5f, 1f, "Asymmetric")]
    public void EveryRungAndLayoutGivesTheBitsOfTheEvaluation(int channels, int height, int width, float down, float across, string transform)
    {
        var x = new Tensor(ElementType.UInt8, new Shape(1, channels, height, width));
        new Random(7).NextBytes(x.Bytes);
        SameBits.InEveryLayout(x, () => Resized(x, down, across, Enum.Parse<CoordinateTransform>(transform)));
    }

    /// <summary>10 and 20 stand for 3 and 8; between them lie 4.25 and 6.75, and a step of the result is 0.25.</summary>
    [Fact]
    public void BlendsInReals()
    {
        var (node, _) = Resized(U8(new Shape(1, 1, 1, 2), 10, 20), 1, 2, CoordinateTransform.HalfPixel, 0.25f, 1);
        Assert.Equal([13, 18, 28, 33], SameBits.Evaluated(node, U8(new Shape(1, 1, 1, 2), 10, 20)).Bytes);
    }

    static (Node Node, Value X) Resized(Tensor x, float down, float across, CoordinateTransform coordinates, float resultScale = 0.3f,
        byte resultZero = 9)
    {
        var graph = new Graph("resize");
        var value = graph.AddInput("x", x.Type);
        Value Constant(Tensor tensor) => graph.Constant("c", tensor);
        int[] sizes = [1, x.Shape[1], (int)(x.Shape[2] * down), (int)(x.Shape[3] * across)];
        var attributes = new ResizeAttributes(sizes, new float[] { 1, 1, down, across }, new float[4], new float[] { 1, 1, 1, 1 },
            Interpolation.Linear, coordinates, NearestMode.RoundPreferFloor, -0.75f, false, 0, false);
        var node = graph.Add(QuantizedResize.Op, attributes,
            [value, Constant(F(Shape.Scalar, 0.5f)), Constant(U8(Shape.Scalar, 4)), Constant(F(Shape.Scalar, resultScale)),
                Constant(U8(Shape.Scalar, resultZero))], "resize", 0);
        return (node, value);
    }
}
