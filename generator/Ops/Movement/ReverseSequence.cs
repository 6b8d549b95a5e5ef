using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

/// <summary>The axis that is turned around and the one that counts the sequences: 0 and 1, or 1 and 0.</summary>
sealed record ReverseSequenceAttributes(int Time, int Batch) : OpAttributes;

/// <summary>Each sequence's first elements, as many as its length (input 1) says, in reverse order; the rest stays. ONNX: ReverseSequence.</summary>
static class ReverseSequence
{
    public static readonly Op Op = new("ReverseSequence")
    {
        Infer = context =>
        {
            var (x, lengths, attributes) = (context.Type(0), context.Type(1), context.Attributes<ReverseSequenceAttributes>());
            if (x.Shape.Rank < 2 || !lengths.Shape.Sizes.SequenceEqual([x.Shape[attributes.Batch]]) || lengths.Element != ElementType.Int64)
                throw new ModelException($"lengths of {lengths} do not fit {x}");
            return [x];
        },
        Evaluate = context =>
        {
            var (x, lengths, output) = (context.Tensor(0), context.Tensor(1), context.NewOutput());
            var attributes = context.Attributes<ReverseSequenceAttributes>();
            var strides = x.Shape.RowMajorStrides();
            for (var i = 0; i < x.Count; i++)
            {
                int time = i / strides[attributes.Time] % x.Shape[attributes.Time],
                    sequence = i / strides[attributes.Batch] % x.Shape[attributes.Batch];
                var length = lengths.GetInt64(sequence);
                if (length < 0 || length > x.Shape[attributes.Time]) throw new ModelException($"sequence {sequence} has length {length} of {x.Shape}");
                Elements.Copy(x, time < length ? i + ((int)length - 1 - 2 * time) * strides[attributes.Time] : i, output, i);
            }
            return [output];
        },
        Lower = node =>
        {
            var (x, attributes) = (node.Input(0), node.AttributesAs<ReverseSequenceAttributes>());
            return
            [
                LoopNest.Over(node.Output, loops =>
                {
                    // A length outside of the axis, which ONNX calls an error, is moved into it.
                    Expr limit = Expr.Of(x.Shape[attributes.Time], ElementType.Int64), zero = Expr.Of(0, ElementType.Int64);
                    var length = Expr.Cast(Expr.Max(Expr.Min(Expr.Element(node.Input(1), loops[attributes.Batch]), limit), zero), ElementType.Int32);
                    var time = loops[attributes.Time];
                    var from = Expr.Select(Expr.Compare(Function.Less, time, length), length - Expr.Of(1) - time, time);
                    return Expr.Element(x, [.. loops.Select((loop, axis) => axis == attributes.Time ? from : loop)]);
                }),
            ];
        },
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("ReverseSequence", 10, node => (node.Int("time_axis", 0), node.Int("batch_axis", 1)) switch
        {
            (0, 1) => node.Add(Op, new ReverseSequenceAttributes(0, 1), [.. node.Inputs]),
            (1, 0) => node.Add(Op, new ReverseSequenceAttributes(1, 0), [.. node.Inputs]),
            var (time, batch) => throw new ModelException($"time_axis {time} and batch_axis {batch}", "they are 0 and 1 or 1 and 0"),
        }),
    ];
}
