using EdgeCompile.Ir;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static IEnumerable<Func<GraphDraw, Draft?>> Picking =>
    [
        Gathered, Gathered, GatheredElements, GatheredND, ScatteredElements, ScatteredND, OneHot, Top, Hardmax, Compressed, Reversed,
        graph => Of("CumSum", [graph.Value(graph.Float, 1) is var x ? x : null, graph.Constant(Tensor.LongScalar(Axis(graph.Draw, x.Rank)))],
            graph.Draw.Chance(0.4) ? A("exclusive", 1) : null, graph.Draw.Chance(0.4) ? A("reverse", 1) : null),
        graph => Of("EyeLike", [graph.Value(graph.Float, 2, 2)], graph.Draw.Chance(0.5) ? A("k", graph.Draw.Int(-2, 2)) : null),
    ];

    /// <summary>Places along an axis of that size, as a constant or as an input.</summary>
    static Drawn Indices(GraphDraw graph, int size, params int[] sizes)
    {
        var tensor = new Tensor(graph.Draw.Chance(0.8) ? ElementType.Int64 : ElementType.Int32, new Shape(sizes));
        for (var i = 0; i < tensor.Count; i++) tensor.SetInt64(i, graph.Draw.Int(-size, size - 1));
        return graph.Draw.Chance(0.6) ? graph.Constant(tensor) : graph.Input(tensor);
    }

    static Draft Gathered(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 1, 4);
        var axis = Axis(graph.Draw, x.Rank);
        return Of("Gather", [x, Indices(graph, x.Sizes[(axis + x.Rank) % x.Rank], graph.Draw.Shape(0, 2, 20))], A("axis", axis));
    }

    static Draft GatheredElements(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 1, 4);
        var axis = graph.Draw.Int(0, x.Rank - 1);
        return Of("GatherElements", [x, Indices(graph, x.Sizes[axis], [.. x.Sizes.Select((size, i) => i == axis ? graph.Draw.Int(1, 6) : size)])],
            A("axis", axis));
    }

    static Draft GatheredND(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 1, 4);
        var depth = graph.Draw.Int(1, x.Rank);
        return Of("GatherND", [x, Indices(graph, x.Sizes[..depth].Min(), graph.Draw.Int(1, 7), depth)]);
    }

    static Draft ScatteredElements(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1, 4);
        var axis = graph.Draw.Int(0, x.Rank - 1);
        // Each place at most once: a permutation's part, so that the order of writing does not matter.
        var order = graph.Draw.Permutation(x.Sizes[axis]);
        var sizes = x.Sizes.Select((size, i) => i == axis ? graph.Draw.Int(1, size) : graph.Draw.Int(1, size)).ToArray();
        var indices = new Tensor(ElementType.Int64, new Shape(sizes));
        var inner = sizes[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        for (var i = 0; i < indices.Count; i++) indices.SetInt64(i, order[i / inner % sizes[axis]]);
        return Of("ScatterElements", [x, graph.Draw.Chance(0.6) ? graph.Constant(indices) : graph.Input(indices), graph.New(graph.Float, sizes)],
            A("axis", axis), graph.Draw.Chance(0.5) ? A("reduction", graph.Draw.Pick<string>(["add", "mul", "max", "min"])) : null);
    }

    static Draft ScatteredND(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1, 4);
        var rows = graph.Draw.Permutation(x.Sizes[0])[..graph.Draw.Int(1, x.Sizes[0])];
        var indices = new Tensor(ElementType.Int64, new Shape(rows.Length, 1));
        for (var i = 0; i < rows.Length; i++) indices.SetInt64(i, rows[i]);
        return Of("ScatterND", [x, graph.Draw.Chance(0.6) ? graph.Constant(indices) : graph.Input(indices),
            graph.New(graph.Float, [rows.Length, .. x.Sizes[1..]])],
            graph.Draw.Chance(0.5) ? A("reduction", graph.Draw.Pick<string>(["add", "mul", "max", "min"])) : null);
    }

    static Draft OneHot(GraphDraw graph)
    {
        var depth = graph.Draw.Int(2, 9);
        return Of("OneHot", [Indices(graph, depth, graph.Draw.Shape(1, 2, 40)), graph.Constant(Tensor.LongScalar(depth)), graph.New(graph.Float, 2)],
            graph.Draw.Chance(0.5) ? A("axis", graph.Draw.Int(-2, 1)) : null);
    }

    static Draft Top(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1, 4);
        var axis = Axis(graph.Draw, x.Rank);
        return Of("TopK", [x, graph.Constant(graph.Draw.Int(1, x.Sizes[(axis + x.Rank) % x.Rank]))], A("axis", axis),
            graph.Draw.Chance(0.4) ? A("largest", 0) : null) with { Outputs = 2 };
    }

    static Draft Hardmax(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 1);
        return Of("Hardmax", [x], A("axis", Axis(graph.Draw, x.Rank)));
    }

    static Draft Compressed(GraphDraw graph)
    {
        var x = graph.ValueOf([graph.Float, ElementType.Int64], 1);
        var axis = graph.Draw.Int(0, x.Rank - 1);
        var chosen = graph.Draw.Tensor(ElementType.Bool, [x.Sizes[axis]]);
        chosen.Bytes[0] = 1;
        return Of("Compress", [x, graph.Constant(chosen)], A("axis", axis));
    }

    static Draft Reversed(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 2, 4);
        var lengths = Tensor.Longs([.. Enumerable.Range(0, x.Sizes[1]).Select(_ => (long)graph.Draw.Int(1, x.Sizes[0]))]);
        return Of("ReverseSequence", [x, graph.Draw.Chance(0.5) ? graph.Constant(lengths) : graph.Input(lengths)]);
    }
}
