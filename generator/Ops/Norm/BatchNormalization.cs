using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Ops;

sealed record NormalizationAttributes(float Epsilon) : OpAttributes;

/// <summary>
/// (x - mean) / sqrt(variance + epsilon) * scale + bias with numbers for each channel (axis 1), as learned; inputs x, scale, bias, mean,
/// variance. ONNX: BatchNormalization.
/// </summary>
static class BatchNormalization
{
    public static readonly Op Op = new("BatchNormalization")
    {
        Infer = Infer,
        Evaluate = context => [Evaluate([.. Enumerable.Range(0, 5).Select(context.Tensor)], context.Attributes<NormalizationAttributes>().Epsilon)],
        Lower = node => [LoopNest.Over(node.Output, axes => Body(node, axes))],
    };

    public static IReadOnlyList<OnnxOperator> Rows { get; } =
    [
        new("BatchNormalization", 1, node => { node.Ignore("consumed_inputs"); return ByMode(node); }),
        new("BatchNormalization", 6, ByMode),
        new("BatchNormalization", 7, ByOutputs), new("BatchNormalization", 9, ByOutputs),
        new("BatchNormalization", 14, node => node.Int("training_mode", 0) == 0 ? [Import(node)] : Train(node)),
    ];

    /// <summary>Opsets 1 and 6 are in training mode unless they are told that this is a test.</summary>
    static Value?[] ByMode(OnnxNode node) => node.Int("is_test", 0) != 0 ? [PerChannel(node)] : Train(node);

    /// <summary>In opsets 7 and 9 the number of outputs tells the mode.</summary>
    static Value?[] ByOutputs(OnnxNode node) => node.WantsOutput(1) ? Train(node) : [PerChannel(node)];

    /// <summary>
    /// Training mode: the batch's own mean and variance normalise it, and the running ones, which are outputs, move towards them; up to
    /// opset 13 those of the batch are outputs as well.
    /// </summary>
    static Value?[] Train(OnnxNode node)
    {
        var (x, momentum, spatial) = (node.Input(0), node.Float("momentum", 0.9f), IsSpatial(node));
        var axes = new ReduceAttributes(Enumerable.Range(0, x.Shape.Rank).Where(axis => spatial ? axis != 1 : axis == 0).ToArray(),
            KeepDimensions: false);
        var mean = node.Add(Reduce.Mean, axes, x);
        var centred = node.Add(Arithmetic.Sub, x, spatial ? Broadcasting.Append(node, mean, x.Shape.Rank - 2) : mean);
        var variance = node.Add(Reduce.Mean, axes, node.Add(Arithmetic.Mul, centred, centred));
        var result = spatial
            ? node.Add(Op, new NormalizationAttributes(node.Float("epsilon", 1e-5f)), x, node.Input(1), node.Input(2), mean, variance)
            : PerElement(node, mean, variance);
        return [result, Running(node.Input(3), mean), Running(node.Input(4), variance), mean, variance];

        Value Running(Value before, Value batch)
        {
            var now = batch.Element == before.Element ? batch : node.Add(Cast.Op, new CastAttributes(before.Element), batch);
            return node.Add(Arithmetic.Add,
                node.Add(Arithmetic.Mul, before, node.Scalar(before.Element, momentum)),
                node.Add(Arithmetic.Mul, now, node.Scalar(now.Element, 1 - momentum)));
        }
    }

    static bool IsSpatial(OnnxNode node) => node.Opset >= 9 || node.Int("spatial", 1) != 0;

    static Value PerChannel(OnnxNode node)
    {
        if (IsSpatial(node)) return Import(node);
        node.Ignore("momentum");
        return PerElement(node, node.Input(3), node.Input(4));
    }

    /// <summary>With numbers for each element of a picture, which older opsets allow; shapes broadcast over the batch.</summary>
    static Value PerElement(OnnxNode node, Value mean, Value variance)
    {
        var deviation = node.Add(UnaryMaths.Sqrt, node.Add(Arithmetic.Add, variance, node.Scalar(variance.Element, node.Float("epsilon", 1e-5f))));
        var standardised = node.Add(Arithmetic.Div, node.Add(Arithmetic.Sub, node.Input(0), mean), deviation);
        return node.Add(Arithmetic.Add, node.Add(Arithmetic.Mul, standardised, node.Input(1)), node.Input(2));
    }

    static Value Import(OnnxNode node)
    {
        node.Ignore("momentum");
        return node.Add(Op, new NormalizationAttributes(node.Float("epsilon", 1e-5f)), [.. node.Inputs.Take(5)]);
    }

    static Ir.ValueType[] Infer(InferContext context)
    {
        var x = context.Type(0);
        if (!x.Element.IsFloat()) throw new ModelException($"BatchNormalization is not defined for {x.Element.Text()}");
        var channels = x.Shape.Rank > 1 ? x.Shape[1] : 1;
        for (var i = 1; i < 5; i++)
            if (!context.Shape(i).Sizes.SequenceEqual([channels]))
                throw new ModelException($"input {i} has shape {context.Shape(i)} for {channels} channels");
        return [new TensorType(x.Element, x.Shape)];
    }

    static Tensor Evaluate(Tensor[] inputs, float epsilon)
    {
        var (x, output) = (inputs[0], new Tensor(inputs[0].Element, inputs[0].Shape));
        var channels = x.Shape.Rank > 1 ? x.Shape[1] : 1;
        var plane = x.Count == 0 ? 0 : x.Shape.Sizes.Skip(2).Aggregate(1, (a, b) => a * b);
        for (var i = 0; i < x.Count; i++)
        {
            var c = x.Shape.Rank > 1 ? i / plane % channels : 0;
            var (scale, bias, mean, variance) = (inputs[1].GetDouble(c), inputs[2].GetDouble(c), inputs[3].GetDouble(c), inputs[4].GetDouble(c));
            output.SetDouble(i, (x.GetDouble(i) - mean) / Math.Sqrt(variance + epsilon) * scale + bias);
        }
        return output;
    }

    static Expr Body(Node node, Expr[] axes)
    {
        var epsilon = node.AttributesAs<NormalizationAttributes>().Epsilon;
        var channel = axes.Length > 1 ? axes[1] : Expr.Of(0);
        var x = Elementwise.Computed(Expr.Element(node.Input(0), axes));
        var constants = Enumerable.Range(1, 4).Select(i => node.Input(i).Constant).ToArray();
        if (constants.All(constant => constant is not null) && Folded(node, constants!, epsilon) is var (scale, shift))
            return Expr.Cast(x * Learned(scale) + Learned(shift), node.Output.Element);
        var deviation = Expr.Unary(Function.Sqrt, Learned(node.Input(4)) + Expr.Of(epsilon, x.Type));
        return Expr.Cast((x - Learned(node.Input(3))) / deviation * Learned(node.Input(1)) + Learned(node.Input(2)), node.Output.Element);

        Expr Learned(Value perChannel) => Expr.Cast(Expr.Element(perChannel, channel), x.Type);
    }

    /// <summary>x * scale' + shift', computed in double precision.</summary>
    static (Value Scale, Value Shift) Folded(Node node, Tensor[] constants, float epsilon)
    {
        var type = node.Output.Element == ElementType.Float64 ? ElementType.Float64 : ElementType.Float32;
        Tensor scale = new(type, constants[0].Shape), shift = new(type, constants[0].Shape);
        for (var c = 0; c < scale.Count; c++)
        {
            var factor = constants[0].GetDouble(c) / Math.Sqrt(constants[3].GetDouble(c) + epsilon);
            scale.SetDouble(c, factor);
            shift.SetDouble(c, constants[1].GetDouble(c) - constants[2].GetDouble(c) * factor);
        }
        return (new(node.Output.Name + ".scale", scale.Type) { Constant = scale }, new(node.Output.Name + ".shift", shift.Type) { Constant = shift });
    }
}
