using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;
using Google.Protobuf;
using static EdgeCompile.Tests.Onnx.ModelBuilder;

namespace EdgeCompile.Tests.Wasm;

/// <summary>Graphs of one idea each, whose arithmetic, indices or loops could be another on another machine.</summary>
static class SmallGraphs
{
    public static IReadOnlyList<ModelSource> All { get; } =
    [
        Of("gelu", new ModelBuilder(20).Input("x", 3, 37).Node("Gelu", ["x"], ["y"])),
        Of("gelu_tanh", new ModelBuilder(20).Input("x", 3, 37).Node("Gelu", ["x"], ["y"], Attribute("approximate", "tanh"))),
        Of("softmax", new ModelBuilder().Input("x", 5, 19).Node("Softmax", ["x"], ["y"], Attribute("axis", -1L))),
        Of("softmax_columns", new ModelBuilder().Input("x", 2, 7, 9).Node("Softmax", ["x"], ["y"], Attribute("axis", 1L))),
        Of("resize_linear", new ModelBuilder(18).Input("x", 1, 3, 5, 7).Initialiser("sizes", Tensor.Longs(1, 3, 11, 13))
            .Node("Resize", ["x", "", "", "sizes"], ["y"], Attribute("mode", "linear"))),
        Of("resize_cubic", new ModelBuilder(18).Input("x", 1, 2, 6, 6).Initialiser("sizes", Tensor.Longs(1, 2, 9, 4))
            .Node("Resize", ["x", "", "", "sizes"], ["y"], Attribute("mode", "cubic"), Attribute("coordinate_transformation_mode", "align_corners"))),
        Of("gather", new ModelBuilder().Input("x", 9, 21).Initialiser("i", Tensor.Longs(8, 0, -1, 3, 3)).Node("Gather", ["x", "i"], ["y"])),
        Of("gather_columns", new ModelBuilder().Input("x", 4, 33).Initialiser("i", Tensor.Longs(32, 0, -2, 17)).Node("Gather", ["x", "i"], ["y"], Attribute("axis", 1L))),
        Of("layer_normalization", new ModelBuilder().Input("x", 4, 24).Input("s", 24).Input("b", 24).Node("LayerNormalization", ["x", "s", "b"], ["y"])),
        Of("conv", new ModelBuilder().Input("x", 1, 3, 9, 11).Input("w", 5, 3, 3, 3).Node("Conv", ["x", "w"], ["y"],
            Attribute("pads", new[] { 1L, 1, 1, 1 }))),
        Of("integers", new ModelBuilder().Input("a", ElementType.Int64, 3, 17).Input("b", ElementType.Int64, 17)
            .Node("Mul", ["a", "b"], ["c"]).Node("ReduceSum", ["c"], ["y"], Attribute("keepdims", 0L))),
        Of("doubles", new ModelBuilder().Input("a", ElementType.Float64, 3, 17).Node("Abs", ["a"], ["b"]).Node("Sqrt", ["b"], ["y"])),
    ];

    static ModelSource Of(string name, ModelBuilder model) => new(name, model.Output("y").Proto.ToByteArray());
}
