using System.Runtime.CompilerServices;

namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>What a tile does to several sums at once is what it would do to one after another, bit for bit.</summary>
public class SumsTests
{
    [Fact] public void OfSingleFloats() => Check<F32x1, float>();
    [Fact] public void OfFour() => Check<F32x4, Vector128<float>>();
    [Fact] public void OfEight() => Check<F32x8, Vector256<float>>();
    [Fact] public void OfSixteen() => Check<F32x16, Vector512<float>>();

    static void Check<TLanes, V>() where TLanes : struct, ILanes<V> where V : struct
    {
        MultipliesAValue<TLanes, V>();
        MultipliesAVector<TLanes, V>();
        MultipliesARow<TLanes, V>();
        MultipliesFloats<TLanes, V>();
        MultipliesFloatsByTwo<TLanes, V>();
        for (var first = -2; first <= 4; first++) StoresFrom<TLanes, V>(first);
    }

    /// <summary>The first sums become what each becomes alone; the others stay.</summary>
    static void Check<V>(V[] sums, int count, Action<V[]> together, Func<V, int, V> alone)
    {
        var actual = (V[])sums.Clone();
        together(actual);
        Assert.Equal(sums.Select((sum, i) => i < count ? alone(sum, i) : sum), actual);
    }

    static void MultipliesAValue<TLanes, V>() where TLanes : struct, ILanes<V> where V : struct
    {
        V[] factors = [Vector<V>(1), Vector<V>(2), Vector<V>(3), Vector<V>(4)], sums = [Vector<V>(5), Vector<V>(6), Vector<V>(7), Vector<V>(8)];
        var value = Vector<V>(9);
        Same(2, sum => Sums<TLanes, V>.Fma2(value, factors[0], ref sum[0], factors[1], ref sum[1]));
        Same(3, sum => Sums<TLanes, V>.Fma3(value, factors[0], ref sum[0], factors[1], ref sum[1], factors[2], ref sum[2]));
        Same(4, sum => Sums<TLanes, V>.Fma4(value, factors[0], ref sum[0], factors[1], ref sum[1], factors[2], ref sum[2], factors[3], ref sum[3]));

        void Same(int count, Action<V[]> together) => Check(sums, count, together, (sum, i) => TLanes.Fma(value, factors[i], sum));
    }

    static void MultipliesAVector<TLanes, V>() where TLanes : struct, ILanes<V> where V : struct
    {
        V[] w = [Vector<V>(1), Vector<V>(2), Vector<V>(3), Vector<V>(4)], sums = [Vector<V>(5), Vector<V>(6), Vector<V>(7), Vector<V>(8)];
        var floats = Floats(20, 10);
        const int at = 2;
        Same(2, a => Sums<TLanes, V>.FmaLoad2(ref floats[0], at, w[0], ref a[0], w[1], ref a[1]));
        Same(3, a => Sums<TLanes, V>.FmaLoad3(ref floats[0], at, w[0], ref a[0], w[1], ref a[1], w[2], ref a[2]));
        Same(4, a => Sums<TLanes, V>.FmaLoad4(ref floats[0], at, w[0], ref a[0], w[1], ref a[1], w[2], ref a[2], w[3], ref a[3]));

        void Same(int count, Action<V[]> together) =>
            Check(sums, count, together, (sum, i) => TLanes.Fma(TLanes.Load(ref floats[0], at), w[i], sum));
    }

    static void MultipliesARow<TLanes, V>() where TLanes : struct, ILanes<V> where V : struct
    {
        var lanes = Unsafe.SizeOf<V>() / sizeof(float);
        V[] sums = [Vector<V>(5), Vector<V>(6), Vector<V>(7), Vector<V>(8)];
        float[] floats = Floats(4, 10), row = Floats(3 + 4 * lanes, 20);
        const int at = 2, rowAt = 3;
        Same(2, a => Sums<TLanes, V>.FmaRow2(ref floats[0], at, ref row[0], rowAt, ref a[0], ref a[1]));
        Same(3, a => Sums<TLanes, V>.FmaRow3(ref floats[0], at, ref row[0], rowAt, ref a[0], ref a[1], ref a[2]));
        Same(4, a => Sums<TLanes, V>.FmaRow4(ref floats[0], at, ref row[0], rowAt, ref a[0], ref a[1], ref a[2], ref a[3]));

        void Same(int count, Action<V[]> together) => Check(sums, count, together,
            (sum, i) => TLanes.Fma(TLanes.Broadcast(ref floats[0], at), TLanes.Load(ref row[0], rowAt + i * lanes), sum));
    }

    static void MultipliesFloats<TLanes, V>() where TLanes : struct, ILanes<V> where V : struct
    {
        V[] sums = [Vector<V>(5), Vector<V>(6), Vector<V>(7), Vector<V>(8)];
        var (floats, factor) = (Floats(16, 10), Vector<V>(9));
        const int at = 2, step = 3;
        Same(2, sum => Sums<TLanes, V>.FmaBroadcasts2(ref floats[0], at, step, factor, ref sum[0], ref sum[1]));
        Same(3, sum => Sums<TLanes, V>.FmaBroadcasts3(ref floats[0], at, step, factor, ref sum[0], ref sum[1], ref sum[2]));
        Same(4, sum => Sums<TLanes, V>.FmaBroadcasts4(ref floats[0], at, step, factor, ref sum[0], ref sum[1], ref sum[2], ref sum[3]));

        void Same(int count, Action<V[]> together) =>
            Check(sums, count, together, (sum, i) => TLanes.Fma(TLanes.Broadcast(ref floats[0], at + step * i), factor, sum));
    }

    static void MultipliesFloatsByTwo<TLanes, V>() where TLanes : struct, ILanes<V> where V : struct
    {
        V[] sums = [.. Enumerable.Range(0, 8).Select(Vector<V>)], w = [Vector<V>(8), Vector<V>(9)];
        var floats = Floats(16, 10);
        const int at = 2, step = 3;
        Same(2, a => Sums<TLanes, V>.FmaBroadcasts2x2(ref floats[0], at, step, w[0], w[1], ref a[0], ref a[1], ref a[2], ref a[3]));
        Same(3, a => Sums<TLanes, V>.FmaBroadcasts3x2(ref floats[0], at, step, w[0], w[1], ref a[0], ref a[1], ref a[2], ref a[3], ref a[4], ref a[5]));
        Same(4, a => Sums<TLanes, V>.FmaBroadcasts4x2(ref floats[0], at, step, w[0], w[1], ref a[0], ref a[1], ref a[2], ref a[3], ref a[4], ref a[5],
            ref a[6], ref a[7]));

        void Same(int pixels, Action<V[]> together) =>
            Check(sums, 2 * pixels, together, (sum, i) => TLanes.Fma(TLanes.Broadcast(ref floats[0], at + step * (i / 2)), w[i % 2], sum));
    }

    static void StoresFrom<TLanes, V>(int first) where TLanes : struct, ILanes<V> where V : struct
    {
        V[] vectors = [Vector<V>(1), Vector<V>(2), Vector<V>(3), Vector<V>(4)];
        var step = Unsafe.SizeOf<V>() / sizeof(float) + 1;
        Same(2, memory => Sums<TLanes, V>.StoreFrom2(vectors[0], vectors[1], ref memory[0], 2, step, first));
        Same(3, memory => Sums<TLanes, V>.StoreFrom3(vectors[0], vectors[1], vectors[2], ref memory[0], 2, step, first));
        Same(4, memory => Sums<TLanes, V>.StoreFrom4(vectors[0], vectors[1], vectors[2], vectors[3], ref memory[0], 2, step, first));

        void Same(int count, Action<float[]> together)
        {
            float[] expected = Floats(4 * step + 2, 20), actual = [.. expected];
            for (var i = Math.Max(0, first); i < count; i++) TLanes.Store(vectors[i], ref expected[0], 2 + step * i);
            together(actual);
            Assert.Equal(expected, actual);
        }
    }

    static V Vector<V>(int seed) where V : struct => Unsafe.As<float, V>(ref Floats(Unsafe.SizeOf<V>() / sizeof(float), seed)[0]);

    static float[] Floats(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(seed + 0.7f * i))];
}
