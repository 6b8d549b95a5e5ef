using EdgeCompile.Ir;
using static EdgeCompile.Ops.QuantizedIsland;

namespace EdgeCompile.Ops;

/// <summary>
/// Convolutions and matrix products of quantised tensors. A bias is int32 and counts in units of the factors' scales.
/// ONNX: QLinearConv, QLinearMatMul. com.microsoft: QGemm, MatMulIntegerToFloat, DynamicQuantizeMatMul.
/// </summary>
static class QLinearProducts
{
    const string Domain = "com.microsoft";

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        // x, scale, zero; w, scale, zero; y's scale, zero; bias
        new("QLinearConv", 10, node =>
        {
            var (x, w) = (node.Input(0), node.Input(3));
            Value?[] inputs = [Real(node, 0), Real(node, 3, axis: 0), node.Has(8) ? Bias(node, node.Input(8), 1, 4) : null];
            var y = node.Add(Conv.Op, Conv.Attributes(node, x.Shape, w.Shape), [.. node.Has(8) ? inputs : inputs.Take(2)]);
            return Quantized(node, y, 6, x.Element);
        }),
        // a, scale, zero; b, scale, zero; y's scale, zero
        new("QLinearMatMul", 10, node => MatMulQuantized(node)),
        new("QLinearMatMul", 21, node => MatMulQuantized(node)),
        new(Domain, "QGemm", 1, node => [Gemm(node)]),
        // a, b, their scales, their zero points, bias
        new(Domain, "MatMulIntegerToFloat", 1, node =>
        {
            var (a, b) = (Row(node, node.Input(0), node.Input(2), node.InputOrNull(4)),
                Column(node, node.Input(1), node.Input(3), node.InputOrNull(5)));
            var product = node.Add(MatMul.Op, new MatMulAttributes(), a, b);
            return [node.Has(6) ? node.Add(Arithmetic.Add, product, node.Input(6)) : product];
        }),
        // a of float, b, its scale and zero point, bias
        new(Domain, "DynamicQuantizeMatMul", 1, node =>
        {
            var (a, scale, zero) = DynamicQuantizeLinear.Of(node, node.Input(0));
            var sum = MatMulInteger.Add(node, a, zero, node.Input(1), node.InputOrNull(3));
            var product = node.Add(Arithmetic.Mul, node.Add(Cast.Op, new CastAttributes(ElementType.Float32), sum),
                node.Add(Arithmetic.Mul, scale, node.Input(2)));
            return [node.Has(4) ? node.Add(Arithmetic.Add, product, node.Input(4)) : product];
        }),
    ];

    static Value MatMulQuantized(OnnxNode node)
    {
        var a = Row(node, node.Input(0), node.Input(1), node.Input(2));
        var b = Column(node, node.Input(3), node.Input(4), node.Input(5));
        return Quantized(node, node.Add(MatMul.Op, new MatMulAttributes(), a, b), 6, node.Input(0).Element);
    }

    static Value Gemm(OnnxNode node)
    {
        var attributes = new MatMulAttributes(node.Int("transA", 0) != 0, node.Int("transB", 0) != 0);
        var b = Real(node, node.Input(3), node.Input(4), node.InputOrNull(5), attributes.TransposeB ? 0 : 1);
        var y = node.Add(MatMul.Op, attributes, Real(node, 0), b);
        if (node.Has(6)) y = node.Add(Arithmetic.Add, y, Bias(node, node.Input(6), 1, 4));
        if (node.Float("alpha", 1) is not 1 and var alpha) y = node.Add(Arithmetic.Mul, y, node.Scalar(ElementType.Float32, alpha));
        return node.Has(7) ? Quantized(node, y, 7, node.Input(0).Element) : y;
    }

    /// <summary>int32 along the last axis, in units of the product of two scales.</summary>
    static Value Bias(OnnxNode node, Value bias, int left, int right)
    {
        var scale = node.Add(Arithmetic.Mul, Single(node, node.Input(left)), Single(node, node.Input(right)));
        return Real(node, bias, scale, null, bias.Shape.Rank - 1);
    }

    /// <summary>A vector of scales belongs to the rows of a left operand and to the columns of a right one.</summary>
    static Value Row(OnnxNode node, Value a, Value scale, Value? zero) => Real(node, a, scale, zero, Math.Max(0, a.Shape.Rank - 2));
    static Value Column(OnnxNode node, Value b, Value scale, Value? zero) => Real(node, b, scale, zero, b.Shape.Rank - 1);
}
