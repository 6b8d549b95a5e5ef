using EdgeCompile.Ir;

namespace EdgeCompile.Tests.RandomGraphs;

static partial class OperatorDraws
{
    static IEnumerable<Func<GraphDraw, Draft?>> Movement =>
    [
        graph => Transposed(graph), graph => Transposed(graph), Reshaped, Reshaped, Flattened, Squeezed, Unsqueezed, Sliced, Sliced, Concatenated,
            Concatenated,
        Split, Padded, Padded, Expanded, Tiled, Triangle, DepthToSpace, SpaceToDepth, Cropped, Resized, Resized, Resized, Facts,
    ];

    static Draft Transposed(GraphDraw graph)
    {
        var x = graph.ValueOf(movable);
        return Of("Transpose", [x], graph.Draw.Chance(0.8) ? A("perm", graph.Draw.Permutation(x.Rank)) : null);
    }

    static Draft Reshaped(GraphDraw graph)
    {
        var x = graph.ValueOf(movable);
        var sizes = new List<int>();
        for (var left = x.Value.Count; sizes.Count < 5 && (left > 1 || graph.Draw.Chance(0.2));)
        {
            var divisors = Enumerable.Range(1, left).Where(size => left % size == 0).ToArray();
            sizes.Add(sizes.Count == 4 ? left : graph.Draw.Pick(divisors));
            left /= sizes[^1];
        }
        var product = sizes.Aggregate(1, (a, b) => a * b);
        if (product != x.Value.Count) sizes.Add(x.Value.Count / product);
        var wanted = sizes.Select(size => (long)size).ToArray();
        if (wanted.Length > 0 && graph.Draw.Chance(0.3)) wanted[graph.Draw.Int(0, wanted.Length - 1)] = -1;
        return Of("Reshape", [x, graph.Constant(wanted)]);
    }

    static Draft Flattened(GraphDraw graph)
    {
        var x = graph.ValueOf(movable);
        return Of("Flatten", [x], A("axis", graph.Draw.Int(0, x.Rank)));
    }

    static Draft? Squeezed(GraphDraw graph)
    {
        var x = graph.ValueOf(movable);
        var ones = Enumerable.Range(0, x.Rank).Where(axis => x.Sizes[axis] == 1).Select(axis => (long)axis).ToArray();
        return ones.Length == 0 ? null : Axes("Squeeze", graph, x, graph.Draw.Some(ones));
    }

    static Draft Unsqueezed(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 0, 4);
        return Axes("Unsqueeze", graph, x, Axis(graph.Draw, x.Rank + 1));
    }

    static Draft Axes(string op, GraphDraw graph, Drawn x, params long[] axes)
    {
        var over = Ints(graph, 13, "axes", axes);
        return Of(op, [x, .. over.Inputs], [.. over.Attributes]);
    }

    static Draft? Sliced(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 1);
        var axes = graph.Draw.Some(Enumerable.Range(0, x.Rank).ToArray());
        var (starts, ends, steps) = (new long[axes.Length], new long[axes.Length], new long[axes.Length]);
        for (var i = 0; i < axes.Length; i++)
        {
            var size = x.Sizes[axes[i]];
            steps[i] = graph.Draw.Pick<int>([1, 1, 1, 2, 3, -1, -2]);
            var (low, high) = (graph.Draw.Int(0, size - 1), graph.Draw.Int(0, size - 1));
            if (low > high) (low, high) = (high, low);
            (starts[i], ends[i]) = steps[i] > 0 ? (low, high + 1) : (high, low == 0 ? -size - 1 : low - 1);
            if (steps[i] > 0 && graph.Draw.Chance(0.2)) ends[i] = int.MaxValue;
            if (graph.Draw.Chance(0.2)) starts[i] -= size;
        }
        return Of("Slice", [x, graph.Constant(starts), graph.Constant(ends), graph.Constant([.. axes.Select(axis => (long)axis)]),
            graph.Constant(steps)]);
    }

    static Draft Concatenated(GraphDraw graph)
    {
        var first = graph.ValueOf(movable, 1);
        var axis = graph.Draw.Int(0, first.Rank - 1);
        var parts = new List<Drawn> { first };
        for (var more = graph.Draw.Int(1, 3); more > 0; more--)
            parts.Insert(graph.Draw.Int(0, parts.Count), graph.Draw.Chance(0.6) ? graph.Value(first.Element, first.Rank, first.Rank, Fits) is var known && Fits(known) ? known : New() : New());
        return Of("Concat", parts, A("axis", graph.Draw.Chance(0.3) ? axis - first.Rank : axis));

        bool Fits(Drawn other) => other.Rank == first.Rank && Enumerable.Range(0, first.Rank).All(i => i == axis || other.Sizes[i] == first.Sizes[i]);
        Drawn New() => graph.New(first.Element, [.. first.Sizes.Select((size, i) => i == axis ? graph.Draw.Int(1, 5) : size)]);
    }

    static Draft Split(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 1);
        var axis = graph.Draw.Int(0, x.Rank - 1);
        var left = x.Sizes[axis];
        var parts = new List<long>();
        while (left > 0 && parts.Count < 3)
        {
            parts.Add(parts.Count == 2 ? left : graph.Draw.Int(1, left));
            left -= (int)parts[^1];
        }
        var sizes = Ints(graph, 13, "split", [.. parts]);
        return Of("Split", [x, .. sizes.Inputs], [.. sizes.Attributes, A("axis", axis)]) with { Outputs = parts.Count };
    }

    static Draft Padded(GraphDraw graph)
    {
        var x = graph.ValueOf([graph.Float, graph.Float, ElementType.Int64], 1);
        var mode = graph.Draw.Pick<string>(["constant", "constant", "reflect", "edge", "wrap"]);
        var pads = new long[2 * x.Rank];
        for (var i = 0; i < pads.Length; i++)
        {
            var most = mode is "reflect" or "wrap" ? Math.Min(2, x.Sizes[i % x.Rank] - 1) : 2;
            pads[i] = graph.Draw.Chance(0.5) ? 0 : graph.Draw.Int(mode == "constant" && x.Sizes[i % x.Rank] > 3 ? -1 : 0, most);
        }
        var value = new Tensor(x.Element, Shape.Scalar);
        value.SetDouble(0, graph.Draw.Int(-1, 1));
        if (graph.Opset < 11) return Of("Pad", [x], A("pads", pads.Select(pad => (int)pad)), A("mode", mode));
        return Of("Pad", [x, graph.Constant(pads), .. mode == "constant" && graph.Draw.Chance(0.6) ? new[] { graph.Constant(value) } : []],
            A("mode", mode));
    }

    static Draft Expanded(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 0, 4);
        var wanted = x.Sizes.Select(size => size == 1 ? graph.Draw.Int(1, 4) : graph.Draw.Chance(0.3) ? 1 : (long)size).ToList();
        if (graph.Draw.Chance(0.4)) wanted.Insert(0, graph.Draw.Int(1, 3));
        return Of("Expand", [x, graph.Constant([.. wanted])]);
    }

    static Draft Tiled(GraphDraw graph)
    {
        var x = graph.ValueOf(movable, 1);
        return Of("Tile", [x, graph.Constant([.. x.Sizes.Select(_ => (long)graph.Draw.Pick<int>([1, 1, 2, 3]))])]);
    }

    static Draft Triangle(GraphDraw graph)
    {
        var x = graph.ValueOf([graph.Float, ElementType.Int64], 2);
        return Of("Trilu", [x, graph.Constant(Tensor.LongScalar(graph.Draw.Int(-2, 2)))], A("upper", graph.Draw.Int(0, 1)));
    }

    static Draft DepthToSpace(GraphDraw graph)
    {
        var block = graph.Draw.Int(1, 3);
        var x = graph.Value(graph.Float, 4, 4, value => value.Sizes[1] % (block * block) == 0);
        if (x.Sizes[1] % (block * block) != 0) x = graph.Input(graph.Draw.Tensor(graph.Float, [1, 2 * block * block, 3, 5]));
        return Of("DepthToSpace", [x], A("blocksize", block), graph.Draw.Chance(0.5) ? A("mode", "CRD") : null);
    }

    static Draft SpaceToDepth(GraphDraw graph)
    {
        var block = graph.Draw.Int(1, 3);
        var x = graph.Value(graph.Float, 4, 4, value => value.Sizes[2] % block == 0 && value.Sizes[3] % block == 0);
        if (x.Sizes[2] % block != 0 || x.Sizes[3] % block != 0) x = graph.Input(graph.Draw.Tensor(graph.Float, [1, 3, 2 * block, 3 * block]));
        return Of("SpaceToDepth", [x], A("blocksize", block));
    }

    static Draft Cropped(GraphDraw graph)
    {
        var x = graph.ValueOf([graph.Float, ElementType.Int64], 1);
        var axes = graph.Draw.Some(Enumerable.Range(0, x.Rank).ToArray());
        return Of("CenterCropPad", [x, graph.Constant([.. axes.Select(axis => (long)Math.Max(1, x.Sizes[axis] + graph.Draw.Int(-3, 3)))])],
            A("axes", axes));
    }

    static Draft Resized(GraphDraw graph)
    {
        var x = graph.Value(graph.Float, 3, 5);
        var mode = graph.Draw.Pick<string>(["nearest", "linear", "cubic"]);
        var moved = Math.Min(x.Rank - 1, 2);
        var all = graph.Opset < 18;
        var axes = all ? [.. Enumerable.Range(0, x.Rank)] : Enumerable.Range(x.Rank - moved, moved).ToArray();
        var coordinates = graph.Draw.Pick<string>(["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", "half_pixel_symmetric"]);
        var useSizes = graph.Draw.Chance(0.5);
        var sizes = graph.Constant([.. axes.Select(axis => axis < x.Rank - moved ? x.Sizes[axis] : (long)Math.Max(1, x.Sizes[axis] + graph.Draw.Int(-2, 6)))]);
        var scales = graph.Constant(Tensor.Floats(new Shape(axes.Length),
            [.. axes.Select(axis => axis < x.Rank - moved ? 1 : graph.Draw.Pick<float>([1, 2, 0.5f, 1.5f, 3]))]));
        if (graph.Opset < 11) return Of("Resize", [x, scales], A("mode", mode == "cubic" ? "nearest" : mode));
        return Of("Resize", useSizes ? [x, null, null, sizes] : [x, null, scales], A("mode", mode), all ? null : A("axes", axes),
            A("coordinate_transformation_mode", coordinates),
            mode == "nearest" ? A("nearest_mode", graph.Draw.Pick<string>(["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"])) : null,
            mode != "nearest" && !all && graph.Draw.Chance(0.3) ? A("antialias", 1) : null,
            mode == "cubic" && graph.Draw.Chance(0.3) ? A("exclude_outside", 1) : null);
    }

    static Draft Facts(GraphDraw graph) => Of(graph.Draw.Chance(0.5) ? "Shape" : "Size", [graph.ValueOf(movable, 1)]);
}
