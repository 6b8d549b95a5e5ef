using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using EdgeCompile.Support;
using static EdgeCompile.Support.CSharpText;

namespace EdgeCompile.Ops;

/// <summary>
/// One row times a small constant matrix that is nearly all zeros: each weight that is not stands in the code as a number, and nothing else does.
/// Of floats, or of bytes summed in int32.
/// </summary>
sealed class MatMulUnrolledKernel : Kernel
{
    /// <summary>Products that are written out: each takes some ten bytes of code.</summary>
    const int ProductsAtMost = 512;

    /// <summary>Sums that hide the latency of a multiply-add.</summary>
    const int ChainsWanted = 8;

    /// <summary>What it must save, as for <see cref="RowChoice"/>.</summary>
    const double Gain = 0.8;

    readonly Value _a, _y;
    readonly MatMulShape _shape;
    readonly int _zero;
    readonly (int K, int N, double Weight)[] _products;

    MatMulUnrolledKernel(MatMulShape shape, Value a, Value y, int zero, (int, int, double)[] products) =>
        (_shape, _a, _y, _zero, _products) = (shape, a, y, zero, products);

    bool IsInteger => _a.Element != ElementType.Float32;

    public override string Name => $"{_a.Element switch { ElementType.Int8 => "i8", ElementType.UInt8 => "u8", _ => "f32" }}-matmul-vector-unrolled";
    public override IReadOnlyList<Value> Inputs => [_a];
    public override IReadOnlyList<Value> Outputs => [_y];
    public override long MultiplyAdds => _products.Length;
    public override bool TakesEpilogue => true;

    /// <summary>The kernel; null where one that reads whole rows of weights is estimated to be as quick.</summary>
    /// <param name="shape">The product.</param>
    /// <param name="a">The row.</param>
    /// <param name="y">The result.</param>
    /// <param name="zero">The zero point of the row.</param>
    /// <param name="weight">A weight less its zero point, by its row and column.</param>
    /// <param name="others">The cycles of the kernel that would take its place, on some rung.</param>
    public static MatMulUnrolledKernel? For(MatMulShape shape, Value a, Value y, int zero, Func<int, int, double> weight, Func<Isa, double> others)
    {
        if (shape.M != 1 || shape.Batch.Count != 1) return null;
        var products = new List<(int K, int N, double Weight)>();
        for (var k = 0; k < shape.K; k++)
            for (var n = 0; n < shape.N; n++)
            {
                if (weight(k, n) is not 0 and var number) products.Add((k, n, number));
                if (products.Count > ProductsAtMost) return null;
            }
        // A multiply-add and its constant, a load for each row, and the end of each sum, one by one.
        var cycles = 0.75 * products.Count + 0.5 * products.Select(product => product.K).Distinct().Count() + 6 * shape.N;
        return Isa.All.All(isa => cycles <= Gain * others(isa)) ? new(shape, a, y, zero, [.. products]) : null;
    }

    public override void Emit(KernelWriter writer)
    {
        Operand input = writer[_a], output = writer[Results[0]];
        var code = writer.Code;
        code.Line($"// {Name}-{writer.Isa.Name.ToLowerInvariant()}");
        var chains = Math.Max(1, ChainsWanted / _shape.N);
        for (var n = 0; n < _shape.N; n++)
            code.Line($"{(IsInteger ? "int" : "float")} {string.Join(", ", Enumerable.Range(0, chains).Select(chain => $"{Sum(n, chain)} = {(chain == 0 ? Start(n) : "0")}"))};");
        var place = 0;
        var depth = input.Shape.Rank - (_shape.TransposeA ? 2 : 1);
        foreach (var row in _products.GroupBy(product => product.K))
        {
            using var _ = code.Braces();
            code.Line($"{(IsInteger ? "int" : "var")} x = RefMath.Add(ref {input.Name}, {Number(row.Key * input.Layout.Strides[depth])});");
            foreach (var (_, n, weight) in row)
            {
                var sum = Sum(n, place++ / _shape.N % chains);
                code.Line(IsInteger ? $"{sum} += x * {Number((int)weight)};" : $"{sum} = F32x1.Fma(x, {Number((float)weight)}, {sum});");
            }
        }
        var channel = output.Shape.Rank - 1;
        for (var n = 0; n < _shape.N; n++)
        {
            using var _ = code.Braces();
            string[] axes = [.. Enumerable.Range(0, output.Shape.Rank).Select(axis => axis == channel ? Number(n) : "0")];
            code.Line($"var sum = {string.Join(" + ", Enumerable.Range(0, chains).Select(chain => Sum(n, chain)))};");
            new VectorCode(writer, 1, channel, axes)
                .Store(Epilogue?.Expression ?? new Expr.Accumulator(IsInteger ? ElementType.Int32 : ElementType.Float32),
                "sum", output.Name, Number(n * output.Layout.Strides[channel]));
        }
    }

    /// <summary>What the zero point takes from a sum.</summary>
    string Start(int n) => IsInteger ? Number(-_zero * _products.Where(product => product.N == n).Sum(product => (int)product.Weight)) : "0";

    static string Sum(int n, int chain) => $"a{Number(n)}_{Number(chain)}";
}
