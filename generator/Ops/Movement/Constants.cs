using EdgeCompile.Ir;

namespace EdgeCompile.Ops;

/// <summary>Operators whose result is known at build time: Constant in all its forms, Range and EyeLike.</summary>
static class Constants
{
    /// <summary>What a few bytes of a model may make of themselves at build time.</summary>
    const int LargestCount = 1 << 24;

    public static IEnumerable<OnnxOperator> Rows { get; } =
    [
        new("Constant", 1, static node => node.Constant(Given(node))),
        new("Range", 11, static node => node.Constant(Steps(Known(node, 0), Known(node, 1), Known(node, 2)))),
        new("EyeLike", 9, Eye),
    ];

    static Tensor Given(OnnxNode node)
    {
        if (node.HasAttribute("value")) return node.Tensor("value");
        if (node.HasAttribute("sparse_value")) return node.Tensor("sparse_value");
        if (node.HasAttribute("value_float")) return Tensor.Floats(Shape.Scalar, node.Float("value_float"));
        if (node.FloatsOrNull("value_floats") is { } floats) return Tensor.Floats(new Shape(floats.Length), floats);
        if (node.HasAttribute("value_int")) return Tensor.LongScalar(node.Int("value_int"));
        if (node.IntsOrNull("value_ints") is { } ints) return Tensor.Longs(ints);
        if (node.HasAttribute("value_string")) return new Tensor(Shape.Scalar, [node.Text("value_string")]);
        if (node.TextsOrNull("value_strings") is { } texts) return new Tensor(new Shape(texts.Length), texts);
        throw new ModelException("none of the value attributes is present");
    }

    static Tensor Steps(Tensor start, Tensor limit, Tensor delta)
    {
        if (start.Element.IsFloat())
        {
            double first = start.GetDouble(0), step = delta.GetDouble(0);
            var floats = New((limit.GetDouble(0) - first) / step);
            for (var i = 0; i < floats.Count; i++) floats.SetDouble(i, first + i * step);
            return floats;
        }
        long begin = start.GetInt64(0), by = delta.GetInt64(0);
        var integers = New(by == 0 ? double.NaN : (double)(limit.GetInt64(0) - begin) / by);
        for (var i = 0; i < integers.Count; i++) integers.SetInt64(i, begin + i * by);
        return integers;

        Tensor New(double count) => count <= LargestCount
            ? new(start.Element, new Shape((int)Math.Ceiling(Math.Max(0, count))))
            : throw new ModelException(double.IsNaN(count) ? "delta is 0" : $"a range of {count} elements is larger than a constant may be");
    }

    static Value Eye(OnnxNode node)
    {
        var (type, k) = (node.Input(0).Tensor, node.Int("k", 0));
        if (type.Shape.Count > LargestCount) throw new ModelException($"{type.Shape} is larger than a constant may be");
        if (type.Shape.Rank != 2) throw new ModelException($"the input has rank {type.Shape.Rank}, not 2");
        var eye = new Tensor((ElementType)node.Int("dtype", (int)type.Element), type.Shape);
        for (var row = 0; row < type.Shape[0]; row++)
            if (row + k >= 0 && row + k < type.Shape[1]) eye.SetDouble((int)(row * type.Shape[1] + row + k), 1);
        return node.Constant(eye);
    }

    static Tensor Known(OnnxNode node, int input) => node.ConstantOrNull(input) ?? throw new ModelException($"input {input} is missing");
}
