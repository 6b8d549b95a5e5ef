using System.Diagnostics;
using System.Runtime.InteropServices;
using EdgeCompile.Harness;
using EdgeCompile.Lowering;
using Spectre.Console;

namespace EdgeCompile.Bench;

/// <summary>Times kernels alone, by turns with the peak of the same moment: what share of it a tile reaches.</summary>
static class KernelBench
{
    static readonly KernelShape[] shapes =
    [
        new(64, 64, 56, 3), new(16, 16, 32, 3), new(12, 16, 208, 3), new(3, 24, 352, 3, 2), new(64, 64, 8, 3),
        new(128, 128, 28), new(128, 128, 28, Border: 1), new(16, 16, 104), new(16, 16, 104, Then: "silu"), new(32, 32, 52),
            new(64, 64, 26, Border: 1), new(64, 64, 26, Then: "silu"),
        new(128, 128, 13), new(256, 256, 13), new(24, 24, 44), new(48, 48, 22), new(96, 96, 11), new(40, 120, 24, Border: 1), new(240, 80, 12),
            new(112, 336, 6, Border: 1), new(256, 256, 3),
        new(64, 80, 26), new(64, 4, 52), new(64, 2, 52), new(64, 1, 52), new(64, 4, 26, 3), new(1280, 3, 1),
        new(16, 16, 104, 3, 1, true), new(64, 64, 52, 3, 1, true, "silu"), new(64, 64, 26, 3, 1, true), new(128, 128, 28, 3, 1, true),
            new(128, 128, 6, 3, 1, true),
        new(240, 240, 12, 3, 1, true), new(72, 72, 48, 3, 2, true), new(24, 24, 44, 3, 1, true), new(96, 96, 22, 5, 1, true),
    ];

    public static void Run(string filter)
    {
        var chosen = shapes.Where(shape => shape.ToString().Contains(filter, StringComparison.Ordinal)).ToList();
        var placed = chosen.SelectMany(shape => Isa.All.Select(isa => shape.Place(isa))).ToList();
        var runs = PlacedKernel.Compile(placed);
        var best = new double[placed.Count];
        Array.Fill(best, double.MaxValue);
        var peak = 0.0;
        for (var round = 0; round < 5; round++)
        {
            peak = Math.Max(peak, FmaPeak.Measure());
            for (var i = 0; i < placed.Count; i++) best[i] = Math.Min(best[i], Time(placed[i], runs[i]));
        }
        AnsiConsole.Profile.Width = 160;
        var table = new Table().AddColumns("kernel", "Vector128 µs", "GFLOP/s", "Avx2 µs", "GFLOP/s", "Avx512 µs", "GFLOP/s", "of peak");
        for (var i = 0; i < chosen.Count; i++)
        {
            var cells = Enumerable.Range(3 * i, 3).SelectMany(k => new[] { $"{best[k]:f1}", $"{Rate(k):f0}" });
            table.AddRow([Markup.Escape(chosen[i].ToString()), .. cells, $"{Rate(3 * i + 2) / peak:p0}"]);
        }
        AnsiConsole.Write(table);
        Console.WriteLine($"peak {peak:f0} GFLOP/s");

        double Rate(int i) => 2e-3 * placed[i].Kernel.MultiplyAdds / best[i];
    }

    /// <summary>Microseconds of a call, the best of some.</summary>
    public static double Time(PlacedKernel kernel, KernelRun run)
    {
        using var memory = new AlignedBuffer(kernel.Length * sizeof(float));
        ref var buffer = ref MemoryMarshal.GetReference(MemoryMarshal.Cast<byte, float>(memory.Span));
        run(ref buffer);
        var best = double.MaxValue;
        var start = Stopwatch.GetTimestamp();
        for (var calls = 0; calls < 8 || Stopwatch.GetElapsedTime(start).TotalMilliseconds < 8; calls++)
        {
            var call = Stopwatch.GetTimestamp();
            run(ref buffer);
            best = Math.Min(best, Stopwatch.GetElapsedTime(call).TotalMicroseconds);
        }
        return best;
    }
}
