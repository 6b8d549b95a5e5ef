using EdgeCompile.Ir;
using EdgeCompile.Onnx;
using EdgeCompile.Tests.Onnx;

namespace EdgeCompile.Tests.RandomGraphs;

/// <summary>
/// How a node of each operator is drawn: inputs from the graph or new ones, and attributes that ONNX allows for them. Null: nothing suits.
/// </summary>
static partial class OperatorDraws
{
    public static IReadOnlyList<Func<GraphDraw, Draft?>> All { get; }

    // After the fields of every part of this class.
    static OperatorDraws() => All = [.. Elementwise, .. Movement, .. Picking, .. Products, .. Windows, .. Reductions, .. Normalisations, .. Sampling,
        .. Quantised, .. Contrib];

    static readonly ElementType[] arithmetic = [ElementType.Float32, ElementType.Float32, ElementType.Float32, ElementType.Int64, ElementType.Int32,
        ElementType.Float64];
    static readonly ElementType[] integers = [ElementType.Int64, ElementType.Int32, ElementType.UInt8, ElementType.Int8];
    static readonly ElementType[] movable = [ElementType.Float32, ElementType.Float32, ElementType.Float32, ElementType.Int64, ElementType.UInt8,
        ElementType.Bool, ElementType.Float64];

    static Draft Of(string op, IReadOnlyList<Drawn?> inputs, params AttributeProto?[] attributes) =>
        new(op, inputs, [.. attributes.OfType<AttributeProto>()]);

    static AttributeProto A(string name, long value) => ModelBuilder.Attribute(name, value);
    static AttributeProto A(string name, double value) => ModelBuilder.Attribute(name, (float)value);
    static AttributeProto A(string name, string value) => ModelBuilder.Attribute(name, value);
    static AttributeProto A(string name, IEnumerable<int> values) => ModelBuilder.Attribute(name, values.Select(value => (long)value).ToArray());

    /// <summary>Integers that are an input from an opset version on and were an attribute before.</summary>
    static (Drawn[] Inputs, AttributeProto[] Attributes) Ints(GraphDraw graph, int inputSince, string name, params long[] values) =>
        graph.Opset >= inputSince ? ([graph.Constant(values)], []) : ([], [ModelBuilder.Attribute(name, values)]);

    /// <summary>An axis, counted from either end.</summary>
    static int Axis(Draw draw, int rank) => draw.Int(-rank, rank - 1);

    static Func<GraphDraw, Draft?> Unary(params (string Op, string[] Reals)[] ops) => graph =>
    {
        var (op, reals) = graph.Draw.Pick(ops);
        return Of(op, [graph.Value(graph.Float)], [.. graph.Draw.Some(reals).Select(name => A(name, graph.Draw.Real(0.1, 1.5)))]);
    };
}
