using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Tests.Lowering;

namespace EdgeCompile.Tests.Kernels;

/// <summary>Checks nodes of constants and one picture whose loop nests give the bits of their evaluation on every rung and in every layout.</summary>
static class SameBits
{
    /// <summary>Pictures planar and channels-last, by rows and by columns.</summary>
    static readonly int[][] orders = [[0, 1, 2, 3], [0, 2, 3, 1], [0, 1, 3, 2], [0, 3, 2, 1]];

    public static void InEveryLayout(Tensor x, Func<(Node Node, Value X)> make)
    {
        var cases = new List<(KernelCase Case, Tensor Expected)>();
        foreach (var order in orders)
        {
            var (node, value) = make();
            var nest = Assert.IsType<LoopNest>(Assert.Single(node.Op.Lower!(node)));
            cases.Add((new($"{node.Op.Name} in the order {string.Join(' ', order)}", new LoopKernel(nest), new Dictionary<Value,
                Tensor> { [value] = x },
                new Dictionary<Value, Layout> { [value] = Layout.Dense(x.Shape, order), [node.Output] = Layout.Dense(node.Output.Shape, order) }),
                    Evaluated(node, x)));
        }
        var emitted = new EmittedKernels(cases.Select(test => test.Case));
        for (var i = 0; i < cases.Count; i++)
            foreach (var isa in EmittedKernels.Rungs)
                Assert.Equal(cases[i].Expected.Bytes, emitted.Run(i, isa)[0].Bytes);
    }

    public static Tensor Evaluated(Node node, Tensor x) => (Tensor)node.Op.Evaluate(new EvaluateContext(
        node, [x, .. node.Inputs.Skip(1).Select(input => input!.Constant)], static (_, _) => throw new InvalidOperationException()))[0];
}
