using EdgeCompile.Ir;
using static EdgeCompile.Ops.QuantizedIsland;

namespace EdgeCompile.Ops;

/// <summary>
/// ONNX Runtime's operators on quantised tensors, as the operator on real numbers between DequantizeLinear and QuantizeLinear.
/// com.microsoft: QLinear…, QuantizeLinear, DequantizeLinear.
/// </summary>
static class QLinearOperators
{
    const string Domain = "com.microsoft";

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        // a, scale, zero; b, scale, zero; y's scale, zero
        new(Domain, "QLinearAdd", 1, node => [Binary(node, Arithmetic.Add)]),
        new(Domain, "QLinearMul", 1, node => [Binary(node, Arithmetic.Mul)]),
        // x, scale, zero; y's scale, zero
        new(Domain, "QLinearSigmoid", 1, node => Unary(node, x => node.Add(Activations.Sigmoid, x))),
        new(Domain, "QLinearLeakyRelu", 1, node => Unary(node,
            x => node.Add(Activations.LeakyRelu, new ActivationAttributes(node.Float("alpha", 0.01f)), x))),
        new(Domain, "QLinearAveragePool", 1, node => Unary(node, x => Pooled(node, x, rows =>
            node.Add(Pool.Average, PoolRows.Attributes(node, rows.Shape) with { CountsPads = node.Int("count_include_pad", 0) != 0 }, rows)))),
        new(Domain, "QLinearGlobalAveragePool", 1, node => Unary(node,
            x => Pooled(node, x, rows => node.Add(Reduce.Mean, ReduceRows.Spatial(rows.Shape), rows)))),
        new(Domain, "QLinearReduceMean", 1, node => Unary(node, x => node.Add(Reduce.Mean, new ReduceAttributes(
            [.. (node.IntsOrNull("axes") ?? [.. Enumerable.Range(0, x.Shape.Rank)]).Select(axis => x.Shape.Axis(axis)).OrderBy(axis => axis)],
            node.Int("keepdims", 1) != 0), x))),
        new(Domain, "QLinearSoftmax", 1, node => Unary(node, x =>
        {
            var axis = x.Shape.Axis(node.Int("axis", -1));
            return Softmax.Of(node, x, node.Int("opset") >= 13 ? new([axis]) : new(Enumerable.Range(axis, x.Shape.Rank - axis).ToArray()));
        })),
        // y's scale, zero; then x, scale, zero for each part
        new(Domain, "QLinearConcat", 1, node =>
        {
            Value[] parts = [.. Enumerable.Range(0, (node.Inputs.Count - 2) / 3).Select(part => Real(node, 2 + 3 * part))];
            return [Quantized(node, node.Add(Concat.Op, new ConcatAttributes(parts[0].Shape.Axis(node.Int("axis"))), parts), 0,
                node.Input(2).Element)];
        }),
        // condition; x, scale, zero; y, scale, zero; z's scale, zero
        new(Domain, "QLinearWhere", 1, node => [Quantized(node, node.Add(Where.Op, node.Input(0), Real(node, 1), Real(node, 4)), 7,
            node.Input(1).Element)]),
        new(Domain, "QuantizeLinear", 1, node => [QuantizeLinear.Import(node, node.Int("axis", 1), 0)]),
        new(Domain, "DequantizeLinear", 1, node => [DequantizeLinear.Import(node, node.Int("axis", 1), 0)]),
    ];

    static Value Binary(OnnxNode node, Op op) => Quantized(node, node.Add(op, Real(node, 0), Real(node, 3)), 6, node.Input(0).Element);

    static Value?[] Unary(OnnxNode node, Func<Value, Value> op) => [Quantized(node, op(Real(node, 0)), 3, node.Input(0).Element)];

    /// <summary>A pool of N x C x spatial; with channels_last its input and result are N x spatial x C.</summary>
    static Value Pooled(OnnxNode node, Value x, Func<Value, Value> pool)
    {
        if (node.Int("channels_last", 0) == 0) return pool(x);
        var rank = x.Shape.Rank;
        var rows = Transpose.To(node, x, [0, rank - 1, .. Enumerable.Range(1, rank - 2)]);
        return Transpose.To(node, pool(rows), [0, .. Enumerable.Range(2, rank - 2), 1]);
    }
}
