using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>ONNX's pools. ONNX: MaxPool, AveragePool, LpPool, GlobalLpPool.</summary>
static class PoolRows
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("MaxPool", 1, MaxPool),
        new("AveragePool", 1, node => node.Add(Pool.Average, Attributes(node), node.Input(0))),
        new("AveragePool", 7, node =>
            node.Add(Pool.Average, Attributes(node) with { CountsPads = node.Int("count_include_pad", 0) != 0 }, node.Input(0))),
        new("LpPool", 2, node => Norm(node, node.Int("p", 2), x => node.Add(Pool.Sum, Attributes(node), x))),
        new("GlobalLpPool", 2, node => Norm(node, node.Int("p", 2), x => node.Add(Reduce.Sum, ReduceRows.Spatial(x.Shape), x))),
    ];

    static PoolAttributes Attributes(OnnxNode node) => Attributes(node, node.Input(0).Shape);

    public static PoolAttributes Attributes(OnnxNode node, Shape shape)
    {
        if (shape.Rank < 3) throw new ModelException($"x has shape {shape}, not N x C x spatial");
        return new(Window.Import(node, [.. shape.Sizes.Skip(2)], Window.Narrow(node.Ints("kernel_shape"))), node.Int("ceil_mode", 0) != 0);
    }

    static Value?[] MaxPool(OnnxNode node)
    {
        var attributes = Attributes(node);
        var columnMajor = node.Int("storage_order", 0) != 0;
        var largest = node.Add(Pool.Max, attributes, node.Input(0));
        return node.WantsOutput(1)
            ? [largest, node.Add(MaxPoolIndices.Op, new MaxPoolIndicesAttributes(attributes, columnMajor), node.Input(0), largest)]
            : [largest];
    }

    /// <summary>(sum |x|^p)^(1/p).</summary>
    static Value Norm(OnnxNode node, long p, Func<Value, Value> sum)
    {
        var x = node.Input(0);
        switch (p)
        {
            case 1: return sum(node.Add(UnaryMaths.Abs, x));
            case 2: return node.Add(UnaryMaths.Sqrt, sum(node.Add(Arithmetic.Mul, x, x)));
            default:
                var powers = node.Add(Pow.Op, node.Add(UnaryMaths.Abs, x), node.Scalar(x.Element, p));
                return node.Add(Pow.Op, sum(powers), node.Scalar(x.Element, 1.0 / p));
        }
    }
}
