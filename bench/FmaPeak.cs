using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Bench;

/// <summary>
/// The most float32 fused multiply-adds one core does, measured with chains that live in registers: the roof every kernel is under.
/// </summary>
static class FmaPeak
{
    // Enough independent chains to hide the latency (4 cycles, two units) and few enough for 16 registers.
    const int Chains = 12;
    const int Steps = 20_000;

    static readonly (Func<float> Run, int Lanes) s_chain =
        Avx512F.IsSupported ? (Chain<Zmm, Vector512<float>>, 16)
        : Fma.IsSupported ? (Chain<Ymm, Vector256<float>>, 8)
        : AdvSimd.IsSupported ? (Chain<Neon, Vector128<float>>, 4)
        : (() => 0, 0);

    /// <summary>GFLOP/s (a multiply-add is two), the best of several short tries; 0 where the machine has no fused multiply-add.</summary>
    public static double Measure()
    {
        var best = double.MaxValue;
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var start = Stopwatch.GetTimestamp();
            Run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        return Gflops(best);
    }

    /// <summary>One chain of each, for those who time it by turns with something else.</summary>
    public static void Run() => Sink = s_chain.Run();

    /// <summary>The rate of a run that took so long.</summary>
    public static double Gflops(double microseconds) => 2e-3 * Chains * Steps * s_chain.Lanes / microseconds;

    /// <summary>Keeps the JIT from dropping the work.</summary>
    public static float Sink { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Chain<TIsa, V>() where TIsa : IFma<V>
    {
        V m = TIsa.Of(0.999f), z = TIsa.Of(0.001f);
        V a = z, b = z, c = z, d = z, e = z, f = z, g = z, h = z, i = z, j = z, k = z, l = z;
        for (var step = 0; step < Steps; step++)
        {
            a = TIsa.MultiplyAdd(a, m, z); b = TIsa.MultiplyAdd(b, m, z); c = TIsa.MultiplyAdd(c, m, z); d = TIsa.MultiplyAdd(d, m, z);
            e = TIsa.MultiplyAdd(e, m, z); f = TIsa.MultiplyAdd(f, m, z); g = TIsa.MultiplyAdd(g, m, z); h = TIsa.MultiplyAdd(h, m, z);
            i = TIsa.MultiplyAdd(i, m, z); j = TIsa.MultiplyAdd(j, m, z); k = TIsa.MultiplyAdd(k, m, z); l = TIsa.MultiplyAdd(l, m, z);
        }
        return TIsa.Sum(a) + TIsa.Sum(b) + TIsa.Sum(c) + TIsa.Sum(d) + TIsa.Sum(e) + TIsa.Sum(f)
            + TIsa.Sum(g) + TIsa.Sum(h) + TIsa.Sum(i) + TIsa.Sum(j) + TIsa.Sum(k) + TIsa.Sum(l);
    }

    /// <summary>An instruction set's fused multiply-add, <c>a * b + c</c>.</summary>
    interface IFma<V>
    {
        static abstract V Of(float value);
        static abstract V MultiplyAdd(V a, V b, V c);
        static abstract float Sum(V vector);
    }

    struct Zmm : IFma<Vector512<float>>
    {
        public static Vector512<float> Of(float value) => Vector512.Create(value);
        public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Avx512F.FusedMultiplyAdd(a, b, c);
        public static float Sum(Vector512<float> vector) => Vector512.Sum(vector);
    }

    struct Ymm : IFma<Vector256<float>>
    {
        public static Vector256<float> Of(float value) => Vector256.Create(value);
        public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Fma.MultiplyAdd(a, b, c);
        public static float Sum(Vector256<float> vector) => Vector256.Sum(vector);
    }

    struct Neon : IFma<Vector128<float>>
    {
        public static Vector128<float> Of(float value) => Vector128.Create(value);
        public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => AdvSimd.FusedMultiplyAdd(c, a, b);
        public static float Sum(Vector128<float> vector) => Vector128.Sum(vector);
    }
}
