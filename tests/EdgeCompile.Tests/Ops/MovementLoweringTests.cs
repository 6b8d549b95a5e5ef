using EdgeCompile.Ir;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

/// <summary>What is lowered is what is evaluated: nests element by element, views through the layouts that they promise.</summary>
public class MovementLoweringTests
{
    static readonly Random Random = new(7);

    static void Agrees(string op, int opset, Tensor?[] inputs, object? attributes = null, params int[] constants) =>
        AgreesWith(op, opset, inputs, 1, attributes, constants);

    static void AgreesWith(string op, int opset, Tensor?[] inputs, int outputs, object? attributes, params int[] constants) =>
        LoweredEvaluator.AgreesOnEveryNode(Import(op, opset, inputs, outputs, attributes, constants),
            [.. inputs.Where((input, i) => input is not null && !constants.Contains(i)).Select(input => input!)]);

    [Fact]
    public void ReshapeOfRandomShapes()
    {
        for (var round = 0; round < 200; round++)
        {
            int[] factors = [.. Enumerable.Range(0, Random.Next(1, 6)).Select(_ => Random.Next(1, 4))];
            Agrees("Reshape", 13, [Count(Grouped(factors)), Tensor.Longs([.. Grouped(factors).Select(size => (long)size)])], null, 1);
        }

        // The same product cut in other places, with ones in between.
        static int[] Grouped(int[] factors)
        {
            var sizes = new List<int> { 1 };
            foreach (var factor in factors)
            {
                if (Random.Next(2) == 0) sizes[^1] *= factor; else sizes.Add(factor);
                if (Random.Next(4) == 0) sizes.Add(1);
            }
            return [.. sizes];
        }
    }

    [Fact]
    public void Transposes()
    {
        for (var round = 0; round < 50; round++)
        {
            var perm = Enumerable.Range(0, 4).OrderBy(_ => Random.Next()).Select(axis => (long)axis).ToArray();
            Agrees("Transpose", 13, [Count(2, 3, 4, 5)], new { perm });
        }
    }

    [Fact]
    public void SlicesAndSplits()
    {
        for (var round = 0; round < 100; round++)
            Agrees("Slice", 13,
                [Count(3, 7, 4), Tensor.Longs(Random.Next(-8, 9), Random.Next(-8, 9)), Tensor.Longs(Random.Next(-8, 9), Random.Next(-8, 9)),
                    Tensor.Longs(1, 2), Tensor.Longs(Random.Next(1, 4) * (Random.Next(2) * 2 - 1), Random.Next(1, 3))], null, 1, 2, 3, 4);
        AgreesWith("Split", 13, [Count(2, 7), Tensor.Longs(3, 0, 4)], 3, new { axis = 1L }, 1);
    }

    [Fact]
    public void ConcatsAndExpands()
    {
        Agrees("Concat", 13, [Count(2, 3, 2), Count(2, 0, 2), Count(2, 1, 2)], new { axis = 1L });
        Agrees("Expand", 13, [Count(3, 1, 2), Tensor.Longs(2, 3, 4, 1)], null, 1);
        Agrees("Tile", 13, [Count(3, 1, 2), Tensor.Longs(2, 3, 1)], null, 1);
        Agrees("Tile", 13, [Count(3, 1, 2), Tensor.Longs(1, 3, 1)], null, 1);
        Agrees("ConstantOfShape", 9, [Tensor.Longs(2, 2)], null, 0);
    }

    [Fact]
    public void Gathers()
    {
        var indices = Tensor.Of(ElementType.Int64, new Shape(2, 3), 0L, 3, -1, 2, 2, -4);
        foreach (var constants in new int[][] { [1], [] })
        {
            Agrees("Gather", 13, [Count(2, 4, 3), indices], new { axis = 1L }, constants);
            Agrees("GatherElements", 13, [Count(4, 3), indices], new { axis = 0L }, constants);
            Agrees("GatherND", 13, [Count(4, 4, 4, 2), indices], null, constants);
            Agrees("GatherND", 13, [Count(2, 4, 4), Tensor.Of(ElementType.Int64, new Shape(2, 2, 1), 0L, 3, -1, 2)],
                new { batch_dims = 1L }, constants);
        }
        Agrees("Gather", 13, [Count(2, 8), Tensor.Longs(1, 3, 5)], new { axis = 1L }, 1);
        Agrees("Gather", 13, [Count(2, 8), Tensor.Longs(0, 0, 1, 1, 2, 2)], new { axis = 1L }, 1);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("reflect")]
    [InlineData("edge")]
    [InlineData("wrap")]
    public void Pads(string mode)
    {
        Agrees("Pad", 19, [Count(2, 3, 4), Tensor.Longs(0, 2, 1, 1, -1, 3)], new { mode }, 1);
        if (mode == "constant") Agrees("Pad", 13, [Count(2, 3), Tensor.Longs(1, 0, 0, 2), Tensor.Floats(Shape.Scalar, 5)], null, 1);
    }

    [Theory]
    [InlineData("nearest", "half_pixel", 0)]
    [InlineData("nearest", "asymmetric", 0)]
    [InlineData("linear", "half_pixel", 0)]
    [InlineData("linear", "align_corners", 0)]
    [InlineData("linear", "pytorch_half_pixel", 1)]
    [InlineData("cubic", "half_pixel", 0)]
    [InlineData("cubic", "half_pixel_symmetric", 1)]
    public void Resizes(string mode, string coordinate_transformation_mode, long antialias)
    {
        foreach (var (h, w) in new[] { (2f, 2f), (0.6f, 1.3f), (3f, 0.5f) })
            Agrees("Resize", 19, [Count(1, 2, 5, 4), null, F(1, 1, h, w)], new { mode, coordinate_transformation_mode, antialias }, 2);
    }

    [Fact]
    public void ResizeWithCrop()
    {
        foreach (var mode in new[] { "nearest", "linear", "cubic" })
            Agrees("Resize", 13, [Count(1, 1, 4, 4), F(0, 0, 0.2f, -0.3f, 1, 1, 0.9f, 1.4f), null, Tensor.Longs(1, 1, 3, 5)],
                new { mode, coordinate_transformation_mode = "tf_crop_and_resize", extrapolation_value = 10f }, 1, 3);
    }

    [Fact]
    public void TheRest()
    {
        Agrees("DepthToSpace", 13, [Count(2, 8, 2, 3)], new { blocksize = 2L });
        Agrees("SpaceToDepth", 13, [Count(2, 2, 4, 6)], new { blocksize = 2L });
        Agrees("Trilu", 14, [Count(2, 3, 4), Tensor.LongScalar(-1)], null, 1);
        Agrees("Trilu", 14, [Count(4, 3)], new { upper = 0L });
        Agrees("OneHot", 11, [Tensor.Of(ElementType.Int64, new Shape(2, 2), -1L, 1, 3, 0), Tensor.LongScalar(3), F(2, 5)], new { axis = 1L }, 1);
        foreach (var exclusive in new[] { 0L, 1 })
            foreach (var reverse in new[] { 0L, 1 })
                Agrees("CumSum", 14, [Count(2, 3, 2), Tensor.LongScalar(1)], new { exclusive, reverse }, 1);
    }
}
