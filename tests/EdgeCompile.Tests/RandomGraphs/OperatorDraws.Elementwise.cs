using EdgeCompile.Ir;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static readonly (string, string[])[] functions =
    [
        .. new[]
        {
            "Abs", "Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Ceil", "Cos", "Cosh", "Erf", "Exp", "Floor", "HardSwish", "Identity", "Log",
                "Mish", "Neg",
            "Reciprocal", "Relu", "Round", "Sigmoid", "Sign", "Sin", "Sinh", "Softplus", "Softsign", "Sqrt", "Tan", "Tanh",
        }.Select(op => (op, Array.Empty<string>())),
        ("Celu", ["alpha"]), ("Elu", ["alpha"]), ("HardSigmoid", ["alpha", "beta"]), ("LeakyRelu", ["alpha"]), ("Selu", ["alpha", "gamma"]),
        ("Shrink", ["bias", "lambd"]), ("ThresholdedRelu", ["alpha"]),
    ];

    static IEnumerable<Func<GraphDraw, Draft?>> Elementwise =>
    [
        Unary(functions), Unary(functions), Unary(functions), Unary(functions),
        graph => Of("Gelu", [graph.Value(graph.Float)], graph.Draw.Chance(0.5) ? A("approximate", "tanh") : null),
        graph => Binary(graph, graph.Draw.Pick<string>(["Add", "Sub", "Mul"])),
            graph => Binary(graph, graph.Draw.Pick<string>(["Add", "Sub", "Mul", "Div", "Max", "Min"])),
        Power, Remainder, Slopes, Several, Comparison, Logical, Bitwise, Shifted, Select, Bounded, Converted, Dropped, Range,
    ];

    static Draft Binary(GraphDraw graph, string op)
    {
        var a = graph.ValueOf(arithmetic);
        var b = op == "Div" ? NonZero(graph, a) : graph.Partner(a);
        return Of(op, op != "Div" && graph.Draw.Chance(0.4) ? [b, a] : [a, b]);
    }

    /// <summary>A partner that may be divided by.</summary>
    static Drawn NonZero(GraphDraw graph, Drawn value)
    {
        var numbers = graph.Draw.Tensor(value.Element, value.Sizes.Select(size => graph.Draw.Chance(0.4) ? 1 : size).ToArray());
        for (var i = 0; i < numbers.Count; i++)
            numbers.SetDouble(i, (value.Element.IsFloat() ? 0.3 : 1) + Math.Abs(numbers.GetDouble(i)));
        return graph.Draw.Chance(0.5) ? graph.Constant(numbers) : graph.Input(numbers);
    }

    static Draft Power(GraphDraw graph)
    {
        var x = graph.Value(graph.Float);
        var exponent = new Tensor(graph.Float, Shape.Scalar);
        exponent.SetDouble(0, graph.Draw.Pick<double>([2, 3, 0.5, -1, 1, 0, 1.7]));
        return Of("Pow", [x, graph.Constant(exponent)]);
    }

    static Draft Remainder(GraphDraw graph)
    {
        var x = graph.ValueOf([graph.Float, ElementType.Int64, ElementType.Int32]);
        return Of("Mod", [x, NonZero(graph, x)], x.Element.IsFloat() || graph.Draw.Chance(0.3) ? A("fmod", 1) : null);
    }

    static Draft Slopes(GraphDraw graph)
    {
        var x = graph.Value(graph.Float);
        return Of("PRelu", [x, graph.New(graph.Float, [.. x.Sizes.Select((size, axis) => axis == 1 || graph.Draw.Chance(0.2) ? size : 1)])]);
    }

    static Draft Several(GraphDraw graph)
    {
        var op = graph.Draw.Pick<string>(["Sum", "Mean", "Max", "Min"]);
        var first = graph.Value(graph.Float);
        return Of(op, [first, .. Enumerable.Range(0, graph.Draw.Int(0, 2)).Select(_ => graph.New(graph.Float, [.. first.Sizes.Select(size => graph.Draw.Chance(0.3) ? 1 : size)]))]);
    }

    static Draft Comparison(GraphDraw graph)
    {
        var a = graph.ValueOf([graph.Float, ElementType.Int64, ElementType.UInt8]);
        return Of(graph.Draw.Pick<string>(["Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual"]), [a, graph.Partner(a)]);
    }

    static Draft Logical(GraphDraw graph)
    {
        var a = graph.Value(ElementType.Bool);
        return graph.Draw.Chance(0.3) ? Of("Not", [a]) : Of(graph.Draw.Pick<string>(["And", "Or", "Xor"]), [a, graph.Partner(a)]);
    }

    static Draft Bitwise(GraphDraw graph)
    {
        var a = graph.ValueOf(integers);
        return graph.Draw.Chance(0.2) ? Of("BitwiseNot", [a])
            : Of(graph.Draw.Pick<string>(["BitwiseAnd", "BitwiseOr", "BitwiseXor"]), [a, graph.Partner(a)]);
    }

    static Draft Shifted(GraphDraw graph)
    {
        var x = graph.Value(ElementType.UInt8);
        var counts = new Tensor(ElementType.UInt8, new Shape([.. x.Sizes.Select(size => graph.Draw.Chance(0.5) ? 1 : size)]));
        for (var i = 0; i < counts.Count; i++) counts.SetInt64(i, graph.Draw.Int(0, 9));
        return Of("BitShift", [x, graph.Draw.Chance(0.5) ? graph.Constant(counts) : graph.Input(counts)],
            A("direction", graph.Draw.Pick<string>(["LEFT", "RIGHT"])));
    }

    static Draft Dropped(GraphDraw graph) =>
        Of("Dropout", [graph.Value(graph.Float, 1)], graph.Opset < 12 ? A("ratio", 0.3) : null) with { Outputs = graph.Draw.Int(1, 2) };

    static Draft Range(GraphDraw graph)
    {
        var type = graph.Draw.Pick<ElementType>([ElementType.Float32, ElementType.Int64, ElementType.Int32]);
        return Of("Range", [Scalar(graph.Draw.Int(-3, 3)), Scalar(graph.Draw.Int(4, 30)), Scalar(graph.Draw.Int(1, 4))]);

        Drawn Scalar(int number)
        {
            var tensor = new Tensor(type, Shape.Scalar);
            tensor.SetDouble(0, number);
            return graph.Constant(tensor);
        }
    }

    static Draft Select(GraphDraw graph)
    {
        var a = graph.ValueOf([graph.Float, graph.Float, ElementType.Int64]);
        var condition = graph.Value(ElementType.Bool, 0, 5, value => value.Sizes.SequenceEqual(a.Sizes));
        if (!condition.Sizes.SequenceEqual(a.Sizes)) condition = graph.New(ElementType.Bool,
            [.. a.Sizes.Select(size => graph.Draw.Chance(0.3) ? 1 : size)]);
        return Of("Where", [condition, a, graph.Partner(a)]);
    }

    static Draft Bounded(GraphDraw graph)
    {
        var x = graph.ValueOf([graph.Float, graph.Float, ElementType.Int32]);
        var (least, most) = (new Tensor(x.Element, Shape.Scalar), new Tensor(x.Element, Shape.Scalar));
        least.SetDouble(0, -1);
        most.SetDouble(0, graph.Draw.Int(0, 6));
        if (graph.Opset < 11) return Of("Clip", [x], A("min", -1.0), A("max", 2.5));
        return Of("Clip", [x, graph.Draw.Chance(0.8) ? graph.Constant(least) : null,
            .. graph.Draw.Chance(0.7) ? new[] { graph.Constant(most) } : []]);
    }

    static Draft Converted(GraphDraw graph)
    {
        var x = graph.ValueOf([.. movable, ElementType.Int32, ElementType.Int8]);
        var to = graph.Draw.Pick<ElementType>([ElementType.Float32, ElementType.Float32, ElementType.Int32, ElementType.Int64, ElementType.Bool,
            ElementType.Float64]);
        return Of("Cast", [x], A("to", (long)to));
    }
}
