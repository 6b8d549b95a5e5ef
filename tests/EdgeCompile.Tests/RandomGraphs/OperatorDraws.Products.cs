using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static IEnumerable<Func<GraphDraw, Draft?>> Products => [Convolution, Convolution, Convolution, Transposition, Product, Product, Affine, Einsum];

    static IEnumerable<Func<GraphDraw, Draft?>> Windows => [Pooled, Pooled, MaxPooled, GlobalPooled];

    /// <summary>A picture, a row or a volume with channels.</summary>
    static Drawn Image(GraphDraw graph, int leastSpatial = 1, int mostSpatial = 3)
    {
        var known = graph.Value(graph.Float, 2 + leastSpatial, 2 + mostSpatial);
        if (graph.Draw.Chance(0.7)) return known;
        var spatial = graph.Draw.Pick<int>([.. new[] { 2, 2, 2, 1, 3 }.Where(count => count >= leastSpatial && count <= mostSpatial)]);
        return graph.Input(graph.Draw.Tensor(graph.Float, [graph.Draw.Pick<int>([1, 1, 2]), graph.Draw.Pick<int>([1, 2, 3, 4, 8, 16, 17]),
            .. Enumerable.Range(0, spatial).Select(_ => graph.Draw.Int(1, spatial == 3 ? 6 : 11))]));
    }

    /// <summary>Window sizes with the attributes of a sliding window.</summary>
    static (int[] Kernel, AttributeProto?[] Attributes) Window(GraphDraw graph, Drawn x, bool dilate, bool padOutside = true)
    {
        var draw = graph.Draw;
        var spatial = x.Sizes[2..];
        var kernel = spatial.Select(size => Math.Min(size, draw.Pick<int>([1, 2, 3, 3, 5]))).ToArray();
        var strides = kernel.Select(_ => draw.Pick<int>([1, 1, 2, 3])).ToArray();
        var dilations = kernel.Select((size, i) => dilate && (size - 1) * 2 < spatial[i] ? draw.Pick<int>([1, 1, 2]) : 1).ToArray();
        var pads = kernel.Concat(kernel).Select(size => draw.Chance(0.5) ? 0 : draw.Int(0, padOutside ? size : size - 1)).ToArray();
        var auto = draw.Chance(0.2) ? draw.Pick<string>(["SAME_UPPER", "SAME_LOWER", "VALID"]) : null;
        return (kernel,
        [
            A("kernel_shape", kernel), draw.Chance(0.6) ? A("strides", strides) : null, draw.Chance(0.3) && auto is null ? A("dilations", dilations)
                : null,
            auto is not null ? A("auto_pad", auto) : draw.Chance(0.6) ? A("pads", pads) : null,
        ]);
    }

    static Draft Convolution(GraphDraw graph)
    {
        var x = Image(graph);
        var (kernel, attributes) = Window(graph, x, dilate: true);
        var channels = x.Sizes[1];
        var group = graph.Draw.Pick<int>([1, 1, channels, .. Enumerable.Range(1, channels).Where(group => channels % group == 0)]);
        var made = group * graph.Draw.Pick<int>([1, 1, 2, 3, 4]) * (group == 1 ? graph.Draw.Pick<int>([1, 2, 5]) : 1);
        var weights = Weights(graph, [made, channels / group, .. kernel]);
        return Of("Conv", [x, weights, .. graph.Draw.Chance(0.6) ? new[] { Weights(graph, made) } : []],
            [.. attributes, group > 1 ? A("group", group) : null]);
    }

    static Draft Transposition(GraphDraw graph)
    {
        var x = Image(graph, 1, 2);
        var draw = graph.Draw;
        var channels = x.Sizes[1];
        var group = draw.Pick<int>([1, 1, .. Enumerable.Range(1, channels).Where(group => channels % group == 0)]);
        var kernel = x.Sizes[2..].Select(_ => draw.Int(1, 4)).ToArray();
        var strides = kernel.Select(_ => draw.Int(1, 3)).ToArray();
        var each = draw.Int(1, 4);
        return Of("ConvTranspose", [x, Weights(graph, [channels, each, .. kernel]),
            .. draw.Chance(0.5) ? new[] { Weights(graph, each * group) } : []],
            A("strides", strides), group > 1 ? A("group", group) : null, draw.Chance(0.4)
                ? A("pads", kernel.Concat(kernel).Select(size => draw.Int(0, (size - 1) / 2))) : null,
            draw.Chance(0.3) ? A("output_padding", strides.Select(stride => draw.Int(0, stride - 1))) : null);
    }

    /// <summary>Weights are mostly constant; the fast kernels want them so.</summary>
    static Drawn Weights(GraphDraw graph, params int[] sizes)
    {
        var tensor = new Tensor(graph.Float, new Shape(sizes));
        for (var i = 0; i < tensor.Count; i++) tensor.SetDouble(i, graph.Draw.Real(-1, 1));
        return graph.Draw.Chance(0.8) ? graph.Constant(tensor) : graph.Input(tensor);
    }

    static Draft Product(GraphDraw graph)
    {
        var a = graph.Value(graph.Float, 1, 4);
        var depth = a.Sizes[^1];
        var known = graph.Value(graph.Float, 2, 4, value => value.Sizes[^2] == depth && value.Sizes[..^2].All(size => size == 1));
        var b = graph.Draw.Chance(0.3) && known.Sizes[^2] == depth && known.Sizes[..^2].All(size => size == 1) ? known
            : Weights(graph, [.. a.Rank > 2 && graph.Draw.Chance(0.4) ? a.Sizes[..^2] : [], depth, graph.Draw.Size()]);
        return Of("MatMul", [a, b]);
    }

    static Draft Affine(GraphDraw graph)
    {
        var a = graph.Value(graph.Float, 2, 2);
        var (transA, transB) = (graph.Draw.Int(0, 1), graph.Draw.Int(0, 1));
        var (rows, depth, columns) = (a.Sizes[transA], a.Sizes[1 - transA], graph.Draw.Size());
        var b = Weights(graph, transB == 1 ? [columns, depth] : [depth, columns]);
        int[][] shapes = [[columns], [1, columns], [rows, columns], [rows, 1], []];
        return Of("Gemm", [a, b, .. graph.Draw.Chance(0.7) ? new[] { Weights(graph, graph.Draw.Pick(shapes)) } : []], A("transA", transA),
            A("transB", transB),
            graph.Draw.Chance(0.3) ? A("alpha", 0.5) : null, graph.Draw.Chance(0.3) ? A("beta", 1.5) : null);
    }

    static Draft Einsum(GraphDraw graph)
    {
        var a = graph.Value(graph.Float, 3, 3);
        var (i, j, k) = (a.Sizes[0], a.Sizes[1], a.Sizes[2]);
        var (equation, other) = graph.Draw.Pick<(string, int[])>([("ijk,ikl->ijl", [i, k, 5]), ("ijk,ijl->ikl", [i, j, 3]), ("ijk,kl->ilj", [k, 4]),
            ("ijk,ijk->ij", [i, j, k]), ("ijk,j->ki", [j])]);
        return Of("Einsum", [a, Weights(graph, other)], A("equation", equation));
    }

    static Draft Pooled(GraphDraw graph)
    {
        var x = Image(graph);
        var (_, attributes) = Window(graph, x, dilate: false, padOutside: false);
        return graph.Draw.Chance(0.7)
            ? Of("AveragePool", [x], [.. attributes, graph.Draw.Chance(0.4) ? A("count_include_pad", 1) : null,
                graph.Draw.Chance(0.3) ? A("ceil_mode", 1) : null])
            : Of("LpPool", [x], [.. attributes, A("p", graph.Draw.Int(1, 3))]);
    }

    static Draft MaxPooled(GraphDraw graph)
    {
        var x = Image(graph);
        var (_, attributes) = Window(graph, x, dilate: true, padOutside: false);
        return Of("MaxPool", [x], [.. attributes, graph.Draw.Chance(0.3) ? A("ceil_mode", 1) : null]) with { Outputs = graph.Draw.Chance(0.2) ? 2 : 1 };
    }

    static Draft GlobalPooled(GraphDraw graph) => Of(graph.Draw.Pick<string>(["GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"]), [Image(graph)]);
}
