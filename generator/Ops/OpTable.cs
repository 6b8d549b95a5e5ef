namespace EdgeCompile.Ops;

/// <summary>Every operator of the ONNX table that EdgeCompile knows; the only list of them. A family's rows stand in its file.</summary>
static class OpTable
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        // Elementwise/: an element follows from the elements at its place.
        .. UnaryMaths.Rows,
        .. Activations.Rows,
        .. Arithmetic.Rows,
        .. Pow.Rows,
        .. Clip.Rows,
        .. Logic.Rows,
        .. Where.Rows,
        .. Bits.Rows,
        .. Cast.Rows,
        .. Identity.Rows,
        // Movement/, Resizing/: elements stay what they are, or are picked and blended.
        .. Constants.Rows,
        .. ShapeOf.Rows,
        .. Reshape.Rows,
        .. Transpose.Rows,
        .. DepthToSpace.Rows,
        .. Concat.Rows,
        .. Split.Rows,
        .. Slice.Rows,
        .. Gather.Rows,
        .. GatherElements.Rows,
        .. GatherND.Rows,
        .. PadRows.Rows,
        .. ResizeRows.Rows,
        .. GridSample.Rows,
        .. RoiAlign.Rows,
        .. Expand.Rows,
        .. Tile.Rows,
        .. Trilu.Rows,
        .. OneHot.Rows,
        .. CumSum.Rows,
        .. Scatter.Rows,
        .. CenterCropPad.Rows,
        .. ReverseSequence.Rows,
        // Selection/: elements are chosen by their numbers.
        .. TopK.Rows,
        .. Hardmax.Rows,
        .. Compress.Rows,
        // Conv/, MatMul/, Pool/, Reduce/, Norm/: sums of products, windows, totals and what is made of them.
        .. Conv.Rows,
        .. ConvInteger.Rows,
        .. ConvTranspose.Rows,
        .. Col2Im.Rows,
        .. MatMul.Rows,
        .. MatMulInteger.Rows,
        .. Gemm.Rows,
        .. Einsum.Rows,
        .. PoolRows.Rows,
        .. MaxUnpool.Rows,
        .. ReduceRows.Rows,
        .. Softmax.Rows,
        .. BatchNormalization.Rows,
        .. Normalization.Rows,
        .. LocalResponse.Rows,
        .. ArgExtreme.Rows,
        // Quantize/: integers that stand for real numbers.
        .. QuantizeLinear.Rows,
        .. DequantizeLinear.Rows,
        .. DynamicQuantizeLinear.Rows,
        .. QLinearProducts.Rows,
        // Contrib/: what ONNX Runtime's optimiser and some exporters leave in a model.
        .. FusedProducts.Rows,
        .. FusedActivations.Rows,
        .. SkipNormalization.Rows,
        .. QLinearOperators.Rows,
        .. QAttention.Rows,
    ];

    /// <summary>The rows, found by name and version.</summary>
    public static OperatorTable Operators { get; } = new(Rows);

    /// <summary>The row that holds for an operator in an opset version, or null if the operator is unknown or younger.</summary>
    public static OnnxOperator? Find(string domain, string name, int opset) => Operators.Find(domain == "ai.onnx" ? "" : domain, name, opset);
}
