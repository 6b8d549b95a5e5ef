using EdgeCompile.Ir;
using EdgeCompile.Tests.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static IEnumerable<Func<GraphDraw, Draft?>> Sampling => [GridSampled, GridSampled, Regions, Blocks, Unpooled, Upsampled];

    static Draft GridSampled(GraphDraw graph)
    {
        var (x, draw) = (Image(graph, 2, 3), graph.Draw);
        var axes = x.Rank - 2;
        var grid = new Tensor(graph.Float, new Shape([x.Sizes[0], .. Enumerable.Range(0, axes).Select(_ => draw.Int(1, 5)), axes]));
        for (var i = 0; i < grid.Count; i++) grid.SetDouble(i, draw.Real(-1.3, 1.3));
        string[] modes = graph.Opset < 20 ? ["bilinear", "bicubic", "nearest"] : axes == 2 ? ["linear", "cubic", "nearest"] : ["linear", "nearest"];
        return Of("GridSample", [x, draw.Chance(0.8) ? graph.Input(grid) : graph.Constant(grid)], A("mode", draw.Pick(modes)),
            A("padding_mode", draw.Pick<string>(["zeros", "border", "reflection"])), draw.Chance(0.5) ? A("align_corners", 1) : null);
    }

    static Draft Regions(GraphDraw graph)
    {
        var (x, draw, count) = (Image(graph, 2, 2), graph.Draw, graph.Draw.Int(1, 4));
        var (regions, pictures) = (new Tensor(graph.Float, new Shape(count, 4)), new Tensor(ElementType.Int64, new Shape(count)));
        for (var i = 0; i < count; i++)
        {
            pictures.SetInt64(i, draw.Int(0, x.Sizes[0] - 1));
            for (var axis = 0; axis < 2; axis++)
            {
                var (from, size) = (draw.Real(-1, x.Sizes[3 - axis]), draw.Real(0.5, x.Sizes[3 - axis]));
                regions.SetDouble(4 * i + axis, from);
                regions.SetDouble(4 * i + 2 + axis, from + size);
            }
        }
        return Of("RoiAlign", [x, graph.Input(regions), draw.Chance(0.5) ? graph.Constant(pictures) : graph.Input(pictures)],
            A("output_height", draw.Int(1, 4)), A("output_width", draw.Int(1, 4)), draw.Chance(0.7) ? A("sampling_ratio", draw.Int(0, 3)) : null,
            draw.Chance(0.3) ? A("mode", "max") : null, draw.Chance(0.5) ? A("spatial_scale", 0.5) : null);
    }

    static Draft Blocks(GraphDraw graph)
    {
        var draw = graph.Draw;
        int[] image = [draw.Int(4, 9), draw.Int(4, 9)], block = [draw.Int(1, 3), draw.Int(1, 3)], strides = [draw.Int(1, 2), draw.Int(1, 2)];
        int[] pads = [draw.Int(0, 1), draw.Int(0, 1), draw.Int(0, 1), draw.Int(0, 1)];
        var columns = Enumerable.Range(0, 2).Select(axis => (image[axis] + pads[axis] + pads[axis + 2] - block[axis]) / strides[axis] + 1)
            .Aggregate(1, (a, b) => a * b);
        return Of("Col2Im", [graph.New(graph.Float, draw.Int(1, 2), draw.Int(1, 3) * block[0] * block[1], columns),
            graph.Constant(image[0], image[1]), graph.Constant(block[0], block[1])], A("strides", strides), A("pads", pads));
    }

    /// <summary>Each element somewhere in its own window.</summary>
    static Draft Unpooled(GraphDraw graph)
    {
        var (x, draw) = (Image(graph, 2, 2), graph.Draw);
        int[] window = [draw.Int(1, 3), draw.Int(1, 3)];
        var (height, width) = (x.Sizes[2] * window[0], x.Sizes[3] * window[1]);
        var indices = new Tensor(ElementType.Int64, x.Value.Shape);
        for (var i = 0; i < indices.Count; i++)
        {
            var (plane, row, column) = (i / (x.Sizes[2] * x.Sizes[3]), i / x.Sizes[3] % x.Sizes[2], i % x.Sizes[3]);
            indices.SetInt64(i, (plane * height + row * window[0] + draw.Int(0, window[0] - 1)) * width + column * window[1] + draw.Int(0, window[1] - 1));
        }
        return Of("MaxUnpool", [x, draw.Chance(0.5) ? graph.Constant(indices) : graph.Input(indices)], A("kernel_shape", window),
            A("strides", window));
    }

    /// <summary>Resize's forerunner, which opset 10 did away with.</summary>
    static Draft? Upsampled(GraphDraw graph)
    {
        if (graph.Opset > 9) return null;
        var x = Image(graph, 2, 2);
        float[] scales = [1, 1, graph.Draw.Pick<float>([1, 2, 1.5f, 3]), graph.Draw.Pick<float>([1, 2, 1.5f, 3])];
        return Of("Upsample", [x, graph.Constant(Tensor.Floats(new Shape(4), scales))], A("mode", graph.Draw.Pick<string>(["nearest", "linear"])));
    }
}
