using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using EdgeCompile.Runtime;

namespace EdgeCompile.Bench;

/// <summary>
/// A tile of eight pixels by sixteen outputs over 576 products (3x3 of 64 channels), in each form that needs no
/// <c>vpdpbusd</c>, from the nearest cache.
/// </summary>
static class DotForms
{
    const int Depth = 576, Pixels = 8, Calls = 2000, Tries = 400;

    public static int Run()
    {
        if (!Avx512BW.IsSupported) return 1;
        byte[] x = new byte[Pixels * Depth];
        short[] wide = new short[Pixels * Depth];
        sbyte[] w = new sbyte[16 * Depth];
        var y = new int[16 * Pixels];
        (string Name, Action Form)[] forms =
            [("pairs", () => Pairs(ref x[0], ref w[0], ref y[0])), ("fours", () => Fours(ref x[0], ref w[0], ref y[0])),
                ("wide", () => Wide(ref wide[0], ref w[0], ref y[0]))];
        var best = new double[forms.Length];
        Array.Fill(best, double.MaxValue);
        for (var attempt = 0; attempt < Tries; attempt++)
            for (var form = 0; form < forms.Length; form++)
            {
                var start = Stopwatch.GetTimestamp();
                for (var call = 0; call < Calls / Tries; call++) forms[form].Form();
                best[form] = Math.Min(best[form], Stopwatch.GetElapsedTime(start).TotalNanoseconds * Tries / Calls);
            }
        for (var form = 0; form < forms.Length; form++)
            Console.WriteLine(FormattableString.Invariant($"{forms[form].Name}: {best[form]:f0} ns, {best[0] / best[form]:f2}x of pairs"));
        return 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Pairs(ref byte x, ref sbyte w, ref int y)
    {
        Vector512<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (var k = 0; k < Depth; k += 4)
        {
            var v = DotX16.Weights(ref w, 16 * k);
            a = DotX16.Dot(a, DotX16.Same(ref x, k), v); b = DotX16.Dot(b, DotX16.Same(ref x, k + Depth), v);
            c = DotX16.Dot(c, DotX16.Same(ref x, k + 2 * Depth), v); d = DotX16.Dot(d, DotX16.Same(ref x, k + 3 * Depth), v);
            e = DotX16.Dot(e, DotX16.Same(ref x, k + 4 * Depth), v); f = DotX16.Dot(f, DotX16.Same(ref x, k + 5 * Depth), v);
            g = DotX16.Dot(g, DotX16.Same(ref x, k + 6 * Depth), v); h = DotX16.Dot(h, DotX16.Same(ref x, k + 7 * Depth), v);
        }
        Store(ref y, a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Fours(ref byte x, ref sbyte w, ref int y)
    {
        Vector512<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (var k = 0; k < Depth; k += 8)
        {
            Vector512<sbyte> v = DotX16.Weights(ref w, 16 * k), u = DotX16.Weights(ref w, 16 * k + 64);
            a = Four(a, ref x, k, v, u); b =
                Four(b, ref x, k + Depth, v, u); c = Four(c, ref x, k + 2 * Depth, v, u); d = Four(d, ref x, k + 3 * Depth, v, u);
            e = Four(e, ref x, k + 4 * Depth, v, u); f =
                Four(f, ref x, k + 5 * Depth, v, u); g = Four(g, ref x, k + 6 * Depth, v, u); h = Four(h, ref x, k + 7 * Depth, v, u);
        }
        Store(ref y, a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Four(Vector512<int> sum, ref byte x, int k, Vector512<sbyte> v, Vector512<sbyte> u) =>
        DotX16.DotFours(sum, DotX16.Same(ref x, k), v, DotX16.Same(ref x, k + 4), u);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Wide(ref short x, ref sbyte w, ref int y)
    {
        Vector512<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (var k = 0; k < Depth; k += 4)
        {
            var v = DotX16.Weights(ref w, 16 * k);
            Vector512<short> p = DotX16.First(v), q = DotX16.Last(v);
            a = Two(a, ref x, k, p, q); b =
                Two(b, ref x, k + Depth, p, q); c = Two(c, ref x, k + 2 * Depth, p, q); d = Two(d, ref x, k + 3 * Depth, p, q);
            e = Two(e, ref x, k + 4 * Depth, p, q); f =
                Two(f, ref x, k + 5 * Depth, p, q); g = Two(g, ref x, k + 6 * Depth, p, q); h = Two(h, ref x, k + 7 * Depth, p, q);
        }
        Store(ref y, a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<int> Two(Vector512<int> sum, ref short x, int k, Vector512<short> p, Vector512<short> q) =>
        DotX16.DotWide(sum, DotX16.Pair(ref x, k), DotX16.Pair(ref x, k + 2), p, q);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store(ref int y, params ReadOnlySpan<Vector512<int>> sums)
    {
        for (var i = 0; i < sums.Length; i++) DotX16.Store(sums[i], ref y, 16 * i);
    }
}
