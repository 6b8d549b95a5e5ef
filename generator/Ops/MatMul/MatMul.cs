using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>Whether the last two axes of an operand are swapped before they are multiplied.</summary>
sealed record MatMulAttributes(bool TransposeA = false, bool TransposeB = false) : OpAttributes;

/// <summary>numpy's matmul: a … x M x K times b … x K x N, batch axes broadcast, a vector as row of a or column of b. ONNX: MatMul.</summary>
static class MatMul
{
    public static readonly Op Op = new("MatMul")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1), MatMulShape.Of(context.Node))],
        Lower = node => [MatMulKernels.For(node) is { } kernel ? new KernelNode(kernel) : Nest(node)],
        MultiplyAdds = node => (long)node.Output.Shape.Count * MatMulShape.Of(node).K,
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } = [new("MatMul", 1, node => node.Add(Op, new MatMulAttributes(), [.. node.Inputs]))];

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (a, b) = (context.Type(0), context.Type(1));
        if (a.Element != b.Element || !(a.Element.IsFloat() || a.Element.IsInteger()))
            throw new ModelException($"a product of {a.Element.Text()} and {b.Element.Text()} is not defined");
        return [new TensorType(a.Element, MatMulShape.Of(context.Node).Output)];
    }

    static Tensor Evaluate(Tensor a, Tensor b, MatMulShape shape)
    {
        var output = new Tensor(a.Element, shape.Output);
        if (!a.Element.IsInteger()) return Sum(Reals.Of(a), Reals.Of(b), shape, output);
        Each(shape, (at, left, right, stepA, stepB) =>
        {
            var sum = 0L;
            for (var r = 0; r < shape.K; r++) sum = unchecked(sum + a.GetInt64(left + r * stepA) * b.GetInt64(right + r * stepB));
            output.SetInt64(at, sum);
        });
        return output;
    }

    /// <summary>The sums in double, which holds those of 8-bit integers exactly.</summary>
    public static Tensor Sum(double[] xs, double[] ys, MatMulShape shape, Tensor output)
    {
        Each(shape, (at, left, right, stepA, stepB) =>
        {
            var sum = 0.0;
            for (var r = 0; r < shape.K; r++) sum += xs[left + r * stepA] * ys[right + r * stepB];
            output.SetDouble(at, sum);
        });
        return output;
    }

    /// <summary>For each element of the result: where it is, where its row and its column begin, and how far apart their elements are.</summary>
    static void Each(MatMulShape shape, Action<int, int, int, int, int> element)
    {
        int[]? batchA = Broadcasting.Offsets(shape.BatchA, shape.Batch), batchB = Broadcasting.Offsets(shape.BatchB, shape.Batch);
        var (m, n, k) = (shape.M, shape.N, shape.K);
        for (var batch = 0; batch < shape.Batch.Count; batch++)
            for (var i = 0; i < m; i++)
                for (var j = 0; j < n; j++)
                {
                    var (left, stepA) = shape.TransposeA ? (i, m) : (i * k, 1);
                    var (right, stepB) = shape.TransposeB ? (j * k, 1) : (j, n);
                    element((batch * m + i) * n + j, left + (batchA?[batch] ?? batch) * m * k, right + (batchB?[batch] ?? batch) * k * n, stepA,
                        stepB);
                }
    }

    /// <summary>The product as loops, for what no kernel takes.</summary>
    public static LoopNest Nest(Node node) => Nest(node, (operand, at) => Elementwise.Computed(Expr.Element(node.Input(operand), at)));

    /// <summary>As above, with the factors that stand at some indices of the operands.</summary>
    public static LoopNest Nest(Node node, Func<int, Expr[], Expr> factor)
    {
        var shape = MatMulShape.Of(node);
        var axes = LoopNest.Axes(shape.Output.Rank + 1);                    // batch …, row, column; k
        var batch = axes.Take(shape.Batch.Rank).ToArray();
        var row = shape.VectorA ? Expr.Of(0) : axes[batch.Length];
        var column = shape.VectorB ? Expr.Of(0) : axes[axes.Length - 2];
        var k = axes[axes.Length - 1];
        var product = Factor(0, shape.BatchA, shape.VectorA ? [k] : shape.TransposeA ? [k, row] : [row, k])
            * Factor(1, shape.BatchB, shape.VectorB ? [k] : shape.TransposeB ? [column, k] : [k, column]);
        return new(node.Output, shape.Output.Sizes, product, new([shape.K], Function.Add),
            Expr.Cast(new Expr.Accumulator(product.Type), node.Output.Element));

        Expr Factor(int operand, Shape batches, Expr[] inner)
        {
            var missing = batch.Length - batches.Rank;
            var outer = Enumerable.Range(0, batches.Rank).Select(axis => batches[axis] == 1 ? Expr.Of(0) : batch[axis + missing]);
            return factor(operand, [.. outer, .. inner]);
        }
    }
}
