using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis that indices count (ScatterElements), and how an update is joined with what stands there; null: it takes its place.</summary>
sealed record ScatterAttributes(int Axis, Function? Reduction) : OpAttributes;

/// <summary>
/// The data with some elements replaced by, or joined with, updates. Elements: each update has its own index along one axis. ND: the last
/// axis of the indices holds coordinates of an element or slice. ONNX: Scatter, ScatterElements, ScatterND.
/// </summary>
static class Scatter
{
    public static readonly Op Elements = new("ScatterElements")
    {
        Infer = context =>
        {
            var (data, indices, axis) = (Checked(context), context.Shape(1), context.Attributes<ScatterAttributes>().Axis);
            if (indices.Rank != data.Shape.Rank || !indices.Equals(context.Shape(2)))
                throw new ModelException($"indices of {indices} and updates of {context.Shape(2)} do not fit data of {data.Shape}");
            for (var a = 0; a < indices.Rank; a++)
                if (a != axis && indices[a] > data.Shape[a]) throw new ModelException($"indices of {indices} reach beyond data of {data.Shape}");
            return [data];
        },
        Evaluate = context => [EvaluateElements(context)],
        Lower = node => [new KernelNode(new ScatterKernel(node, node.AttributesAs<ScatterAttributes>().Reduction, loops =>
        {
            var axis = node.AttributesAs<ScatterAttributes>().Axis;
            return [.. loops.Select((loop, a) =>
                a == axis ? IndexTable.AtRunTime(Expr.Element(node.Input(1), loops), node.Input(0).Shape[a]) : loop)];
        }))],
    };

    public static readonly Op ND = new("ScatterND")
    {
        Infer = context =>
        {
            var (data, indices) = (Checked(context), context.Shape(1));
            if (indices.Rank == 0) throw new ModelException("the indices are a scalar");
            var coordinates = indices[indices.Rank - 1];
            if (coordinates > data.Shape.Rank) throw new ModelException($"{coordinates} coordinates are too many for {data.Shape}");
            var wanted = new Shape(indices.Sizes.Take(indices.Rank - 1).Concat(data.Shape.Sizes.Skip(coordinates)));
            return context.Shape(2).Equals(wanted) ? [data] : throw new ModelException($"updates have shape {context.Shape(2)}, not {wanted}");
        },
        Evaluate = context => [EvaluateND(context)],
        Lower = node => [new KernelNode(new ScatterKernel(node, node.AttributesAs<ScatterAttributes>().Reduction, loops =>
        {
            var (data, indices) = (node.Input(0), node.Input(1));
            var rows = indices.Shape.Rank - 1;
            return
            [
                .. Enumerable.Range(0, indices.Shape[rows]).Select(c =>
                    IndexTable.AtRunTime(Expr.Element(indices, [.. loops.Take(rows), Expr.Of(c)]), data.Shape[c])),
                .. loops.Skip(rows),
            ];
        }))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("Scatter", 9, node => Of(node, null)),
        new("ScatterElements", 11, node => Of(node, null)),
        new("ScatterElements", 16, node => Of(node, Reduction(node))),
        new("ScatterND", 11, node => OfND(node, null)),
        new("ScatterND", 16, node => OfND(node, Reduction(node))),
    ];

    /// <summary>Replaces elements of a tensor by updates of the same rank, each with its index along an axis.</summary>
    public static Value Along(OnnxNode node, Value data, Value indices, Value updates, int axis) =>
        node.Add(Elements, new ScatterAttributes(axis, null), data, indices, updates);

    static Value Of(OnnxNode node, Function? reduction) =>
        node.Add(Elements, new ScatterAttributes(node.Input(0).Shape.Axis(node.Int("axis", 0)), reduction), node.Input(0), node.Input(1),
            node.Input(2));

    static Value OfND(OnnxNode node, Function? reduction) =>
        node.Add(ND, new ScatterAttributes(0, reduction), node.Input(0), node.Input(1), node.Input(2));

    static Function? Reduction(OnnxNode node) => node.Text("reduction", "none") switch
    {
        "none" => null,
        "add" => Function.Add,
        "mul" => Function.Multiply,
        "max" => Function.Max,
        "min" => Function.Min,
        var other => throw new ModelException($"attribute 'reduction' is '{other}'", "'none', 'add', 'mul', 'max' and 'min' are known"),
    };

    static TensorType Checked(InferContext context)
    {
        var (data, updates) = (context.Type(0), context.Type(2));
        if (updates.Element != data.Element) throw new ModelException($"updates are {updates.Element.Text()} and data {data.Element.Text()}");
        if (context.Type(1).Element is not (ElementType.Int32 or ElementType.Int64))
            throw new ModelException($"indices are {context.Type(1).Element.Text()}, not int32 or int64");
        if (context.Attributes<ScatterAttributes>().Reduction is { } reduction && !data.Element.IsFloat() && !data.Element.IsInteger())
            throw new ModelException($"reduction {reduction} of {data.Element.Text()} is not defined");
        return data;
    }

    static Tensor EvaluateElements(EvaluateContext context)
    {
        var (data, indices, updates, attributes) = (context.Tensor(0), context.Tensor(1), context.Tensor(2), context.Attributes<ScatterAttributes>());
        var output = Copy(data);
        int[] strides = data.Shape.RowMajorStrides(), own = indices.Shape.RowMajorStrides();
        for (var i = 0; i < indices.Count; i++)
        {
            var to = 0;
            for (var a = 0; a < strides.Length; a++) to += strides[a]
                * (a == attributes.Axis ? IndexTable.Resolve(indices.GetInt64(i), data.Shape[a]) : i / own[a] % indices.Shape[a]);
            Put(output, to, updates, i, attributes.Reduction);
        }
        return output;
    }

    static Tensor EvaluateND(EvaluateContext context)
    {
        var (data, indices, updates) = (context.Tensor(0), context.Tensor(1), context.Tensor(2));
        var output = Copy(data);
        var coordinates = indices.Shape[indices.Shape.Rank - 1];
        var strides = data.Shape.RowMajorStrides();
        var run = data.Shape.Sizes.Skip(coordinates).Aggregate(1, (a, b) => a * b);
        for (var row = 0; row < (run == 0 ? 0 : updates.Count / run); row++)
        {
            var to = 0;
            for (var c = 0; c < coordinates; c++) to += IndexTable.Resolve(indices.GetInt64(row * coordinates + c), data.Shape[c]) * strides[c];
            for (var i = 0; i < run; i++) Put(output, to + i, updates, row * run + i, context.Attributes<ScatterAttributes>().Reduction);
        }
        return output;
    }

    static Tensor Copy(Tensor data)
    {
        var copy = new Tensor(data.Element, data.Shape);
        for (var i = 0; i < data.Count; i++) Ops.Elements.Copy(data, i, copy, i);
        return copy;
    }

    static void Put(Tensor output, int to, Tensor updates, int from, Function? reduction)
    {
        if (reduction is not { } function) Ops.Elements.Copy(updates, from, output, to);
        else if (output.Element.IsFloat()) output.SetDouble(to, Join(function, output.GetDouble(to), updates.GetDouble(from)));
        else output.SetInt64(to, Join(function, output.GetInt64(to), updates.GetInt64(from), output.Element == ElementType.UInt64));
    }

    static double Join(Function function, double a, double b) => function switch
    {
        Function.Add => a + b,
        Function.Multiply => a * b,
        Function.Max => Math.Max(a, b),
        _ => Math.Min(a, b),
    };

    static long Join(Function function, long a, long b, bool unsigned) => unchecked(function switch
    {
        Function.Add => a + b,
        Function.Multiply => a * b,
        Function.Max => unsigned ? (long)Math.Max((ulong)a, (ulong)b) : Math.Max(a, b),
        _ => unsigned ? (long)Math.Min((ulong)a, (ulong)b) : Math.Min(a, b),
    });
}
