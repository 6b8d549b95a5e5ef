using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>
/// Normalisation by what the data itself shows: (x - mean) / sqrt(variance + epsilon) over some axes, scaled and shifted; made of
/// reductions and element-wise operators. ONNX: InstanceNormalization, LayerNormalization, GroupNormalization, RMSNormalization,
/// MeanVarianceNormalization, LpNormalization.
/// </summary>
static class Normalization
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("InstanceNormalization", 1, node => { node.Ignore("consumed_inputs"); return Instance(node); }),
        new("InstanceNormalization", 6, Instance),
        new("LayerNormalization", 17, Layer),
        new("GroupNormalization", 18, node => Group(node, perGroup: true)), new("GroupNormalization", 21, node => Group(node, perGroup: false)),
        new("RMSNormalization", 23, RootMeanSquare),
        new("MeanVarianceNormalization", 9, node =>
            Standard(node, node.Input(0), Axes(node.Input(0), node.IntsOrNull("axes") ?? [0, 2, 3]), 1e-9f).Result),
        new("LpNormalization", 1, Lp),
    ];

    /// <summary>The normalised input, with the mean and the reciprocal of the deviation that made it.</summary>
    sealed record Standardised(Value Result, Value Mean, Value InverseDeviation);

    static Standardised Standard(OnnxNode node, Value x, ReduceAttributes axes, float epsilon)
    {
        var mean = node.Add(Reduce.Mean, axes, x);
        var centred = node.Add(Arithmetic.Sub, x, mean);
        var inverse = InverseRoot(node, node.Add(Reduce.Mean, axes, node.Add(Arithmetic.Mul, centred, centred)), epsilon);
        return new(node.Add(Arithmetic.Mul, centred, inverse), mean, inverse);
    }

    static Value InverseRoot(OnnxNode node, Value variance, float epsilon) =>
        node.Add(UnaryMaths.Reciprocal, node.Add(UnaryMaths.Sqrt, node.Add(Arithmetic.Add, variance, node.Scalar(variance.Element, epsilon))));

    static Value Instance(OnnxNode node)
    {
        var x = node.Input(0);
        var behind = x.Shape.Rank - 2;
        var result = Standard(node, x, ReduceRows.Spatial(x.Shape), node.Float("epsilon", 1e-5f)).Result;
        return Affine(node, result, Broadcasting.Append(node, node.Input(1), behind), Broadcasting.Append(node, node.Input(2), behind));
    }

    static Value?[] Layer(OnnxNode node) => Layer(node, node.Input(0), node.Input(1), node.InputOrNull(2), node.Float("epsilon", 1e-5f));

    /// <summary>LayerNormalization from the attribute 'axis' on: the result, the mean and the reciprocal of the deviation.</summary>
    public static Value?[] Layer(OnnxNode node, Value x, Value scale, Value? bias, float epsilon)
    {
        var made = Standard(node, Stashed(node, x), Behind(node, x), epsilon);
        return [Affine(node, As(node, made.Result, x.Element), scale, bias), made.Mean, made.InverseDeviation];
    }

    static Value RootMeanSquare(OnnxNode node) => RootMeanSquare(node, node.Input(0), node.Input(1), node.Float("epsilon", 1e-5f))[0]!;

    /// <summary>The same without the mean: the result, and the reciprocal of the root of the mean square.</summary>
    public static Value?[] RootMeanSquare(OnnxNode node, Value x, Value scale, float epsilon)
    {
        var widened = Stashed(node, x);
        var inverse = InverseRoot(node, node.Add(Reduce.Mean, Behind(node, x), node.Add(Arithmetic.Mul, widened, widened)), epsilon);
        return [Affine(node, As(node, node.Add(Arithmetic.Mul, widened, inverse), x.Element), scale, null), inverse];
    }

    /// <summary>The input in the type that stash_type wants the statistics in.</summary>
    static Value Stashed(OnnxNode node, Value x)
    {
        var stash = (ElementType)node.Int("stash_type", 1);
        return x.Element == ElementType.Float64 ? x : As(node, x, stash);
    }

    static ReduceAttributes Behind(OnnxNode node, Value x)
    {
        var axis = x.Shape.Axis(node.Int("axis", -1));
        return new(Enumerable.Range(axis, x.Shape.Rank - axis).ToArray());
    }

    /// <summary>Channels of a group count as one axis; opset 18 has scale and bias for each group, opset 21 for each channel.</summary>
    static Value Group(OnnxNode node, bool perGroup)
    {
        var x = node.Input(0);
        var widened = perGroup ? x : Stashed(node, x);
        var groups = Window.Narrow([node.Int("num_groups")])[0];
        if (x.Shape.Rank < 2 || groups < 1 || x.Shape[1] % groups != 0)
            throw new ModelException($"shape {x.Shape} does not fall into {groups} groups");
        var count = x.Shape[0] * groups;
        var rows = Reshape.To(node, widened, x.Shape[0], groups, count == 0 ? 0 : x.Shape.Count / count);
        var result = As(node, Standard(node, rows, new([2]), node.Float("epsilon", 1e-5f)).Result, x.Element);
        if (perGroup) return Reshape.To(node, Affine(node, result, Column(node.Input(1), 1), Column(node.Input(2), 1)), x.Shape.Sizes);
        var behind = x.Shape.Rank - 2;
        return Affine(node, Reshape.To(node, result, x.Shape.Sizes), Column(node.Input(1), behind), Column(node.Input(2), behind));

        Value Column(Value perChannel, int ones) => Broadcasting.Append(node, perChannel, ones);
    }

    static Value Lp(OnnxNode node)
    {
        var x = node.Input(0);
        var axes = Axes(x, [node.Int("axis", -1)]);
        var norm = node.Int("p", 2) switch
        {
            1 => node.Add(Reduce.Sum, axes, node.Add(UnaryMaths.Abs, x)),
            2 => ReduceRows.L2(node, x, axes),
            var p => throw new ModelException($"attribute 'p' is {p}", "1 and 2 are defined"),
        };
        // A norm of 0 leaves zeros.
        var zero = node.Scalar(x.Element, 0);
        return node.Add(Where.Op, node.Add(Equal.Op, norm, zero), zero, node.Add(Arithmetic.Div, x, norm));
    }

    static ReduceAttributes Axes(Value x, long[] axes) => new(axes.Select(axis => x.Shape.Axis(axis)).Distinct().OrderBy(axis => axis).ToArray());

    static Value Affine(OnnxNode node, Value x, Value scale, Value? bias)
    {
        var scaled = node.Add(Arithmetic.Mul, x, scale);
        return bias is null ? scaled : node.Add(Arithmetic.Add, scaled, bias);
    }

    static Value As(OnnxNode node, Value x, ElementType type) => x.Element == type ? x : node.Add(Cast.Op, new CastAttributes(type), x);
}
