using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class ConvTransposeTests
{
    static readonly Tensor X = F(new Shape(1, 1, 3), 1, 2, 3), W = F(new Shape(1, 1, 3), 1, 10, 100);

    [Fact]
    public void EachInputAddsTheKernelAtItsStride()
    {
        Near([1, 12, 123, 230, 300], Run("ConvTranspose", 11, [X, W]));
        Near([1, 10, 102, 20, 203, 30, 300], Run("ConvTranspose", 11, [X, W], new { strides = new long[] { 2 } }));
        Near([1, 10, 100, 2, 20, 200, 3, 30, 300], Run("ConvTranspose", 11, [X, W], new { strides = new long[] { 3 } }));
        Near([1, 10, 100, 0, 2, 20, 200, 0, 3, 30, 300], Run("ConvTranspose", 11, [X, W], new { strides = new long[] { 4 } }));
    }

    [Fact]
    public void PadsCutAndOutputPaddingAdds()
    {
        Near([10, 102, 20, 203, 30], Run("ConvTranspose", 11, [X, W], new { strides = new long[] { 2 }, pads = new long[] { 1, 1 } }));
        Near([10, 102, 20, 203, 30, 300], Run("ConvTranspose", 11,
            [X, W], new { strides = new long[] { 2 }, pads = new long[] { 1, 1 }, output_padding = new long[] { 1 } }));
        Near([6, 15, 105, 7, 25, 205, 8, 35, 305, 5, 5], Run("ConvTranspose", 11,
            [X, W, F(5)], new { strides = new long[] { 3 }, output_padding = new long[] { 2 } }));
    }

    [Fact]
    public void DilationSpreadsTheKernel() =>
        Near([1, 2, 13, 20, 130, 200, 300], Run("ConvTranspose", 11, [X, W], new { dilations = new long[] { 2 } }));

    [Theory]
    [InlineData("SAME_UPPER", new[] { 1f, 10, 102, 20, 203, 30 })]
    [InlineData("SAME_LOWER", new[] { 10f, 102, 20, 203, 30, 300 })]
    public void SameGivesSizeTimesStride(string pad, float[] expected) =>
        Near(expected, Run("ConvTranspose", 11, [X, W], new { strides = new long[] { 2 }, auto_pad = pad }));

    [Fact]
    public void OutputShapeDecidesThePads() =>
        Near([1, 10, 102, 20, 203, 30, 300, 0], Run("ConvTranspose", 11, [X, W],
            new { strides = new long[] { 2 }, output_shape = new long[] { 8 } }));

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        Assert.Contains("groups", Assert.Throws<ModelException>(() => Run("ConvTranspose", 11, [Count(1, 2, 3), Count(3, 1, 3)])).Message);
        Assert.Contains("outputs", Assert.Throws<ModelException>(() => Run("ConvTranspose", 11, [X, W], new { pads = new long[] { 3, 3 } })).Message);
    }

    /// <summary>Against the definition: input i adds to output i * stride + k * dilation - pad.</summary>
    [Fact]
    public void RandomWindowsAreWhatTheDefinitionSays()
    {
        var random = new Random(11);
        for (var round = 0; round < 40; round++)
        {
            int groups = random.Next(1, 3), c = groups * random.Next(1, 3), m = random.Next(1, 3);
            int[] size = [random.Next(1, 5), random.Next(1, 5)], kernel = [random.Next(1, 5), random.Next(1, 5)];
            int[] stride = [random.Next(1, 4), random.Next(1, 4)], dilation = [random.Next(1, 3), random.Next(1, 3)];
            int[] extra = [random.Next(stride[0]), random.Next(stride[1])], pads = [.. Enumerable.Range(0, 4).Select(_ => random.Next(0, 2))];
            int[] output = [.. Enumerable.Range(0, 2).Select(a =>
                stride[a] * (size[a] - 1) + extra[a] + (kernel[a] - 1) * dilation[a] + 1 - pads[a] - pads[a + 2])];
            if (output[0] < 1 || output[1] < 1) continue;
            Tensor x = Count(2, c, size[0], size[1]), w = Count(c, m, kernel[0], kernel[1]), bias = Count(m * groups);
            var expected = new float[2 * m * groups * output[0] * output[1]];
            for (var i = 0; i < expected.Length; i++) expected[i] = bias.Span<float>()[i / (output[0] * output[1]) % (m * groups)];
            for (var i = 0; i < x.Count; i++)
                for (var k = 0; k < m * kernel[0] * kernel[1]; k++)
                {
                    int channel = i / (size[0] * size[1]) % c, group = channel / (c / groups);
                    var row = i / size[1] % size[0] * stride[0] + k / kernel[1] % kernel[0] * dilation[0] - pads[0];
                    var column = i % size[1] * stride[1] + k % kernel[1] * dilation[1] - pads[1];
                    if (row < 0 || row >= output[0] || column < 0 || column >= output[1]) continue;
                    var plane = i / (c * size[0] * size[1]) * m * groups + group * m + k / (kernel[0] * kernel[1]);
                    expected[(plane * output[0] + row) * output[1] + column]
                        += x.Span<float>()[i] * w.Span<float>()[channel * m * kernel[0] * kernel[1] + k];
                }
            var attributes = new
            {
                group = (long)groups, strides = Longs(stride), dilations = Longs(dilation), pads = Longs(pads), output_padding = Longs(extra),
            };
            var y = Run("ConvTranspose", 11, [x, w, bias], attributes, 1, 2);
            Assert.Equal(new Shape(2, m * groups, output[0], output[1]), y.Shape);
            Near(expected, y);
            if (round % 8 == 0) LoweredEvaluator.AgreesOnEveryNode(Import("ConvTranspose", 11, [x, w, bias], 1, attributes), [x, w, bias]);
        }

        static long[] Longs(int[] items) => [.. items.Select(item => (long)item)];
    }

    [Fact]
    public void InThreeDimensions()
    {
        var y = Run("ConvTranspose", 11, [Count(1, 1, 1, 1, 2), F(new Shape(1, 1, 2, 1, 2), 1, 2, 3, 4)], new { strides = new long[] { 1, 2, 2 } });
        Assert.Equal(new Shape(1, 1, 2, 1, 4), y.Shape);
        Near([1, 2, 2, 4, 3, 4, 6, 8], y);
    }
}
