using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Tests.Lowering;
using EdgeCompile.Tests.Ops;
using static EdgeCompile.Tests.Ops.OneNode;

namespace EdgeCompile.Tests.Kernels;

/// <summary>Kernels that write where the data says, on every rung and in other layouts, against the operator's evaluation.</summary>
public class DataDependentKernelTests
{
    readonly List<(KernelCase Case, IReadOnlyList<Tensor> Expected)> _cases = [];

    static Tensor L(Shape shape, params long[] items) => Tensor.Of(ElementType.Int64, shape, items);

    /// <summary>A node as it lies row-major, and with the axes of its results and of its first input turned around.</summary>
    void Add(string op, int outputs, Tensor[] inputs, object? attributes = null, params int[] constants)
    {
        foreach (var turned in (bool[])[false, true])
        {
            var graph = Import(op, 18, inputs, outputs, attributes, constants);
            var node = graph.Nodes[^1];
            var kernel = ((KernelNode)node.Op.Lower!(node)[0]).Kernel;
            var data = graph.Inputs.Zip(inputs.Where((_, i) => !constants.Contains(i))).ToDictionary(pair => pair.First, pair => pair.Second);
            var expected = Interpreter.Run(graph, [.. data.Values]).Cast<Tensor>().ToArray();
            var moved = turned ? node.Outputs.Concat(node.Inputs.Take(1).OfType<Value>().Where(value => !value.IsConstant)) : [];
            var layouts = moved.ToDictionary(value => value,
                value => Layout.Dense(value.Shape, [.. Enumerable.Range(0, value.Shape.Rank).Reverse()]));
            _cases.Add((new KernelCase(op + (turned ? " turned" : ""), kernel, data, layouts), expected));
        }
    }

    void AgreeOnEveryRung()
    {
        var kernels = new EmittedKernels(_cases.Select(test => test.Case));
        foreach (var isa in EmittedKernels.Rungs)
            for (var i = 0; i < _cases.Count; i++)
            {
                var actual = kernels.Run(i, isa);
                for (var output = 0; output < actual.Count; output++)
                    Assert.True(_cases[i].Expected[output].Equals(actual[output]), $"case {i}, {_cases[i].Case.Name}, output {output} on {isa.Name}");
            }
    }

    [Fact]
    public void Scatters()
    {
        var indices = L(new Shape(2, 3), 1, 0, 3, -1, 2, 2);
        foreach (var reduction in (string[])["none", "add", "mul", "max", "min"])
        {
            Add("ScatterElements", 1, [Count(3, 4), indices, Count(2, 3)], new { axis = 1L, reduction });
            Add("ScatterND", 1, [Count(3, 2), L(new Shape(2, 1), 1, -1), Count(2, 2)], new { reduction });
        }
        Add("ScatterElements", 1, [Count(3, 4), indices, Count(2, 3)], new { axis = 1L }, 0, 1);
        Add("ScatterND", 1, [Count(2, 2, 2), L(new Shape(2, 2), 1, 0, 0, 1), Count(2, 2)], null, 2);
        Add("ScatterElements", 1, [L(new Shape(5), 1, 2, 3, 4, 5), Tensor.Of(ElementType.Int32, new Shape(2), 4, 4), L(new Shape(2), 6, 9)],
            new { reduction = "add" });
        AgreeOnEveryRung();
    }

    [Fact]
    public void Tops()
    {
        var random = new Random(3);
        Tensor Random(params int[] sizes) => F(new Shape(sizes), [.. Enumerable.Range(0, new Shape(sizes).Count).Select(_ => (float)random.Next(9))]);
        foreach (var axis in (long[])[0, 1, 2])
            foreach (var largest in (long[])[0, 1])
                Add("TopK", 2, [Random(3, 5, 4), Tensor.Longs(3)], new { axis, largest }, 1);
        Add("TopK", 2, [Random(17), Tensor.Longs(17)], null, 1);
        Add("TopK", 2, [Random(40), Tensor.Longs(1)], null, 1);
        Add("TopK", 2, [Tensor.Of(ElementType.UInt64, new Shape(3), 1ul, ulong.MaxValue, 7ul), Tensor.Longs(2)], null, 1);
        Add("TopK", 2, [Tensor.Of(ElementType.UInt8, new Shape(2, 2), (byte)1, (byte)255, (byte)3, (byte)3), Tensor.Longs(2)], null, 1);
        AgreeOnEveryRung();
    }
}
