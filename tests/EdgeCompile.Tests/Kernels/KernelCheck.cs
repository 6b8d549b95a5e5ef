using EdgeCompile.Harness;
using EdgeCompile.Ir;
using EdgeCompile.Lowering;

namespace EdgeCompile.Tests.Kernels;

/// <summary>
/// Runs a placed kernel on a buffer in which everything that it must not read is NaN and everything that it must not write is watched.
/// </summary>
static class KernelCheck
{
    const int Untouched = 0x7FC12345;

    public static IEnumerable<Isa> Rungs => Isa.All.Where(isa =>
        isa.Lanes < 8 || (isa.Lanes == 8 ? System.Runtime.Intrinsics.X86.Fma.IsSupported : System.Runtime.Intrinsics.X86.Avx512F.IsSupported));

    /// <summary>What is wrong, or null. The error of a sum may grow with the square root of its length.</summary>
    public static string? Run(PlacedKernel placed, KernelRun run, IReadOnlyDictionary<Value, float[]> inputs, double[] expected)
    {
        var kernel = placed.Kernel;
        var buffer = new float[placed.Length];
        Array.Fill(buffer, BitConverter.Int32BitsToSingle(Untouched));
        placed.FillConstants(buffer);
        foreach (var (value, numbers) in inputs)
        {
            if (kernel.HaloOf(value) is { } halo && value != placed.Bare)
                foreach (var place in placed.PlacesWithHalo(value, halo)) buffer[place] = 0;
            foreach (var (place, number) in placed.Places(value).Zip(numbers)) buffer[place] = number;
        }
        var after = (float[])buffer.Clone();
        run(ref buffer[0]);

        var worst = 0.0;
        foreach (var (place, number) in placed.Places(kernel.Results[0]).Zip(expected))
        {
            var error = Math.Abs(buffer[place] - number);
            worst = Math.Max(worst, double.IsNaN(error) ? double.PositiveInfinity : error);
            after[place] = buffer[place];
        }
        if (worst > 1e-5 * Math.Sqrt((double)kernel.MultiplyAdds / expected.Length + 1)) return $"off by {worst:g3}";
        for (var i = 0; i < buffer.Length; i++)
            if (BitConverter.SingleToInt32Bits(buffer[i]) != BitConverter.SingleToInt32Bits(after[i])) return "wrote outside its output";
        return null;
    }
}
