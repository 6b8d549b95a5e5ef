using EdgeCompile.Ir;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static readonly string[] reductions =
        ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp",
            "ReduceSumSquare"];

    static IEnumerable<Func<GraphDraw, Draft?>> Reductions => [Reduced, Reduced, Reduced, Extreme];

    static IEnumerable<Func<GraphDraw, Draft?>> Normalisations =>
        [Softmax, Softmax, LayerNormalised, BatchNormalised, InstanceNormalised, GroupNormalised, Local, Length, MeanVariance];

    static IEnumerable<Func<GraphDraw, Draft?>> Contrib =>
    [
        graph => Of("FastGelu", [graph.Value(graph.Float, 1)]) with { Domain = "com.microsoft" },
        graph => graph.Value(graph.Float, 1) is var x ? Of("BiasGelu", [x, Weights(graph, x.Sizes[^1])]) with { Domain = "com.microsoft" } : null,
        graph => Convolution(graph) is var conv ? conv with
        {
            Op = "FusedConv", Domain = "com.microsoft",
                Attributes = [.. conv.Attributes, A("activation", graph.Draw.Pick<string>(["Relu", "Tanh", "Sigmoid", "LeakyRelu"]))],
        } : null,
        graph => graph.Value(graph.Float, 2, 2) is var a
            ? Of("FusedMatMul", [a, Weights(graph, graph.Draw.Int(2, 9), a.Sizes[1])], A("transB", 1),
                A("alpha", 0.5)) with { Domain = "com.microsoft" } : null,
        graph => graph.Value(graph.Float, 3, 3) is var x
            ? Of("SkipLayerNormalization", [x, graph.New(graph.Float, x.Sizes), Weights(graph, x.Sizes[^1]),
                Weights(graph, x.Sizes[^1])]) with { Domain = "com.microsoft" } : null,
    ];

    static Draft Reduced(GraphDraw graph)
    {
        var op = graph.Draw.Pick(reductions);
        var x = graph.ValueOf(op is "ReduceSum" or "ReduceMax" or "ReduceMin" ? [graph.Float, graph.Float, ElementType.Int64] : [graph.Float]);
        var axes = graph.Draw.Some(Enumerable.Range(0, x.Rank).Select(axis => (long)axis).ToArray());
        var over = axes.Length > 0 && graph.Draw.Chance(0.85) ? Ints(graph, op == "ReduceSum" ? 13 : 18, "axes", axes) : ([], []);
        return Of(op, [x, .. over.Inputs], [.. over.Attributes, graph.Draw.Chance(0.5) ? A("keepdims", 0) : null]);
    }

    static Draft Extreme(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        return Of(graph.Draw.Chance(0.5) ? "ArgMax" : "ArgMin", [x], A("axis", Axis(graph.Draw, x.Rank)),
            graph.Draw.Chance(0.5) ? A("keepdims", 0) : null,
            graph.Draw.Chance(0.3) ? A("select_last_index", 1) : null);
    }

    static Draft Softmax(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        return Of(graph.Draw.Chance(0.7) ? "Softmax" : "LogSoftmax", [x], graph.Draw.Chance(0.7) ? A("axis", Axis(graph.Draw, x.Rank)) : null);
    }

    static Draft LayerNormalised(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        var axis = graph.Draw.Int(0, x.Rank - 1);
        return graph.Draw.Chance(0.6)
            ? Of("LayerNormalization", [x, Weights(graph, x.Sizes[axis..]),
                .. graph.Draw.Chance(0.6) ? new[] { Weights(graph, x.Sizes[axis..]) } : []], A("axis", axis), A("epsilon", 1e-2))
            : Of("RMSNormalization", [x, Weights(graph, x.Sizes[axis..])], A("axis", axis), A("epsilon", 1e-2));
    }

    static Draft BatchNormalised(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 2);
        var variance = graph.Draw.Tensor(graph.Float, [x.Sizes[1]]);
        for (var i = 0; i < variance.Count; i++) variance.SetDouble(i, 0.2 + Math.Abs(variance.GetDouble(i)));
        return Of("BatchNormalization", [x, Weights(graph, x.Sizes[1]), Weights(graph, x.Sizes[1]), Weights(graph, x.Sizes[1]),
            graph.Constant(variance)]);
    }

    static Draft InstanceNormalised(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 3);
        return Of("InstanceNormalization", [x, Weights(graph, x.Sizes[1]), Weights(graph, x.Sizes[1])], A("epsilon", 1e-2));
    }

    static Draft GroupNormalised(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 3);
        var groups = graph.Draw.Pick(Enumerable.Range(1, x.Sizes[1]).Where(group => x.Sizes[1] % group == 0).ToArray());
        return Of("GroupNormalization", [x, Weights(graph, x.Sizes[1]), Weights(graph, x.Sizes[1])], A("num_groups", groups), A("epsilon", 1e-2));
    }

    static Draft Local(GraphDraw graph) =>
        Of("LRN", [graph.Value(graph.Float, 3)], A("size", graph.Draw.Int(1, 5)), graph.Draw.Chance(0.5) ? A("alpha", 0.3) : null,
            graph.Draw.Chance(0.5) ? A("bias", 2.0) : null);

    static Draft Length(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        return Of("LpNormalization", [x], A("axis", Axis(graph.Draw, x.Rank)), A("p", graph.Draw.Int(1, 2)));
    }

    static Draft MeanVariance(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        return Of("MeanVarianceNormalization", [x], A("axes", graph.Draw.Some(Enumerable.Range(0, x.Rank).ToArray())));
    }
}
