using EdgeCompile.Ir;
using EdgeCompile.Ops;

namespace EdgeCompile.Onnx;

/// <summary>The real number that an integer q at a model's border stands for: (q - ZeroPoint) * Scale.</summary>
sealed record Quantisation(float Scale, int ZeroPoint)
{
    /// <summary>How an input is read, if it is, once moved, only dequantised, and with one scale.</summary>
    public static Quantisation? OfInput(Value input)
    {
        Quantisation? found = null;
        foreach (var user in input.Users)
        {
            var one = IsMoved(user) ? OfInput(user.Output) : user.Op == DequantizeLinear.Op ? Of(user) : null;
            if (one is null || (found is not null && found != one)) return null;
            found = one;
        }
        return found;
    }

    /// <summary>How an output was made, if it is, perhaps moved, the result of a quantisation with one scale.</summary>
    public static Quantisation? OfOutput(Value output)
    {
        while (output.Producer is { } mover && IsMoved(mover)) output = mover.Input(0);
        return output.Producer is { } producer && producer.Op == QuantizeLinear.Op ? Of(producer) : null;
    }

    static bool IsMoved(Node node) => node.Op == Reshape.Op || node.Op == Transpose.Op;

    static Quantisation? Of(Node node) =>
        node.Input(1).Constant is { Count: 1, Element: ElementType.Float32 } scale && (!node.Has(2) || node.Input(2).Constant is { Count: 1 })
            ? new(scale.ToFloats()[0], node.Has(2) ? (int)node.Input(2).Constant!.GetInt64(0) : 0)
            : null;
}
