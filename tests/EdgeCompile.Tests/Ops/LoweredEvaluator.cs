using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Tests.Ops;

/// <summary>Runs what a node is lowered to, loop by loop and in double, so that lowering is checked without emitting code.</summary>
static class LoweredEvaluator
{
    /// <summary>The outputs of every node of a graph, checked against the node's own evaluation; each view also by the layout that it promises.</summary>
    public static void AgreesOnEveryNode(Graph graph, IReadOnlyList<Tensor> inputs)
    {
        var data = graph.Inputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
        Interpreter.Run(graph, inputs, (value, datum) => data[value] = (Tensor)datum);
        foreach (var node in graph.Nodes)
        {
            if (node.Op.Lower is null) continue;
            var lowered = node.Op.Lower(node);
            for (var i = 0; i < node.Outputs.Count; i++) Agrees(node, lowered[i], data[node.Outputs[i]], data);
        }
    }

    static void Agrees(Node node, LoweredNode lowered, Tensor expected, Dictionary<Value, Tensor> data)
    {
        var actual = new Tensor(expected.Element, expected.Shape);
        switch (lowered)
        {
            case LoopNest nest: Run(nest, actual, data); break;
            case View view:
                Run(view.Copy, actual, data);
                foreach (var layout in Layouts(view.Source.Shape))
                {
                    if (view.Forward(layout) is not { } forward) continue;
                    Addressed(forward, expected, Stored(layout, data.TryGetValue(view.Source, out var known) ? known : view.Source.Constant!));
                    if (view.Backward(forward) is not { } backward) continue;
                    Addressed(backward, data.TryGetValue(view.Source, out known) ? known : view.Source.Constant!, Stored(forward, expected));
                }
                break;
            case Join join:
                for (var part = 0; part < join.Parts.Count; part++) Run(join.Copy(part), actual, data);
                break;
            default: Assert.Fail($"{node} is lowered to a {lowered.GetType().Name}"); break;
        }
        for (var i = 0; i < expected.Count; i++)
            Assert.True(Math.Abs(expected.GetDouble(i) - actual.GetDouble(i)) <= 1e-5 * (1 + Math.Abs(expected.GetDouble(i))),
                $"{node} element {i}: {expected.GetDouble(i)} expected, {actual.GetDouble(i)} by its lowering");
    }

    static IEnumerable<Layout> Layouts(Shape shape)
    {
        yield return Layout.RowMajor(shape);
        if (shape.Rank < 2) yield break;
        int[] channelsLast = [0, .. Enumerable.Range(2, shape.Rank - 2), 1];
        yield return Layout.Dense(shape, channelsLast);
        yield return Layout.WithHalo(shape, channelsLast, new Halo(Enumerable.Repeat(1, shape.Rank).ToArray(), Enumerable.Repeat(2, shape.Rank).ToArray()));
    }

    static Dictionary<int, double> Stored(Layout layout, Tensor tensor)
    {
        var cells = new Dictionary<int, double>();
        for (var i = 0; i < tensor.Count; i++) cells[At(layout, tensor.Shape, i)] = tensor.GetDouble(i);
        return cells;
    }

    static void Addressed(Layout layout, Tensor expected, Dictionary<int, double> cells)
    {
        for (var i = 0; i < expected.Count; i++) Assert.Equal(expected.GetDouble(i), cells[At(layout, expected.Shape, i)]);
    }

    static int At(Layout layout, Shape shape, int element) =>
        layout.Offset + shape.RowMajorStrides().Select((stride, axis) => element / stride % shape[axis] * layout.Strides[axis]).Sum();

    static void Run(LoopNest nest, Tensor output, Dictionary<Value, Tensor> data)
    {
        foreach (var outer in Space(nest.Extents))
        {
            double value;
            if (nest.Reduction is not { } reduction) value = Evaluate(nest.Body, outer, data, 0);
            else
            {
                Assert.Equal(Function.Add, reduction.Function);
                value = Space(reduction.Extents).Sum(inner => Evaluate(nest.Body, [.. outer, .. inner], data, 0));
                if (nest.Finish is { } finish) value = Evaluate(finish, outer, data, value);
            }
            var at = output.Shape.RowMajorStrides().Select((stride, axis) => stride * (outer[axis] + (nest.Origin?[axis] ?? 0))).Sum();
            output.SetDouble(at, value);
        }
    }

    static IEnumerable<int[]> Space(IReadOnlyList<int> extents)
    {
        var count = extents.Aggregate(1, (a, b) => a * b);
        var strides = new Shape(extents).RowMajorStrides();
        return Enumerable.Range(0, count).Select(i => strides.Select((stride, axis) => i / stride % extents[axis]).ToArray());
    }

    static double Evaluate(Expr expr, int[] loops, Dictionary<Value, Tensor> data, double accumulator)
    {
        return expr switch
        {
            Expr.Number number => number.Value,
            Expr.Index index => loops[index.Axis],
            Expr.Table table => table.Entries[(int)Of(table.Position)],
            Expr.Accumulator => accumulator,
            Expr.Load load => Loaded(load),
            Expr.Call { Function: Function.Select } call => Of(call.Arguments[0]) != 0 ? Of(call.Arguments[1]) : Of(call.Arguments[2]),
            Expr.Call call => Called(call, [.. call.Arguments.Select(Of)]),
            _ => throw new NotSupportedException(expr.ToString()),
        };

        double Of(Expr part) => Evaluate(part, loops, data, accumulator);

        double Loaded(Expr.Load load)
        {
            var source = load.Source.Constant ?? data[load.Source];
            int[] at = [.. load.Indices.Select(index => (int)Of(index))];
            for (var axis = 0; axis < at.Length; axis++)
            {
                if (at[axis] >= 0 && at[axis] < source.Shape[axis]) continue;
                return Of(load.Outside ?? throw new InvalidOperationException($"index {at[axis]} leaves axis {axis} of {source}"));
            }
            return source.GetDouble(source.Shape.RowMajorStrides().Zip(at, (stride, i) => stride * i).Sum());
        }
    }

    static double Called(Expr.Call call, double[] x) => call.Function switch
    {
        Function.Add => x[0] + x[1],
        Function.Subtract => x[0] - x[1],
        Function.Multiply => x[0] * x[1],
        Function.Divide when call.Type.IsFloat() => x[0] / x[1],
        Function.Divide => Math.Truncate(x[0] / x[1]),
        Function.Modulo => x[0] % x[1],
        Function.Max => Math.Max(x[0], x[1]),
        Function.Min => Math.Min(x[0], x[1]),
        Function.Less => x[0] < x[1] ? 1 : 0,
        Function.LessOrEqual => x[0] <= x[1] ? 1 : 0,
        Function.Greater => x[0] > x[1] ? 1 : 0,
        Function.GreaterOrEqual => x[0] >= x[1] ? 1 : 0,
        Function.Equal => x[0] == x[1] ? 1 : 0,
        Function.Cast when call.Type.IsFloat() => x[0],
        Function.Cast => Math.Truncate(x[0]),
        _ => throw new NotSupportedException(call.Function.ToString()),
    };
}
