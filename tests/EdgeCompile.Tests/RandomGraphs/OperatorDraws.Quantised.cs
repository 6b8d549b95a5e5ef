using EdgeCompile.Ir;
using EdgeCompile.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static readonly ElementType[] bytes = [ElementType.UInt8, ElementType.Int8];

    static IEnumerable<Func<GraphDraw, Draft?>> Quantised =>
        [Quantize, Quantize, Quantize, Dequantize, Dequantize, Dequantize, DynamicQuantize, QuantisedConvolution, QuantisedProduct,
            IntegerConvolution, IntegerProduct, QuantisedSum];

    static Drawn Scale(GraphDraw graph, double least, double most, params int[] sizes) => Scale(graph, ElementType.Float32, least, most, sizes);

    static Drawn Scale(GraphDraw graph, ElementType type, double least, double most, params int[] sizes)
    {
        var scale = new Tensor(type, new Shape(sizes));
        for (var i = 0; i < scale.Count; i++) scale.SetDouble(i, graph.Draw.Real(least, most));
        return graph.Constant(scale);
    }

    static Drawn Zero(GraphDraw graph, ElementType type, params int[] sizes)
    {
        var zero = new Tensor(type, new Shape(sizes));
        for (var i = 0; i < zero.Count; i++) zero.SetInt64(i, type == ElementType.UInt8 ? graph.Draw.Int(100, 150) : graph.Draw.Int(-20, 20));
        return graph.Constant(zero);
    }

    static Drawn Bytes(GraphDraw graph, params int[] sizes)
    {
        var tensor = new Tensor(graph.Draw.Pick(bytes), new Shape(sizes));
        for (var i = 0; i < tensor.Count; i++) tensor.SetInt64(i, graph.Draw.Int(-100, 100) + (tensor.Element == ElementType.UInt8 ? 128 : 0));
        return graph.Draw.Chance(0.8) ? graph.Constant(tensor) : graph.Input(tensor);
    }

    static Draft Quantize(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        var axis = graph.Opset >= 13 && graph.Draw.Chance(0.2) ? graph.Draw.Int(0, x.Rank - 1) : -1;
        int[] sizes = axis < 0 ? [] : [x.Sizes[axis]];
        return Of("QuantizeLinear", [x, Scale(graph, x.Element, 0.02, 0.1, sizes), Zero(graph, graph.Draw.Pick(bytes), sizes)],
            axis < 0 ? null : A("axis", axis));
    }

    static Draft Dequantize(GraphDraw graph)
    {
        var q = graph.Value(graph.Draw.Pick(bytes), 1);
        var axis = graph.Opset >= 13 && graph.Draw.Chance(0.2) ? graph.Draw.Int(0, q.Rank - 1) : -1;
        int[] sizes = axis < 0 ? [] : [q.Sizes[axis]];
        return Of("DequantizeLinear", [q, Scale(graph, graph.Opset < 19 ? ElementType.Float32 : graph.Float, 0.02, 0.1, sizes),
            Zero(graph, q.Element, sizes)],
            axis < 0 ? null : A("axis", axis));
    }

    static Draft DynamicQuantize(GraphDraw graph) => Of("DynamicQuantizeLinear", [graph.Value(ElementType.Float32)]) with { Outputs = 3 };

    /// <summary>A picture of bytes.</summary>
    static Drawn ByteImage(GraphDraw graph)
    {
        var element = graph.Draw.Pick(bytes);
        var known = graph.Value(element, 4, 4);
        return graph.Draw.Chance(0.5) ? known : graph.Input(graph.Draw.Tensor(element,
            [1, graph.Draw.Pick<int>([1, 3, 4, 8, 17]), graph.Draw.Int(2, 9), graph.Draw.Int(2, 9)]));
    }

    /// <summary>Weights and attributes of a convolution of a picture of bytes.</summary>
    static (Drawn Weights, int Made, AttributeProto?[] Attributes) ByteWindow(GraphDraw graph, Drawn x)
    {
        var (kernel, attributes) = Window(graph, x, dilate: true);
        var channels = x.Sizes[1];
        var group = graph.Draw.Chance(0.3) ? channels : 1;
        var made = group * graph.Draw.Pick<int>([1, 1, 2, 5]);
        return (Bytes(graph, [made, channels / group, .. kernel]), made, [.. attributes, group > 1 ? A("group", group) : null]);
    }

    static Draft QuantisedConvolution(GraphDraw graph)
    {
        var x = ByteImage(graph);
        var (weights, made, attributes) = ByteWindow(graph, x);
        int[] each = weights.Element == ElementType.Int8 && graph.Draw.Chance(0.5) ? [made] : [];
        var bias = new Tensor(ElementType.Int32, new Shape(made));
        for (var i = 0; i < made; i++) bias.SetInt64(i, graph.Draw.Int(-2000, 2000));
        return Of("QLinearConv", [x, Scale(graph, 0.02, 0.1), Zero(graph, x.Element), weights, Scale(graph, 0.01, 0.03, each),
            Zero(graph, weights.Element, each),
            Scale(graph, 0.1, 0.5), Zero(graph, x.Element), .. graph.Draw.Chance(0.5) ? new[] { graph.Constant(bias) } : []], attributes);
    }

    static Draft QuantisedProduct(GraphDraw graph)
    {
        var a = graph.Value(graph.Draw.Pick(bytes), 2, 3);
        var b = Bytes(graph, a.Sizes[^1], graph.Draw.Size());
        return Of("QLinearMatMul", [a, Scale(graph, 0.02, 0.1), Zero(graph, a.Element), b, Scale(graph, 0.01, 0.03), Zero(graph, b.Element),
            Scale(graph, 0.1, 0.5), Zero(graph, a.Element)]);
    }

    static Draft IntegerConvolution(GraphDraw graph)
    {
        var x = ByteImage(graph);
        var (weights, _, attributes) = ByteWindow(graph, x);
        return Of("ConvInteger", [x, weights, .. graph.Draw.Chance(0.6) ? new[] { Zero(graph, x.Element) } : []], attributes);
    }

    static Draft IntegerProduct(GraphDraw graph)
    {
        var a = graph.Value(graph.Draw.Pick(bytes), 2, 3);
        var b = Bytes(graph, a.Sizes[^1], graph.Draw.Size());
        return Of("MatMulInteger", [a, b, .. graph.Draw.Chance(0.6) ? new[] { Zero(graph, a.Element), Zero(graph, b.Element) } : []]);
    }

    static Draft QuantisedSum(GraphDraw graph)
    {
        var a = graph.Value(graph.Draw.Pick(bytes));
        return Of(graph.Draw.Pick<string>(["QLinearAdd", "QLinearMul"]),
            [a, Scale(graph, 0.02, 0.1), Zero(graph, a.Element), graph.Partner(a), Scale(graph, 0.02, 0.1), Zero(graph, a.Element),
            Scale(graph, 0.05, 0.2), Zero(graph, a.Element)]) with { Domain = "com.microsoft" };
    }
}
