using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Passes;

/// <summary>
/// The softmax of a dequantised 8-bit tensor: exp depends on the difference to the greatest integer alone, which is 0 to 255, and comes from a
/// table of fixed-point numbers, whose sum is exact in any order. The quotient is the only rounding of float32.
/// </summary>
static class IntegerSoftmax
{
    /// <summary>Bits behind the point: as many as float32 holds, fewer where the sum of so many numbers needs room in int32.</summary>
    const int MostBits = 24;

    /// <summary>The sum that a node divides by, as exporters write it or as a Softmax is imported.</summary>
    static Node? Total(Node node) =>
        node.Op == Arithmetic.Div ? node.Input(1).MadeBy(Reduce.Sum)
        : node.Op == Arithmetic.Mul ? node.Input(1).MadeBy(UnaryMaths.Reciprocal)?.Input(0).MadeBy(Reduce.Sum)
        : null;

    public static Value? Of(GraphRewriter rewriter, Node node)
    {
        if (Total(node) is not { } total || total.Input(0) != node.Input(0)) return null;
        if (node.Input(0).MadeBy(UnaryMaths.Exp)?.Input(0).MadeBy(Arithmetic.Sub) is not { } shifted) return null;
        if (Dequantized.Of(shifted.Input(0)) is not { IsByte: true, IsPerTensor: true } x
            || Dequantized.Of(shifted.Input(1)) is not { } greatest) return null;
        if (greatest.Integers.MadeBy(Reduce.Max) is not { } max || max.Input(0) != x.Integers
            || !max.Attributes.Equals(total.Attributes)) return null;

        var count = x.Integers.Shape.Count / Math.Max(1, total.Output.Shape.Count);
        var bits = MostBits;
        while (bits > 0 && (long)count << bits > int.MaxValue) bits--;
        if (bits < 16) return null;
        var table = new Tensor(ElementType.Int32, new Shape(256));
        for (var d = 0; d < 256; d++) table.SetInt64(d, (long)Math.Round(Math.Exp(-(double)x.Scale * d) * (1 << bits), MidpointRounding.ToEven));

        var distance = Insert(Cast.Op, new CastAttributes(ElementType.UInt8),
            Insert(Arithmetic.Sub, OpAttributes.None, Wide(greatest.Integers), Wide(x.Integers)));
        var powers = Insert(Lookup.Op, OpAttributes.None, distance, rewriter.Constant(node.Name + ".exp", table));
        return Insert(Arithmetic.Div, OpAttributes.None, Float(powers), Float(Insert(Reduce.Sum, total.Attributes, powers)));

        Value Insert(Op op, OpAttributes attributes, params Value?[] inputs) => rewriter.Insert(node, op, attributes, inputs).Output;
        Value Wide(Value value) => Insert(Cast.Op, new CastAttributes(ElementType.Int32), value);
        Value Float(Value value) => Insert(Cast.Op, new CastAttributes(ElementType.Float32), value);
    }
}
