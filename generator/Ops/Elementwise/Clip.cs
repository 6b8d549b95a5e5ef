using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Clip = Min(Max(x, lowest), highest), so that highest wins where the bounds cross. ONNX: Clip.</summary>
static class Clip
{
    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Clip", 1, FromAttributes), new("Clip", 6, FromAttributes),
        new("Clip", 11, node => Bounded(node, node.Input(0), node.InputOrNull(1), node.InputOrNull(2))),
    ];

    static Value FromAttributes(OnnxNode node)
    {
        node.Ignore("consumed_inputs");
        return Bounded(node, node.Input(0), Bound("min"), Bound("max"));

        // The defaults are the ends of the float range, which bound nothing but infinities.
        Value? Bound(string attribute) => node.HasAttribute(attribute) ? node.Scalar(node.Input(0).Element, node.Float(attribute)) : null;
    }

    static Value Bounded(OnnxNode node, Value x, Value? lowest, Value? highest)
    {
        if (lowest is { Shape.Count: not 1 } || highest is { Shape.Count: not 1 }) throw new ModelException("a bound of Clip is not a scalar");
        if (lowest is not null) x = node.Add(Arithmetic.Max, x, Scalar(node, lowest));
        if (highest is not null) x = node.Add(Arithmetic.Min, x, Scalar(node, highest));
        return lowest is null && highest is null ? node.Add(Identity.Op, x) : x;
    }

    /// <summary>Some exporters write a bound of shape [1], which must not raise the rank.</summary>
    static Value Scalar(OnnxNode node, Value bound) =>
        bound is { Shape.Rank: > 0, Constant: { } constant } ? node.Constant(constant.Reshape(Shape.Scalar)) : bound;
}
