using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>
/// Each byte of x replaced by its entry in a table of 256 (input 1): any function of one 8-bit number. Entries are in the order of the
/// bytes, so that int8's negative numbers follow its positive ones.
/// </summary>
static class Lookup
{
    public static readonly Op Op = new("Lookup")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate(context.Tensor(0), context.Tensor(1))],
        Lower = node => [LoopNest.Over(node.Output, axes =>
            Expr.Element(node.Input(1), Expr.Cast(Expr.Cast(Expr.Element(node.Input(0), axes), ElementType.UInt8), ElementType.Int32)))],
    };

    /// <summary>All 256 numbers of an 8-bit type in the order of a table's entries.</summary>
    public static Tensor Domain(ElementType type) => new(type, new Shape(256), [.. Enumerable.Range(0, 256).Select(i => (byte)i)]);

    static Ir.ValueType[] Infer(InferContext context)
    {
        var (x, table) = (context.Type(0), context.Type(1));
        if (x.Element is not (ElementType.Int8 or ElementType.UInt8) || !table.Shape.Equals(new Shape(256)))
            throw new ModelException($"{x} has no entries in a table of {table}");
        return [new TensorType(table.Element, x.Shape)];
    }

    static Tensor Evaluate(Tensor x, Tensor table)
    {
        var output = new Tensor(table.Element, x.Shape);
        var size = table.Element.Size();
        for (var i = 0; i < x.Count; i++) Array.Copy(table.Bytes, x.Bytes[i] * size, output.Bytes, i * size, size);
        return output;
    }
}
