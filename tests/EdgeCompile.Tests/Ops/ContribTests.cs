using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class ContribTests
{
    static Tensor Run(string op, Tensor?[] inputs, object? attributes = null) => OneNode.Run("com.microsoft/" + op, 1, inputs, attributes);

    [Fact]
    public void FusedConvAddsAndActivates()
    {
        Tensor x = F(new Shape(1, 1, 3), -1, 2, 3), w = F(new Shape(1, 1, 1), 2);
        Near([0, 4, 6], Run("FusedConv", [x, w], new { activation = "Relu" }));
        Near([0, 5, 6], Run("FusedConv", [x, w, F(1), F(new Shape(1, 1, 3), 1, 0, 5)],
            new { activation = "Clip", activation_params = new[] { 0f, 6 } }));
        Near([-0.5f, 4, 6], Run("FusedConv", [x, w], new { activation = "LeakyRelu", activation_params = new[] { 0.25f } }));
        Assert.Contains("Swirl", Assert.Throws<ModelException>(() => Run("FusedConv", [x, w], new { activation = "Swirl" })).Message);
    }

    [Fact]
    public void FusedMatMulTransposesAndScales()
    {
        Near([20, 28, 28, 40], Run("FusedMatMul", [Count(2, 2), Count(2, 2)], new { transA = 1L, alpha = 2f }));
        Near([5, 11, 11, 25], Run("TransposeMatMul", [Count(2, 2), Count(2, 2)], new { transB = 1L }));
        // 2 rows, 3 batches: row r of batch i is 10r + i.
        Near([0, 10, 1, 11, 2, 12], Run("FusedMatMul", [F(new Shape(2, 3, 1), 0, 1, 2, 10, 11, 12), F(new Shape(1, 1), 1)],
            new { transBatchA = 1L }));
        Near([0, 11], Run("FusedGemm", [F(new Shape(1, 1), 2), F(new Shape(1, 2), -3, 5), F(1)], new { activation = "Relu" }));
    }

    [Fact]
    public void GelusTakeABias()
    {
        var gelu = OneNode.Run("Gelu", 20, [F(-1, 0.5f, 2)]).ToFloats();
        var approximate = OneNode.Run("Gelu", 20, [F(-1, 0.5f, 2)], new { approximate = "tanh" }).ToFloats();
        Near(gelu, Run("Gelu", [F(-1, 0.5f, 2)]));
        Near(gelu, Run("BiasGelu", [F(-2, -0.5f, 1), F(1, 1, 1)]));
        Near(approximate, Run("FastGelu", [F(-1, 0.5f, 2)]));
        Near(approximate, Run("FastGelu", [F(-2, -0.5f, 1), F(1, 1, 1)]));
        Near([2 / (1 + MathF.Exp(-1))], Run("QuickGelu", [F(2)], new { alpha = 0.5f }));
    }

    /// <summary>One head; queries are 0, so that all keys that count weigh the same; values are 2 (x - 10).</summary>
    [Theory]
    [InlineData("", new float[] { 6, 14 }), InlineData("lengths", new float[] { 4, 10 })]
    [InlineData("keys", new float[] { 8, 18 }), InlineData("causal", new float[] { 4, 10 })]
    [InlineData("stretch", new float[] { 8, 18 }), InlineData("packed", new float[] { 4, 10 })]
    [InlineData("pairs", new float[] { 8, 18 }), InlineData("square", new float[] { 8, 18 })]
    public void QAttentionAveragesTheKeysThatCount(string mask, float[] first)
    {
        // x: 1 x 2 x 2 of 0.5 (q - 10); weights: values are x0 and x1 with scale 4.
        Tensor x = U8(new Shape(1, 2, 2), 12, 15, 14, 19), w = I8(new Shape(2, 6), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
        Tensor? masked = mask switch
        {
            "lengths" => I32(1),
            "stretch" => I32(2, 1),                                         // the end, then the start
            "packed" => I32(1, 0, 2, 0, 2),                                 // the length, then where queries and keys begin and end
            "keys" => Tensor.Of(ElementType.Int32, new Shape(1, 2), 0, 1),
            "pairs" => Tensor.Of(ElementType.Int32, new Shape(1, 2, 2), 0, 1, 1, 0),
            "square" => Tensor.Of(ElementType.Int32, new Shape(1, 1, 3, 3), 0, 1, 1, 1, 0, 1, 1, 1, 1),
            _ => null,
        };
        Tensor?[] inputs = [x, w, F(0, 0, 0, 0, 0, 0), F(Shape.Scalar, 0.5f), F(Shape.Scalar, 4), masked, U8(Shape.Scalar, 10), I8(Shape.Scalar, 0)];
        var y = mask == "causal" ? Run("QAttention", inputs, new { num_heads = 1L, unidirectional = 1L })
            : Run("QAttention", inputs, new { num_heads = 1L });
        Near(first, Tensor.Floats(new Shape(2), (float)y.GetDouble(0), (float)y.GetDouble(1)));
    }

    [Fact]
    public void QAttentionRefusesOtherMasks()
    {
        Tensor x = U8(new Shape(1, 2, 2), 12, 15, 14, 19), w = I8(new Shape(2, 6), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
        Tensor?[] inputs = [x, w, F(0, 0, 0, 0, 0, 0), F(Shape.Scalar, 0.5f), F(Shape.Scalar, 4), I32(1, 2, 3), U8(Shape.Scalar, 10),
            I8(Shape.Scalar, 0)];
        Assert.Contains("mask of", Assert.Throws<ModelException>(() => Run("QAttention", inputs, new { num_heads = 1L })).Message);
    }

    [Fact]
    public void QAttentionTakesAPastAndGivesThePresent()
    {
        Tensor x = U8(new Shape(1, 1, 2), 12, 15), w = I8(new Shape(2, 6), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
        var past = F(new Shape(2, 1, 2, 1, 1), 1, 2, 8, 20);
        Tensor?[] inputs = [x, w, F(0, 0, 0, 0, 0, 0), F(Shape.Scalar, 0.5f), F(4, 4, 4, 4, 4, 4), null, U8(Shape.Scalar, 10), null, past];
        var outputs = RunAll("com.microsoft/QAttention", 1, inputs, 2, new { num_heads = 2L });
        Near([6, 15], (Tensor)outputs[0]);
        Near([1, 0, 2, 0, 8, 4, 20, 10], (Tensor)outputs[1]);
    }

    [Fact]
    public void SkipNormalizationGivesTheSumToo()
    {
        Tensor x = F(new Shape(1, 1, 2), 0, 1), skip = F(new Shape(1, 1, 2), 1, 1);
        var layer = RunAll("com.microsoft/SkipLayerNormalization", 1, [x, skip, F(1, 2), F(0, 1), F(0, 1)], 4, new { epsilon = 0f });
        Near([-1, 3], (Tensor)layer[0]);                                    // of 1 and 3
        Near([2], (Tensor)layer[1]);
        Near([1, 3], (Tensor)layer[3]);
        var root = MathF.Sqrt(5);
        Near([1 / root, 6 / root], Run("SkipSimplifiedLayerNormalization", [x, skip, F(1, 2), F(0, 1)], new { epsilon = 0f }));
        Near([1 / root, 6 / root], OneNode.Run("SimplifiedLayerNormalization", 1, [F(1, 3), F(1, 2)],
            new { epsilon = 0f, axis = -1L, stash_type = 1L }));
    }
}
