using EdgeCompile.Ir;

namespace EdgeCompile.Tests.Passes;

/// <summary>Pruned weights: channels that hold a number, that equal others, that nobody reads.</summary>
public class ChannelPassTests
{
    static readonly object padded = new { pads = new long[] { 1, 1, 1, 1 } };

    /// <summary>Weights of a convolution of which some filters and some inputs are zero.</summary>
    static Tensor Pruned(int[] sizes, Func<int, bool>? filter = null, Func<int, bool>? input = null)
    {
        var shape = new Shape(sizes);
        int perFilter = shape.Count / sizes[0], perInput = perFilter / sizes[1];
        return Tensor.Floats(shape, [.. Enumerable.Range(0, shape.Count).Select(i =>
            filter?.Invoke(i / perFilter) == true || input?.Invoke(i % perFilter / perInput) == true ? 0 : (i * 37 % 64 - 31.5f) / 32)]);
    }

    static void HasShapes(string text, params string[] shapes) => Assert.All(shapes, shape => Assert.Contains(shape, text));

    [Fact]
    public void FiltersOfZerosGoWithTheWeightsThatReadThem()
    {
        var g = new PassTest();
        var conv = g.Add("Conv", [g.Input("x", 1, 3, 6, 6), g.Constant(Pruned([32, 3, 3, 3], filter: m => m % 2 == 1)), null], padded);
        var text = g.After([], g.Add("Conv", [g.Add("Relu", [conv]), g.Weights(5, 32, 3, 3)], padded));
        HasShapes(text, "float32[16x3x3x3]", "float32[5x16x3x3]");
    }

    [Fact]
    public void TheirBiasGoesThroughActivationsIntoTheNext()
    {
        var g = new PassTest();
        var conv = g.Add("Conv", [g.Input("x", 1, 3, 6, 6), g.Constant(Pruned([32, 3, 1, 1], filter: m => m >= 16)), g.Weights(32)]);
        var text = g.After([], g.Add("Conv", [g.Add("Sigmoid", [conv]), g.Weights(5, 32, 3, 3)]));
        HasShapes(text, "float32[16x3x1x1]", "float32[5x16x3x3]", "float32[5]");
    }

    [Fact]
    public void AnotherNumberThanZeroStaysWherePaddingLiesBesideIt()
    {
        var g = new PassTest();
        var conv = g.Add("Conv", [g.Input("x", 1, 3, 6, 6), g.Constant(Pruned([32, 3, 1, 1], filter: m => m >= 16)), g.Weights(32)]);
        var text = g.After([], g.Add("Conv", [g.Add("Sigmoid", [conv]), g.Weights(5, 32, 3, 3)], padded));
        HasShapes(text, "float32[32x3x1x1]", "float32[5x32x3x3]");
    }

    [Fact]
    public void UnreadChannelsGoThroughDepthwisePoolAndConcat()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 3, 8, 8);
        var left = g.Add("Relu", [g.Add("Conv", [x, g.Weights(32, 3, 1, 1), g.Weights(32)])]);
        left = g.Add("MaxPool", [g.Add("Conv", [left, g.Weights(32, 1, 3, 3), g.Weights(32)], new { group = 32L, pads = new long[] { 1, 1, 1, 1 } })],
            new { kernel_shape = new long[] { 2, 2 }, strides = new long[] { 2, 2 } });
        var right = g.Add("Conv", [x, g.Weights(16, 3, 2, 2)], new { strides = new long[] { 2, 2 } });
        var joined = g.Add("Mul", [g.Add("Concat", [left, right], new { axis = 1L }),
            g.Constant(Tensor.Floats(new Shape(48, 1, 1), [.. Enumerable.Range(1, 48).Select(i => (float)i)]))]);
        var text = g.After(["RemoveUnreadChannels", "RemoveDeadNodes"],
            g.Add("Conv", [joined, g.Constant(Pruned([7, 48, 1, 1], input: c => c is >= 10 and < 26))]));
        HasShapes(text, "float32[16x1x3x3]", "float32[1x32x4x4]", "float32[7x32x1x1]", "float32[32x1x1]", "Groups = 16");
    }

    [Fact]
    public void ChannelsOfASumGoTogether()
    {
        var g = new PassTest();
        var x = g.Input("x", 1, 3, 6, 6);
        var first = g.Add("Conv", [x, g.Weights(32, 3, 1, 1)]);
        var sum = g.Add("Add", [first, g.Add("Conv", [first, g.Weights(32, 32, 3, 3)], padded)]);
        var reader = g.Constant(Pruned([4, 32, 1, 1], input: c => c >= 16));
        var text = g.After([], g.Add("Conv", [sum, reader]), g.Add("Conv", [first, g.Constant(Pruned([4, 32, 1, 1], input: c => c >= 8))]));
        // The second convolution reads all channels of the first, which its own results are added to.
        HasShapes(text, "float32[32x3x1x1]");
    }

    [Fact]
    public void ChannelsOfASumThatNobodyReadsGo()
    {
        var g = new PassTest();
        var first = g.Add("Conv", [g.Input("x", 1, 3, 6, 6), g.Weights(32, 3, 1, 1)]);
        var second = g.Constant(Pruned([32, 32, 3, 3], input: c => c >= 16));
        var sum = g.Add("Add", [first, g.Add("Conv", [g.Add("Relu", [first]), second], padded)]);
        var text = g.After([], g.Add("Conv", [sum, g.Constant(Pruned([4, 32, 1, 1], input: c => c >= 16))]));
        HasShapes(text, "float32[16x3x1x1]", "float32[16x16x3x3]", "float32[4x16x1x1]");
    }

    [Fact]
    public void FlattenedPicturesLoseWholeChannels()
    {
        var g = new PassTest();
        var conv = g.Add("Relu", [g.Add("Conv", [g.Input("x", 2, 3, 4, 4), g.Constant(Pruned([32, 3, 3, 3], filter: m => m < 16))])]);
        var text = g.After([], g.Add("MatMul", [g.Add("Flatten", [conv], new { axis = 1L }), g.Weights(128, 10)]));
        HasShapes(text, "float32[16x3x3x3]", "float32[64x10]");
    }

    [Fact]
    public void EqualFiltersAreComputedOnce()
    {
        var g = new PassTest();
        var once = Pruned([16, 3, 3, 3]).ToFloats();
        var twice = g.Constant(Tensor.Floats(new Shape(32, 3, 3, 3), [.. once, .. once]));
        var conv = g.Add("Sigmoid", [g.Add("Conv", [g.Input("x", 1, 3, 6, 6), twice], padded)]);
        var text = g.After([], g.Add("Conv", [conv, g.Weights(5, 32, 3, 3)], padded));
        HasShapes(text, "float32[16x3x3x3]", "float32[5x16x3x3]");
    }

    [Fact]
    public void HalvesOfASliceKeepTheirPlaces()
    {
        var g = new PassTest();
        var conv = g.Add("Relu", [g.Add("Conv", [g.Input("x", 1, 3, 4, 4), g.Constant(Pruned([64, 3, 1, 1], filter: m => m % 4 < 2))])]);
        Value Half(long start) => g.Add("Slice", [conv, g.Ints(start), g.Ints(start + 32), g.Ints(1)]);
        var text = g.After([], g.Add("Conv", [Half(0), g.Weights(5, 32, 1, 1)]), g.Add("Conv", [Half(32), g.Weights(6, 32, 1, 1)]));
        HasShapes(text, "float32[32x3x1x1]", "float32[5x16x1x1]", "float32[6x16x1x1]");
    }

    [Fact]
    public void OutputsStayWhole()
    {
        var g = new PassTest();
        var text = g.After([], g.Add("Conv", [g.Input("x", 1, 3, 4, 4), g.Constant(Pruned([32, 3, 1, 1], filter: m => m % 2 == 0)), g.Weights(32)]));
        HasShapes(text, "float32[32x3x1x1]");
    }
}
