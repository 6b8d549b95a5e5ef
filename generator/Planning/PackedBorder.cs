using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Planning;

/// <summary>
/// Elements below a byte lie two or four to a byte in the caller's spans, as ONNX stores them: the first in the lowest bits, the last byte
/// filled up with zeros. Inside the model each has a byte of its own; these nests stand between, and are fused like any other.
/// </summary>
static class PackedBorder
{
    public static bool Has(Value value) => value.Type is TensorType type && type.Element.IsPacked();

    /// <summary>The bytes of a caller's span, and the nest that makes the model's input of them.</summary>
    public static (Value Bytes, LoopNest Unpack) OfInput(Value input)
    {
        var (bytes, bits) = (Bytes(input), input.Element.StoredBits());
        var (flat, perByte) = (Flat(input.Shape), Expr.Of(8 / bits));
        var code = Expr.Binary(Function.ShiftRight, Expr.Cast(Expr.Element(bytes, flat / perByte), ElementType.Int32),
            flat % perByte * Expr.Of(bits));
        var element = input.Element.IsFloat()
            ? new Expr.Call(Function.Reinterpret, [Expr.Cast(code, ElementType.UInt4)], input.Element)
            : Expr.Cast(code, input.Element);
        return (bytes, new(input, input.Shape.Sizes, element));
    }

    /// <summary>The same for an output.</summary>
    public static (Value Bytes, LoopNest Pack) OfOutput(Value output)
    {
        var (bytes, bits) = (Bytes(output), output.Element.StoredBits());
        var perByte = 8 / bits;
        var packed = Enumerable.Range(0, output.Shape.Rank == 0 ? 1 : perByte)
            .Select(i => Expr.Binary(Function.ShiftLeft, Code(At(output, Expr.Loop(0) * Expr.Of(perByte) + Expr.Of(i))), Expr.Of(i * bits)))
            .Aggregate((a, b) => Expr.Binary(Function.BitOr, a, b));
        return (bytes, new(bytes, bytes.Shape.Sizes, Expr.Cast(packed, ElementType.UInt8)));
    }

    static Value Bytes(Value value) => new(value.Name, new TensorType(ElementType.UInt8, new Shape(value.Element.StoredBytes(value.Shape.Count))));

    static Expr Flat(Shape shape)
    {
        var strides = shape.RowMajorStrides();
        return LoopNest.Axes(shape.Rank).Select((axis, i) => axis * Expr.Of(strides[i])).Aggregate(Expr.Of(0), (a, b) => a + b);
    }

    /// <summary>The element with a row-major number; behind the last one, zero.</summary>
    static Expr At(Value value, Expr flat)
    {
        var (shape, strides) = (value.Shape, value.Shape.RowMajorStrides());
        Expr[] indices = [.. strides.Select((stride, axis) => axis == 0 ? flat / Expr.Of(stride) : flat / Expr.Of(stride) % Expr.Of(shape[axis]))];
        return new Expr.Load(value, indices, shape.Rank == 0 ? null : Expr.Of(0, value.Element));
    }

    static Expr Code(Expr element)
    {
        var code = element.Type.IsFloat() ? new Expr.Call(Function.Reinterpret, [element], ElementType.UInt8) : element;
        return Expr.Binary(Function.BitAnd, Expr.Cast(code, ElementType.Int32), Expr.Of((1 << element.Type.StoredBits()) - 1));
    }
}
