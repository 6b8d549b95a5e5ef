using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// A float32 tensor that a DequantizeLinear makes of integers with scales and zero points that are known: real = scale * (integer - zero
/// point), for the whole tensor or along one axis.
/// </summary>
sealed record Dequantized(Node Node, Value Integers, Tensor Scales, Tensor? Zeros, int Axis)
{
    public bool IsPerTensor => Scales.Count == 1;
    public float Scale => Scales.Span<float>()[0];
    public long Zero => Zeros?.GetInt64(0) ?? 0;
    public bool HasZero => Zeros is not null && Zeros.ToLongs().Any(zero => zero != 0);
    public ElementType Element => Integers.Element;
    public bool IsByte => Element is ElementType.Int8 or ElementType.UInt8;
    /// <summary>Of at most 16 bits, so that a few can be added in int32.</summary>
    public bool IsSmall => Element.Size() <= 2;

    public static Dequantized? Of(Value? value)
    {
        if (value.MadeBy(DequantizeLinear.Op) is not { } node || !node.Input(0).Element.IsInteger()) return null;
        var attributes = node.AttributesAs<DequantizeAttributes>();
        if (attributes is not { To: ElementType.Float32, Scales.Block: 0 }) return null;
        var scales = ConstantEvaluator.TryEvaluate(node.Input(1));
        var zeros = node.Has(2) ? ConstantEvaluator.TryEvaluate(node.Input(2)) : null;
        if (scales is not { Element: ElementType.Float32, Count: > 0 } || (zeros is null && node.Has(2)) || !ArePositive(scales)) return null;
        return new(node, node.Input(0), scales, zeros, attributes.Scales.Axis);
    }

    /// <summary>Only positive scales keep the order of the numbers.</summary>
    public static bool ArePositive(Tensor scales)
    {
        foreach (var scale in scales.Span<float>())
            if (!(scale > 0) || float.IsInfinity(scale)) return false;
        return true;
    }

    /// <summary>Whether integers of the two mean the same.</summary>
    public bool MeansAs(Dequantized other) =>
        IsPerTensor && other.IsPerTensor && Element == other.Element && Scale == other.Scale && Zero == other.Zero;
}

/// <summary>A QuantizeLinear of a whole tensor to integers, with a scale and zero point that are known.</summary>
sealed record Quantizer(Node Node, Value Real, float Scale, Tensor Zero)
{
    public ElementType Element => Zero.Element;

    public static Quantizer? Of(Node node)
    {
        if (node.Op != QuantizeLinear.Op || node.Input(0).Element != ElementType.Float32) return null;
        var attributes = node.AttributesAs<QuantizeAttributes>();
        if (!attributes.To.IsInteger() || attributes.Precision != ElementType.Float32 || !ScaleAxes.IsOne(node.Input(1).Shape)) return null;
        var scale = ConstantEvaluator.TryEvaluate(node.Input(1));
        var zero = node.Has(2) ? ConstantEvaluator.TryEvaluate(node.Input(2)) : new Tensor(attributes.To, Shape.Scalar);
        if (scale is not { Element: ElementType.Float32 } || zero is null || !Dequantized.ArePositive(scale)) return null;
        return new(node, node.Input(0), scale.Span<float>()[0], zero.Reshape(Shape.Scalar));
    }

    /// <summary>What becomes of one number.</summary>
    public long Of(float real) => IntegerRange.Round(real / Scale, Zero.GetInt64(0), Element);

    /// <summary>The same quantisation of another value, beside this one.</summary>
    public Value Quantize(GraphRewriter rewriter, Value real) =>
        rewriter.Insert(Node, QuantizeLinear.Op, new QuantizeAttributes(new(0, 0), Element), real, Node.Input(1),
            Node.Has(2) ? Node.Input(2) : null).Output;
}
