using EdgeCompile.Ir;
using EdgeCompile.Tests.Models;
using EdgeCompile.Tests.Onnx;
using static EdgeCompile.Tests.Onnx.ModelBuilder;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Ops;

public class RoiAlignTests
{
    static readonly Tensor Regions = F(new Shape(4, 4), 0, 0, 4, 4, 1, 2, 3, 2.5f, -2, 3, 9, 20, 3, 3, 1, 1);
    static readonly Tensor Pictures = Tensor.Longs(0, 1, 1, 0);

    [Fact]
    public void ABinIsTheAverageOfItsPoints()
    {
        // One bin over the four elements 1 2 3 4; its only point lies in their middle.
        Near([2.5f], Run("RoiAlign", 16, [Count(1, 1, 2, 2), F(new Shape(1, 4), 0, 0, 2, 2), Tensor.Longs(0)], new { sampling_ratio = 1L }));
        // Without the half pixel the middle is the element at (1, 1).
        Near([4], Run("RoiAlign", 10, [Count(1, 1, 2, 2), F(new Shape(1, 4), 0, 0, 2, 2), Tensor.Longs(0)], new { sampling_ratio = 1L }));
        // The largest share of a neighbour, not of a point: ONNX's max.
        Near([1], Run("RoiAlign", 16, [Count(1, 1, 2, 2), F(new Shape(1, 4), 0, 0, 2, 2), Tensor.Longs(0)],
            new { sampling_ratio = 1L, mode = "max" }));
    }

    [Fact]
    public void APictureThatIsNotThereIsRefused() =>
        Assert.Throws<ModelException>(() => Run("RoiAlign", 16, [Count(1, 1, 2, 2), F(new Shape(1, 4), 0, 0, 2, 2), Tensor.Longs(1)]));

    /// <summary>All modes and types at once: models are compiled one by one, which takes longer than they run.</summary>
    [Fact]
    public void EmittedCodeAgrees()
    {
        var model = new ModelBuilder(22).Input("regions", 4, 4).Input("x", 2, 3, 5, 4).Initialiser("pictures", Pictures);
        foreach (var type in new[] { ElementType.Float32, ElementType.Float64, ElementType.Float16, ElementType.BFloat16 })
        {
            model.Node("Cast", ["x"], ["x" + type], Attribute("to", (long)type)).Node("Cast", ["regions"], ["r" + type], Attribute("to", (long)type));
            foreach (var mode in new[] { "avg", "max" })
                foreach (var coordinates in new[] { "half_pixel", "output_half_pixel" })
                    foreach (var samples in new[] { 0L, 2 })
                    {
                        var name = $"{type}{mode}{coordinates}{samples}";
                        model.Node("RoiAlign", ["x" + type, "r" + type, "pictures"], [name], Attribute("mode", mode),
                            Attribute("coordinate_transformation_mode", coordinates),
                            Attribute("sampling_ratio", samples), Attribute("output_height", 2L), Attribute("output_width", 3L),
                                Attribute("spatial_scale", 0.75f)).Output(name);
                    }
        }
        EmittedModels.Agrees(model, Regions, Count(2, 3, 5, 4));
    }
}
