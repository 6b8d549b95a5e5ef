using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Bench;

/// <summary>A convolution to time, as it occurs in the models of the table: channels-last, its output with room for the next one's border.</summary>
sealed record KernelShape(int Channels, int Outputs, int Size, int Kernel = 1, int Stride = 1, bool Depthwise = false, string Then = "relu",
    int Border = 0)
{
    public override string ToString() => $"{Channels}x{Size}x{Size} to {Outputs}, {Kernel}x{Kernel}s{Stride}{(Depthwise ? " depthwise" : "")} {Then}";

    public Kernel Make()
    {
        var (groups, pad, outputs) = (Depthwise ? Channels : 1, Kernel / 2, (Size - 1) / Stride + 1);
        var shape = new ConvShape(1, groups, Channels, Outputs, [Size, Size], [outputs, outputs], [Kernel, Kernel], [Stride, Stride], [1, 1],
            [pad, pad]);
        var (x, y) = (Floats("x", 1, Channels, Size, Size), Floats("y", 1, Outputs, outputs, outputs));
        var kernel = ConvKernels.For(shape, x, y, new Tensor(ElementType.Float32, new Shape(Outputs, Channels / groups, Kernel, Kernel)),
            Tensor.Floats(new Shape(Outputs), new float[Outputs]))!;
        Expr sum = new Expr.Accumulator(ElementType.Float32);
        kernel.Epilogue = Then switch
        {
            "relu" => new(Expr.Max(sum, Expr.Of(0, ElementType.Float32)), y, []),
            "silu" => new(sum * Expr.Unary(Function.Sigmoid, sum), y, []),
            _ => null,
        };
        return kernel;
    }

    /// <summary>The kernel on a rung, with the layouts that the planner would choose.</summary>
    public PlacedKernel Place(Isa isa)
    {
        var kernel = Make();
        int[] border = [0, 0, Border, Border];
        return new(kernel, isa, value => Layout.WithHalo(value.Shape, [0, 2, 3, 1],
            value == kernel.Inputs[0] ? kernel.HaloOf(value) : new Halo(border, border)));
    }

    static Value Floats(string name, params int[] sizes) => new(name, new TensorType(ElementType.Float32, new Shape(sizes)));
}
