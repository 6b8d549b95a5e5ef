using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Functions of real numbers that ONNX also allows for integers: computed in double, and the fraction of the result cut off.</summary>
static class ThroughReals
{
    public static Value Of(OnnxNode node, Value x, Func<Value, Value> function) => x.Element.IsFloat()
        ? function(x)
        : node.Add(Cast.Op, new CastAttributes(x.Element), function(node.Add(Cast.Op, new CastAttributes(ElementType.Float64), x)));
}
