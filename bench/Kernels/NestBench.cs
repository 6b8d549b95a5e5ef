using System.Diagnostics;
using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;
using Spectre.Console;
using static EdgeCompile.Lowering.Expr;
using Layout = EdgeCompile.Lowering.Layout;
using Table = Spectre.Console.Table;

namespace EdgeCompile.Bench;

/// <summary>Times the loop nests of quantised models in single elements and on every rung, by turns.</summary>
static class NestBench
{
    const ElementType Float = ElementType.Float32;

    static readonly Isa[] rungs = [new("Scalar", 1, 16), .. Isa.All];

    static readonly (string Name, Func<LoopNest> Make)[] nests =
    [
        ("quantise", () => Map(ElementType.Int8, [Float], x => Quantised(x[0] / Of(0.037, Float)))),
        ("dequantise", () => Map(Float, [ElementType.Int8], x => Dequantised(x[0], 0.037))),
        ("requantise int32", () => Map(ElementType.Int8, [ElementType.Int32], x => Quantised(Cast(x[0], Float) * Of(0.0037, Float)))),
        ("add of two quantised", () => Map(ElementType.Int8, [ElementType.Int8, ElementType.Int8],
            x => Quantised((Dequantised(x[0], 0.037) + Dequantised(x[1], 0.091)) / Of(0.12, Float)))),
        ("clip of int8", () => Map(ElementType.Int8, [ElementType.Int8],
            x => Max(Min(x[0], Of(100.0, ElementType.Int8)), Of(-3.0, ElementType.Int8)))),
        ("table of 256", () => Map(ElementType.Int8, [ElementType.Int8],
            x => Element(Table(), Cast(Cast(x[0], ElementType.UInt8), ElementType.Int32)))),
        ("where of int8", () => Map(ElementType.Int8, [ElementType.Bool, ElementType.Int8, ElementType.Int8], x => Select(x[0], x[1], x[2]))),
        ("greatest of 3x3, int8", () => new(Tensor(ElementType.Int8, 32, 32, 64), [32, 32, 64],
            Element(Tensor(ElementType.Int8, 34, 34, 64), Loop(0) + Loop(3), Loop(1) + Loop(4), Loop(2)), new([3, 3], Function.Max))),
        ("mean over 32x32, int8", () => new(Tensor(ElementType.Int8, 64), [64],
            Cast(Element(Tensor(ElementType.Int8, 32, 32, 64), Loop(1), Loop(2), Loop(0)), ElementType.Int32), new([32, 32], Function.Add),
            Quantised(Cast(new Accumulator(ElementType.Int32), Float) * Of(0.7 / 1024, Float)))),
    ];

    public static void Run(string filter)
    {
        var chosen = nests.Where(nest => nest.Name.Contains(filter, StringComparison.Ordinal)).ToList();
        var placed = chosen.SelectMany(nest => rungs.Select(isa => new PlacedKernel(new LoopKernel(nest.Make()), isa,
            value => Layout.RowMajor(value.Shape)))).ToList();
        var runs = PlacedKernel.Compile(placed);
        var best = new double[placed.Count];
        Array.Fill(best, double.MaxValue);
        for (var round = 0; round < 5; round++)
            for (var i = 0; i < placed.Count; i++) best[i] = Math.Min(best[i], KernelBench.Time(placed[i], runs[i]));
        AnsiConsole.Profile.Width = 160;
        var table = new Table().AddColumns("nest of 65536 elements", "Scalar µs")
            .AddColumns([.. Isa.All.SelectMany(isa => new[] { isa.Name + " µs", "gain" })]);
        for (var i = 0; i < chosen.Count; i++)
        {
            var times = best.AsSpan(i * rungs.Length, rungs.Length).ToArray();
            table.AddRow([chosen[i].Name, $"{times[0]:f1}", .. times.Skip(1).SelectMany(time => new[] { $"{time:f1}", $"{times[0] / time:f1}x" })]);
        }
        AnsiConsole.Write(table);
    }

    static LoopNest Map(ElementType result, ElementType[] inputs, Func<Expr[], Expr> body)
    {
        var sources = inputs.Select(type => Tensor(type, 65536)).ToArray();
        return LoopNest.Over(Tensor(result, 65536), i => body([.. sources.Select(source => Element(source, i))]));
    }

    static Expr Quantised(Expr real) =>
        Cast(Cast(Unary(Function.Round, Min(Max(real, Of(-131.0, Float)), Of(124.0, Float))), ElementType.Int32) + Of(3), ElementType.Int8);

    static Expr Dequantised(Expr x, double scale) => Cast(Cast(x, ElementType.Int32) - Of(3), Float) * Of(scale, Float);

    static Value Table() =>
        new("table", new TensorType(ElementType.Int8, new Shape(256))) { Constant = new Tensor(ElementType.Int8, new Shape(256)) };

    static Value Tensor(ElementType type, params int[] sizes) => new("x", new TensorType(type, new Shape(sizes)));
}
