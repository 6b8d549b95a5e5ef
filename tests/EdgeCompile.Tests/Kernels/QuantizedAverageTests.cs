using EdgeCompile.Ir;
using EdgeCompile.Ops;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Kernels;

/// <summary>Averages of quantised windows: sums of float32 in row-major order, and so the same bits on every rung and in every layout.</summary>
public class QuantizedAverageTests
{
    /// <summary>Both averages lie between two integers; each goes to the odd one, since its sum was rounded to that side.</summary>
    [Theory]
    [InlineData(new byte[] { 1, 9, 11, 1 }, 5), InlineData(new byte[] { 1, 5, 11, 9 }, 7)]
    public void TheRoundingOfTheSumDecides(byte[] window, long expected)
    {
        var x = U8(new Shape(1, 1, 2, 2), window);
        var (node, _) = Average(x, new([2, 2], [2, 2], [1, 1], [0, 0], [0, 0]), 0.1f, 0, 0.1f);
        Assert.Equal(expected, SameBits.Evaluated(node, x).GetInt64(0));
    }

    [Theory]
    [InlineData(37, 5, 7, 3, 1), InlineData(64, 8, 8, 8, 0), InlineData(3, 6, 20, 5, 2)]
    public void EveryRungAndLayoutGivesTheSameBits(int channels, int height, int width, int kernel, int pad)
    {
        var random = new Random(5);
        var x = new Tensor(ElementType.UInt8, new Shape(1, channels, height, width));
        random.NextBytes(x.Bytes);
        SameBits.InEveryLayout(x, () => Average(x, new([kernel, kernel], [1, 2], [1, 1], [pad, pad], [pad, 0]), 0.1f, 3, 0.1f));
    }

    static (Node Node, Value X) Average(Tensor x, Window window, float scale, byte zero, float resultScale)
    {
        var graph = new Graph("average");
        var value = graph.AddInput("x", x.Type);
        Value Constant(Tensor tensor) => graph.Constant("c", tensor);
        var node = graph.Add(QuantizedAverage.Op, new PoolAttributes(window),
            [value, Constant(F(Shape.Scalar, scale)), Constant(U8(Shape.Scalar, zero)), Constant(F(Shape.Scalar, resultScale)),
                Constant(U8(Shape.Scalar, zero))], "average", 0);
        return (node, value);
    }
}
