using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>Operators whose every element follows from the elements at its place, those between integers and scales among them.</summary>
static class Pointwise
{
    /// <summary>Which inputs are broadcast to the result; the others say how, and are the same for all elements. Null for other operators.</summary>
    public static Func<int, bool>? DataOf(Node node)
    {
        if (node.Op.IsElementwise) return static _ => true;
        if (node.Op == Requantize.Op) return static input => input < 2;
        if (QuantizedArithmetic.Has(node.Op)) return static input => input is 0 or 3;
        if (node.Op == Lookup.Op || node.Op == Cast.Op || node.Op == Identity.Op) return static input => input == 0;
        if ((node.Op == QuantizeLinear.Op || node.Op == DequantizeLinear.Op) && ScaleAxes.IsOne(node.Input(1).Shape)) return static input =>
            input == 0;
        return null;
    }
}
