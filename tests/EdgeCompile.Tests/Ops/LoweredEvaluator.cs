using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;
using EdgeCompile.Tests.Lowering;

namespace EdgeCompile.Tests.Ops;

/// <summary>Runs what a node is lowered to, loop by loop and in double, so that lowering is checked without emitting code.</summary>
static class LoweredEvaluator
{
    /// <summary>
    /// The outputs of every node of a graph, checked against the node's own evaluation; each view also by the layout that it promises.
    /// </summary>
    public static void AgreesOnEveryNode(Graph graph, IReadOnlyList<Tensor> inputs)
    {
        var data = graph.Inputs.Zip(inputs).ToDictionary(pair => pair.First, pair => pair.Second);
        Interpreter.Run(graph, inputs, (value, datum) => data[value] = (Tensor)datum);
        foreach (var node in graph.Nodes)
        {
            if (node.Op.Lower is null) continue;
            var lowered = node.Op.Lower(node);
            // Tried on every rung by tests of their own.
            if (lowered is [KernelNode { Kernel: ScatterKernel or TopKKernel or RoiAlignKernel }]) continue;
            for (var i = 0; i < node.Outputs.Count; i++) Agrees(node, lowered[i], data[node.Outputs[i]], data);
        }
    }

    static void Agrees(Node node, LoweredNode lowered, Tensor expected, Dictionary<Value, Tensor> data)
    {
        var actual = new Tensor(expected.Element, expected.Shape);
        var nests = new NestEvaluator(data);
        switch (lowered)
        {
            case LoopNest nest: nests.Run(nest, actual); break;
            case View view:
                nests.Run(view.Copy, actual);
                foreach (var layout in Layouts(view.Source.Shape))
                {
                    if (view.Forward(layout) is not { } forward) continue;
                    Addressed(forward, expected, Stored(layout, data.TryGetValue(view.Source, out var known) ? known : view.Source.Constant!));
                    if (view.Backward(forward) is not { } backward) continue;
                    Addressed(backward, data.TryGetValue(view.Source, out known) ? known : view.Source.Constant!, Stored(forward, expected));
                }
                break;
            case Join join:
                for (var part = 0; part < join.Parts.Count; part++) nests.Run(join.Copy(part), actual);
                break;
            // Kernels have tests of their own; what takes their place where none fits is tried here.
            case KernelNode when node.Op == Conv.Op: nests.Run(Conv.Nest(node), actual); break;
            case KernelNode when node.Op == MatMul.Op: nests.Run(MatMul.Nest(node), actual); break;
            case KernelNode when node.Op == ConvInteger.Op: nests.Run(ConvInteger.Nest(node), actual); break;
            case KernelNode when node.Op == MatMulInteger.Op: nests.Run(MatMulInteger.Nest(node), actual); break;
            default: Assert.Fail($"{node} is lowered to a {lowered.GetType().Name}"); break;
        }
        for (var i = 0; i < expected.Count; i++)
            Assert.True(Near(expected.GetDouble(i), actual.GetDouble(i), expected.Element.Size() == 2 ? 2e-2 : 1e-5),
                $"{node} element {i}: {expected.GetDouble(i)} expected, {actual.GetDouble(i)} by its lowering");
    }

    static bool Near(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected));

    static IEnumerable<Layout> Layouts(Shape shape)
    {
        yield return Layout.RowMajor(shape);
        if (shape.Rank < 2) yield break;
        int[] channelsLast = [0, .. Enumerable.Range(2, shape.Rank - 2), 1];
        yield return Layout.Dense(shape, channelsLast);
        yield return Layout.WithHalo(shape, channelsLast,
            new Halo(Enumerable.Repeat(1, shape.Rank).ToArray(), Enumerable.Repeat(2, shape.Rank).ToArray()));
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
}
