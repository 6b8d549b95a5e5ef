using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Ops;

namespace EdgeCompile.Tests.Kernels;

public class MatMulKernelTests
{
    /// <summary>A product to be tried; Then is <c>relu</c>, <c>add</c> (a constant per column) or <c>sigmoid</c>.</summary>
    sealed record Case(int[] A, int[] B, bool Constant = true, bool TransposeA = false, bool TransposeB = false, string Then = "",
        bool Pruned = false);

    static readonly Case[] cases =
    [
        new([1, 640], [640, 128], Then: "relu"),
        new([1, 128], [10, 128], TransposeB: true, Then: "add"),
        new([1, 8], [8, 128]),
        new([1, 3], [3, 1]),
        new([1, 256], [256, 2], Then: "add"),
        new([13, 40], [40, 24], Then: "sigmoid"),
        new([50, 33], [33, 85], Then: "add"),
        new([33, 50], [33, 7], TransposeA: true),
        new([17], [17, 20], Then: "relu"),
        new([2, 3, 5, 16], [16, 48], Then: "add"),
        new([2, 4, 7], [7, 33]),
        new([5, 12], [12, 29], Constant: false, Then: "relu"),
        new([1, 12], [12, 64], Constant: false),
        new([2, 3, 9, 16], [2, 3, 16, 9], Constant: false, Then: "sigmoid"),
        new([3, 5, 4], [1, 4, 50], Constant: false),
        new([4, 6, 8], [8, 17], Constant: false, Then: "relu"),
        new([9, 8], [3, 8, 16], Constant: false),
        new([6, 4], [6, 21], Constant: false, TransposeA: true),
        new([7], [2, 7, 18], Constant: false),
        new([1, 640], [640, 128], Then: "relu", Pruned: true),
        new([13, 40], [40, 24], Then: "sigmoid", Pruned: true),
        new([50, 33], [85, 33], TransposeB: true, Pruned: true),
        new([33, 50], [33, 20], TransposeA: true, Pruned: true),
        new([1, 64], [64, 2], Then: "sigmoid", Pruned: true),
        new([1, 40], [3, 40], TransposeB: true, Then: "add", Pruned: true),
        new([20, 1], [20, 1], TransposeA: true, Pruned: true),
        new([50, 33], [33, 1], Then: "sigmoid"),
        new([7, 100], [3, 100], TransposeB: true, Then: "add"),
        new([2, 3, 5, 16], [16, 2], Then: "add"),
        new([1, 640], [640, 1], Then: "sigmoid"),
        new([1, 333], [4, 333], TransposeB: true, Then: "add"),
        new([17], [17, 2], Then: "relu"),
        new([33, 50], [33, 3], TransposeA: true),
    ];

    [Fact]
    public void EveryRungMultipliesAsTheOracle()
    {
        var runs = cases.SelectMany(item => KernelCheck.Rungs.Select(isa => Make(item, isa))).ToList();
        var compiled = PlacedKernel.Compile([.. runs.Select(run => run.Placed)]);
        var problems = runs.Zip(compiled, (run, method) =>
            KernelCheck.Run(run.Placed, method, run.Inputs, run.Expected) is { } problem ? $"{run.Placed.Isa.Name} {run.Name}: {problem}" : null);
        Assert.Empty(problems.OfType<string>());
    }

    [Fact]
    public void OneRowHasAKernelOfItsOwnName()
    {
        Assert.Equal("f32-matmul-vector", Make(cases[0], Isa.Vector128).Placed.Kernel.Name);
        Assert.Equal("f32-matmul-panels", Make(cases[5], Isa.Vector128).Placed.Kernel.Name);
        Assert.All(cases.Where(item => item.Pruned),
            item => Assert.EndsWith(item.B.Min() < 4 ? "-unrolled" : "-sparse", Make(item, Isa.Vector128).Placed.Kernel.Name));
        Assert.Equal("f32-matmul-rows", Make(cases[11], Isa.Vector128).Placed.Kernel.Name);
    }

    static (PlacedKernel Placed, string Name, Dictionary<Value, float[]> Inputs, double[] Expected) Make(Case item, Isa isa)
    {
        var random = new Random(5);
        var graph = new Graph("g");
        Tensor a = Numbers(item.A), b = Numbers(item.B);
        if (item.Pruned)
            for (var i = 0; i < b.Count; i++)
            {
                var (k, n) = item.TransposeB ? (i % item.B[1], i / item.B[1]) : (i / item.B[1], i % item.B[1]);
                if ((k * 3 + n / 16) % 5 != 0) b.SetDouble(i, 0);
            }
        var x = graph.AddInput("a", a.Type);
        var y = item.Constant ? graph.Constant("b", b) : graph.AddInput("b", b.Type);
        var node = graph.Add(MatMul.Op, new MatMulAttributes(item.TransposeA, item.TransposeB), [x, y], "product", 0);
        var product = (Tensor)MatMul.Op.Evaluate(new(node, [a, b], (_, _) => []))[0];
        var kernel = Assert.IsType<KernelNode>(Assert.Single(MatMul.Op.Lower!(node)), exactMatch: false).Kernel;

        var columns = Numbers([item.TransposeB ? item.B[^2] : item.B[^1]]);
        Expr sum = new Expr.Accumulator(ElementType.Float32);
        Func<double, int, double> then = (s, _) => s;
        if (item.Then == "relu") Apply(Expr.Max(sum, Expr.Of(0, ElementType.Float32)), (s, _) => Math.Max(s, 0));
        if (item.Then == "sigmoid") Apply(Expr.Unary(Function.Sigmoid, sum), (s, _) => 1 / (1 + Math.Exp(-s)));
        if (item.Then == "add")
            Apply(sum + LoopNest.Broadcast(graph.Constant("c", columns), LoopNest.Axes(product.Shape.Rank)),
                (s, i) => s + columns.GetDouble(i % columns.Count));

        var inputs = new Dictionary<Value, float[]> { [x] = a.ToFloats() };
        if (!item.Constant) inputs.Add(y, b.ToFloats());
        return (new(kernel, isa, value => Layout.RowMajor(value.Shape)), $"{kernel.Name} {item}", inputs,
            [.. Enumerable.Range(0, product.Count).Select(i => then(product.GetDouble(i), i))]);

        Tensor Numbers(int[] sizes)
        {
            var shape = new Shape(sizes);
            return Tensor.Floats(shape, [.. Enumerable.Range(0, shape.Count).Select(_ => random.NextSingle() * 2 - 1)]);
        }

        void Apply(Expr expression, Func<double, int, double> function)
        {
            kernel.Epilogue = new(expression, node.Output, []);
            then = function;
        }
    }
}
