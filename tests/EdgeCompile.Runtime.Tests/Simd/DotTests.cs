using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>Dot products of bytes on each width of vector, and without AVX-VNNI, against their definition.</summary>
[Trait("Category", "Machine")]
public class DotTests
{
    delegate int[] Dots(int[] sums, byte[] x, sbyte[] w);

    static readonly (int Lanes, Dots Proven, Dots Any)[] widths =
    [
        (4, (s, x, w) => Ints(DotX4.Dot(Vector128.Create(s), Vector128.Create(x), Vector128.Create(w))),
            (s, x, w) => Ints(DotX4.DotWide(Vector128.Create(s), Vector128.Create(Pairs(x, 0)), Vector128.Create(Pairs(x, 2)),
                DotX4.First(Vector128.Create(w)), DotX4.Last(Vector128.Create(w))))),
        .. Avx2.IsSupported ? new (int, Dots, Dots)[]
        {
            (8, (s, x, w) => Ints(DotX8.Dot(Vector256.Create(s), Vector256.Create(x), Vector256.Create(w))), Wide),
            (8, (s, x, w) => Ints(DotX8.DotPairs(Vector256.Create(s), Vector256.Create(x), Vector256.Create(w))), Wide),
        } : [],
        .. Avx512BW.IsSupported ? new (int, Dots, Dots)[]
        {
            (16, (s, x, w) => Ints(DotX16.Dot(Vector512.Create(s), Vector512.Create(x), Vector512.Create(w))),
                (s, x, w) => Ints(DotX16.DotWide(Vector512.Create(s), Vector512.Create(Pairs(x, 0)), Vector512.Create(Pairs(x, 2)),
                    DotX16.First(Vector512.Create(w)), DotX16.Last(Vector512.Create(w))))),
        } : [],
    ];

    static int[] Wide(int[] s, byte[] x, sbyte[] w) =>
        Ints(DotX8.DotWide(Vector256.Create(s), Vector256.Create(Pairs(x, 0)), Vector256.Create(Pairs(x, 2)),
        DotX8.First(Vector256.Create(w)), DotX8.Last(Vector256.Create(w))));

    /// <summary>Two activations of each lane, from one of its four on.</summary>
    static short[] Pairs(byte[] x, int from) => [.. Enumerable.Range(0, x.Length / 2).Select(i => (short)x[i / 2 * 4 + from + i % 2])];

    [Fact]
    public void Sums_four_products_a_lane()
    {
        var random = new Random(1);
        foreach (var (lanes, proven, any) in widths)
            for (var round = 0; round < 200; round++)
            {
                var (sums, x) = (Numbers(lanes, -1000, 1000), Array.ConvertAll(Numbers(4 * lanes, 0, 255), n => (byte)n));
                var small = Array.ConvertAll(Numbers(4 * lanes, -64, 64), n => (sbyte)n);
                var large = Array.ConvertAll(Numbers(4 * lanes, -128, 127), n => (sbyte)n);
                Assert.Equal(Expected(sums, x, small), proven(sums, x, small));
                Assert.Equal(Expected(sums, x, large), any(sums, x, large));
            }

        // Often the ends of the range.
        int[] Numbers(int count, int low, int high) =>
            [.. Enumerable.Range(0, count).Select(_ => random.Next(3) switch { 0 => low, 1 => high, _ => random.Next(low, high + 1) })];
    }

    delegate int[] Fours(int[] sums, byte[] x, sbyte[] w, byte[] nextX, sbyte[] nextW);

    static readonly (int Lanes, Fours Fours)[] neighbours =
    [
        (4, (s, x, w, y, u) => Ints(DotX4.DotFours(Vector128.Create(s), Vector128.Create(x), Vector128.Create(w),
            Vector128.Create(y), Vector128.Create(u)))),
        .. Avx2.IsSupported ? new (int, Fours)[]
        {
            (8, (s, x, w, y, u) => Ints(DotX8.DotFours(Vector256.Create(s), Vector256.Create(x), Vector256.Create(w),
                Vector256.Create(y), Vector256.Create(u)))),
        } : [],
        .. Avx512BW.IsSupported ? new (int, Fours)[]
        {
            (16, (s, x, w, y, u) => Ints(DotX16.DotFours(Vector512.Create(s), Vector512.Create(x), Vector512.Create(w),
                Vector512.Create(y), Vector512.Create(u)))),
        } : [],
    ];

    [Fact]
    public void Neighbouring_quads_meet_with_the_largest_weights_that_are_proved()
    {
        var random = new Random(4);
        foreach (var (lanes, fours) in neighbours)
            for (var round = 0; round < 200; round++)
            {
                int[] sums = [.. Enumerable.Range(0, lanes).Select(_ => random.Next(-1000, 1000))];
                byte[] x = Activations(4 * lanes), y = Activations(4 * lanes);
                sbyte[] w = new sbyte[4 * lanes], u = new sbyte[4 * lanes];
                for (var i = 0; i < w.Length; i += 2) (w[i], w[i + 1], u[i], u[i + 1]) = Largest();
                Assert.Equal(Expected(Expected(sums, x, w), y, u), fours(sums, x, w, y, u));
            }

        byte[] Activations(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => (byte)(random.Next(4) switch { 0 => 0, 1 => random.Next(256), _ => 255 }))];

        // Four weights of which the positive ones come to 128 or the negative ones to -128, or both.
        (sbyte, sbyte, sbyte, sbyte) Largest()
        {
            int first = random.Next(1, 128), second = random.Next(2) == 0 ? 0 : random.Next(0, 129 - first);
            int[] four = [first, second, Math.Min(127, 128 - first - second), 0];
            if (random.Next(2) == 0) four = [.. four.Select(w => -w)];
            if (random.Next(3) == 0) four = [Math.Min(127, first), 128 - first, -first, first - 128];
            random.Shuffle(four);
            return ((sbyte)four[0], (sbyte)four[1], (sbyte)four[2], (sbyte)four[3]);
        }
    }

    [Fact]
    public void Pairs_by_definition_are_those_of_the_machine()
    {
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            short[] a = Shorts(), b = Shorts();
            var expected = Enumerable.Range(0, 4).Select(i => unchecked(a[2 * i] * b[2 * i] + a[2 * i + 1] * b[2 * i + 1]));
            Assert.Equal(expected, Ints(PortableDot.MultiplyAddPairs(Vector128.Create(a), Vector128.Create(b))));
        }

        short[] Shorts() => [.. Enumerable.Range(0, 8).Select(_ => (short)random.Next(short.MinValue, short.MaxValue + 1))];
    }

    [Fact]
    public void Taps_of_either_sign_are_summed_by_channel()
    {
        var random = new Random(3);
        var x = new byte[200];
        random.NextBytes(x);
        var signed = Array.ConvertAll(x, n => (sbyte)n);
        var w = new sbyte[64];
        random.NextBytes(MemoryMarshal.AsBytes(w.AsSpan()));
        for (var taps = 3; taps <= 4; taps++)
        {
            if (taps == 3)
                for (var lane = 0; lane < 16; lane++) w[4 * lane + 3] = 0;
            var last = taps == 3 ? 7 : 80;
            Check(taps, 4, Ints(DotX4.DotTaps(default, DotX4.FirstTaps(ref x[0], 1, 40, 7, last),
                taps == 3 ? DotX4.LastTap(ref x[0], 7) : DotX4.LastTaps(ref x[0], 7, 80), Vector128.Create(w))),
                Ints(DotX4.DotTaps(default, DotX4.FirstTaps(ref signed[0], 1, 40, 7, last),
                    taps == 3 ? DotX4.LastTap(ref signed[0], 7) : DotX4.LastTaps(ref signed[0], 7, 80), Vector128.Create(w))),
                DotX4.Signed, DotX4.SignedTaps);
            if (Avx2.IsSupported)
                Check(taps, 8, Ints(DotX8.DotTaps(default, DotX8.FirstTaps(ref x[0], 1, 40, 7, last),
                    taps == 3 ? DotX8.LastTap(ref x[0], 7) : DotX8.LastTaps(ref x[0], 7, 80), Vector256.Create(w))),
                    Ints(DotX8.DotTaps(default, DotX8.FirstTaps(ref signed[0], 1, 40, 7, last),
                        taps == 3 ? DotX8.LastTap(ref signed[0], 7) : DotX8.LastTaps(ref signed[0], 7, 80), Vector256.Create(w))),
                    0, DotX8.SignedTaps);
            if (Avx512BW.IsSupported)
                Check(taps, 16, Ints(DotX16.DotTaps(default, DotX16.FirstTaps(ref x[0], 1, 40, 7, last),
                    taps == 3 ? DotX16.LastTap(ref x[0], 7) : DotX16.LastTaps(ref x[0], 7, 80), Vector512.Create(w))),
                    Ints(DotX16.DotTaps(default, DotX16.FirstTaps(ref signed[0], 1, 40, 7, last),
                        taps == 3 ? DotX16.LastTap(ref signed[0], 7) : DotX16.LastTaps(ref signed[0], 7, 80), Vector512.Create(w))),
                    0, DotX16.SignedTaps);
        }

        void Check(int taps, int lanes, int[] unsignedSums, int[] signedSums, nint isShifted, nint isAsItIs)
        {
            int[] places = [1, 40, 7, 80];
            for (var lane = 0; lane < lanes; lane++)
            {
                int Sum(Func<int, int> activation) => Enumerable.Range(0, taps).Sum(tap => activation(places[tap] + lane) * w[4 * lane + tap]);
                Assert.Equal(Sum(i => x[i] - (isShifted == 1 ? 128 : 0)), unsignedSums[lane]);
                Assert.Equal(Sum(i => signed[i] + (isAsItIs == 1 ? 0 : 128)), signedSums[lane]);
            }
        }
    }

    [Fact]
    public void Activations_are_made_ready_whatever_their_number()
    {
        for (var count = 0; count < 70; count++)
        {
            sbyte[] x = [.. Enumerable.Range(0, count + 1).Select(i => (sbyte)(i * 5 - 128))];
            var ready = new byte[count + 1];
            var wide = new short[count + 1];
            DotX4.Prepare(ref x[0], ref ready[0], count);
            DotX4.Widen(ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(x.AsSpan())), ref wide[0], count);
            Assert.Equal(x.Take(count).Select(n => (byte)(DotX4.Signed == 1 ? n : n + 128)).Append((byte)0), ready);
            Assert.Equal(x.Take(count).Select(n => (short)(byte)n).Append((short)0), wide);
        }
    }

    static int[] Expected(int[] sums, byte[] x, sbyte[] w) =>
        [.. sums.Select((sum, lane) => sum + Enumerable.Range(4 * lane, 4).Sum(i => x[i] * w[i]))];

    static int[] Ints<V>(V vector) where V : struct => MemoryMarshal.Cast<V, int>(new[] { vector }.AsSpan()).ToArray();
}
