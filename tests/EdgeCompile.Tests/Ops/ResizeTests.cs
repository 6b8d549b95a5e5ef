using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class ResizeTests
{
    static Tensor Scaled(Tensor x, float scale, object attributes, int opset = 13) =>
        Run("Resize", opset, [x, null, F(scale)], attributes, 2);

    [Theory]
    [InlineData("half_pixel", "round_prefer_floor", new[] { 1f, 1, 2, 2 })]
    [InlineData("asymmetric", "floor", new[] { 1f, 1, 2, 2 })]
    [InlineData("asymmetric", "ceil", new[] { 1f, 2, 2, 2 })]
    [InlineData("asymmetric", "round_prefer_floor", new[] { 1f, 1, 2, 2 })]
    [InlineData("asymmetric", "round_prefer_ceil", new[] { 1f, 2, 2, 2 })]
    [InlineData("align_corners", "round_prefer_ceil", new[] { 1f, 1, 2, 2 })]
    public void NearestOfTwoGrownToFour(string coordinates, string nearest, float[] expected) =>
        Near(expected, Scaled(Count(2), 2, new { mode = "nearest", coordinate_transformation_mode = coordinates, nearest_mode = nearest }));

    // x = (i + 0.5) / 2 - 0.5 = -0.25, 0.25, 0.75, 1.25: the edge element stands for what lies outside.
    [Fact]
    public void LinearHalfPixel() => Near([1, 1.25f, 1.75f, 2], Scaled(Count(2), 2, new { mode = "linear" }));

    // Exporters write the policy beside scales, too; OneNode finds attributes that nobody reads.
    [Fact]
    public void ThePolicyForSizesChangesNothingBesideScales() =>
        Near([1, 1.25f, 1.75f, 2], Scaled(Count(2), 2, new { mode = "linear", keep_aspect_ratio_policy = "not_larger" }, opset: 18));

    [Fact]
    public void LinearAlignCorners() => Near([1, 4 / 3f, 5 / 3f, 2],
        Scaled(Count(2), 2, new { mode = "linear", coordinate_transformation_mode = "align_corners" }));

    // Keys with a = -0.75 at distances 1.75, 0.75, 0.25, 1.25: -0.03515625, 0.26171875, 0.87890625, -0.10546875; edges repeated.
    [Fact]
    public void CubicHalfPixel() => Near([1 - 0.10546875f, 1 + 0.26171875f - 0.03515625f, 2 + 0.03515625f - 0.26171875f, 2 + 0.10546875f],
        Scaled(Count(2), 2, new { mode = "cubic" }));

    [Fact]
    public void CubicOfALineInsideIsTheLine() =>
        Near([3.75f, 4.25f], Run("Slice", 13,
            [Scaled(Count(8), 2, new { mode = "cubic", cubic_coeff_a = -0.5f }), Tensor.Longs(6), Tensor.Longs(8)], null, 1, 2), 1e-5);

    // As above: 100 + 100 * -0.10546875 = 89.45, 122.65, 177.34, 210.54; and a step from 0 to 255 overshoots both.
    [Fact]
    public void CubicOfIntegersIsCutAndKeepsToTheRange()
    {
        Assert.Equal([89, 122, 177, 210], Scaled(U8(100, 200), 2, new { mode = "cubic" }).Bytes);
        Assert.Equal([0, 57, 197, 255], Scaled(U8(0, 255), 2, new { mode = "cubic" }).Bytes);
        Tensor[] inputs = [Tensor.Of(ElementType.Int8, new Shape(1, 1, 2, 3), (sbyte)-128, (sbyte)127, (sbyte)3, (sbyte)127, (sbyte)-128, (sbyte)0),
            F(1, 1, 2, 3)];
        LoweredEvaluator.AgreesOnEveryNode(Import("Resize", 13, [inputs[0], null, inputs[1]], 1, new { mode = "cubic" }, 2), [inputs[0]]);
    }

    [Fact]
    public void AntialiasWidensTheFilter() =>
        Near([(0.75f * 1 + 0.75f * 2 + 0.25f * 3 + 0.25f * 1) / 2], Run("Slice", 13,
            [Scaled(Count(8), 0.5f, new { mode = "linear", antialias = 1L }, 18), Tensor.Longs(0), Tensor.Longs(1)], null, 1, 2), 1e-5);

    [Fact]
    public void CropTakesTheExtrapolationValueOutside() => Near([1, 10, 10],
        Run("Resize", 13, [Count(2), F(0f, 3f), null, Tensor.Longs(3)],
            new { mode = "linear", coordinate_transformation_mode = "tf_crop_and_resize", extrapolation_value = 10f }, 1, 3));

    [Fact]
    public void SizesOnChosenAxesKeepProportions() => Assert.Equal(new Shape(1, 1, 3, 6), Run("Resize", 18,
        [Count(1, 1, 2, 4), null, null, Tensor.Longs(3, 7)], new { axes = new long[] { 2, 3 }, keep_aspect_ratio_policy = "not_larger" }, 3).Shape);

    [Fact]
    public void UpsampleAndOpset10()
    {
        Near([1, 1, 2, 2], Run("Upsample", 9, [Count(2), F(2f)], null, 1));
        Near([1, 1, 2, 2], Run("Upsample", 7, [Count(2)], new { scales = new[] { 2f } }));
        Near([1, 1.5f, 2, 2], Run("Resize", 10, [Count(2), F(2f)], new { mode = "linear" }, 1));
    }

    [Fact]
    public void ScalesOrSizes() => Assert.Throws<ModelException>(() => Run("Resize", 13, [Count(2), null, F(2f), Tensor.Longs(4)], null, 2, 3));
}
