using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;
using EdgeCompile.Tests.Lowering;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Kernels;

/// <summary>A product of bytes to be tried: the operands' shapes, types and zero points, the window, and how the operands lie.</summary>
sealed record IntegerCase(string Op, int[] X, int[] W)
{
    public bool SignedX { get; init; }
    public bool SignedW { get; init; } = true;
    public int XZero { get; init; }
    /// <summary>Whether the activations' zero point is known only when the kernel runs.</summary>
    public bool AtRunTime { get; init; }
    /// <summary>One zero point for all weights, or one for each output channel.</summary>
    public int[] WZero { get; init; } = [0];
    public object? Attributes { get; init; }
    /// <summary>Whether all numbers are the smallest or the largest there are.</summary>
    public bool Extreme { get; init; }
    /// <summary>Whether the sums are requantised to int8, a factor for each channel.</summary>
    public bool Requantise { get; init; }
    /// <summary>The weights' magnitude; small ones cannot saturate.</summary>
    public int Largest { get; init; } = 127;

    /// <summary>Whether one weight in fifty has the greatest magnitude that there is, whatever the others have.</summary>
    public bool Loud { get; init; }

    /// <summary>Whether most quads of panels are zero: of sixteen filters, what reads four neighbouring activations.</summary>
    public bool Pruned { get; init; }

    public override string ToString() =>
        $"{(Pruned ? "pruned " : "")}{(Loud ? "loud " : "")}{Op} {(SignedX ? "i8" : "u8")} {string.Join("x", X)} - {XZero}{(AtRunTime ? " at run time" : "")}, {(SignedW ? "i8" : "u8")} {string.Join("x", W)} - {string.Join(",", WZero)} {Attributes}";

    bool IsConv => Op == "ConvInteger";

    /// <summary>The kernel with its operands, and what the operator's evaluation makes of them.</summary>
    public (KernelCase Case, Tensor Expected) Make()
    {
        var random = new Random(ToString().Aggregate(7, (hash, c) => unchecked(hash * 31 + c)));
        var x = Numbers(SignedX, X, 128);
        Tensor[] inputs = [x, Numbers(SignedW, W, Largest), Zeros(SignedX, [XZero]), Zeros(SignedW, WZero)];
        for (var i = 7; Loud && i < inputs[1].Count; i += random.Next(100)) inputs[1].SetInt64(i, SignedW ? -128 : 255);
        if (Pruned) Prune(inputs[1]);
        var graph = Import(Op, 10, inputs, 1, Attributes, AtRunTime ? [1, 3] : [1, 2, 3]);
        Tensor[] given = AtRunTime ? [x, inputs[2]] : [x];
        var sums = (Tensor)Interpreter.Run(graph, given)[0];
        var node = graph.Nodes[^1];
        var kernel = ((KernelNode)node.Op.Lower!(node)[0]).Kernel;
        var (result, expected) = (node.Output, sums);
        if (Requantise)
        {
            var channel = IsConv ? 1 : result.Shape.Rank - 1;
            var scale = Tensor.Floats(new Shape(result.Shape[channel]),
                [.. Enumerable.Range(0, result.Shape[channel]).Select(_ => random.NextSingle() * 0.01f)]);
            var output = new Value("q", new TensorType(ElementType.Int8, result.Shape));
            kernel.Epilogue = new(Requantised(graph.Constant("scale", scale), channel), output, []);
            (result, expected) = (output, new Tensor(ElementType.Int8, sums.Shape));
            var inner = sums.Shape.Sizes.Skip(channel + 1).Aggregate(1, (a, b) => a * b);
            for (var i = 0; i < sums.Count; i++)
            {
                var scaled = (float)(int)sums.GetInt64(i) * (float)scale.GetDouble(i / inner % scale.Count);
                expected.SetInt64(i, (int)MathF.Round(MathF.Min(MathF.Max(scaled, -131), 124), MidpointRounding.ToEven) + 3);
            }
        }
        var layouts = new Dictionary<Value, Layout>();
        foreach (var value in (Value[])[.. graph.Inputs, result])
        {
            int[] order = [.. Enumerable.Range(0, value.Shape.Rank)];
            if (IsConv && order.Length > 0) order = kernel.UnitAxisOf(value) == value.Shape.Rank - 1 ? order : [0, .. order.Skip(2), 1];
            layouts[value] = Layout.WithHalo(value.Shape, order, kernel.HaloOf(value));
        }
        return (new($"{this} {kernel.Name}", kernel, graph.Inputs.Zip(given).ToDictionary(pair => pair.First, pair => pair.Second), layouts),
            expected);

        Tensor Numbers(bool signed, int[] sizes, int largest)
        {
            var tensor = new Tensor(signed ? ElementType.Int8 : ElementType.UInt8, new Shape(sizes));
            var (low, high) = signed ? (Math.Max(-128, -largest - 1), Math.Min(127, largest)) : (0, Math.Min(255, 2 * largest));
            for (var i = 0; i < tensor.Count; i++) tensor.SetInt64(i, Extreme ? (random.Next(4) == 0 ? low : high) : random.Next(low, high + 1));
            return tensor;
        }

        static Tensor Zeros(bool signed, int[] zeros)
        {
            var tensor = new Tensor(signed ? ElementType.Int8 : ElementType.UInt8, zeros.Length == 1 ? new Shape() : new Shape(zeros.Length));
            for (var i = 0; i < zeros.Length; i++) tensor.SetInt64(i, zeros[i]);
            return tensor;
        }
    }

    /// <summary>Leaves one quad in five of each panel; weights are [filter][channel][tap…] or [activation][filter].</summary>
    void Prune(Tensor weights)
    {
        int taps = IsConv ? W.Skip(2).Aggregate(1, (a, b) => a * b) : 1, inputs = IsConv ? W[1] : W[0];
        for (var i = 0; i < weights.Count; i++)
        {
            var (filter, place) = IsConv ? (i / taps / inputs, i / taps % inputs / 4 * taps + i % taps) : (i % W[1], i / W[1] / 4);
            if ((place * 3 + filter / 16) % 5 != 0) weights.SetInt64(i, WZero[0]);
        }
    }

    static Expr Requantised(Value scale, int channel)
    {
        const ElementType real = ElementType.Float32;
        var scaled = Expr.Cast(new Expr.Accumulator(ElementType.Int32), real) * Expr.Element(scale, Expr.Loop(channel));
        var clamped = Expr.Min(Expr.Max(scaled, Expr.Of(-131, real)), Expr.Of(124, real));
        return Expr.Cast(Expr.Cast(Expr.Unary(Function.Round, clamped), ElementType.Int32) + Expr.Of(3), ElementType.Int8);
    }
}
