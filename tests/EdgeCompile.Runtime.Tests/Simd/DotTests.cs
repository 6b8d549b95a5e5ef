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
            (s, x, w) => Ints(DotX4.DotAny(Vector128.Create(s), Vector128.Create(x), Vector128.Create(w)))),
        .. Avx2.IsSupported ? new (int, Dots, Dots)[]
        {
            (8, (s, x, w) => Ints(DotX8.Dot(Vector256.Create(s), Vector256.Create(x), Vector256.Create(w))),
                (s, x, w) => Ints(DotX8.DotAny(Vector256.Create(s), Vector256.Create(x), Vector256.Create(w)))),
            (8, (s, x, w) => Ints(DotX8.DotPairs(Vector256.Create(s), Vector256.Create(x), Vector256.Create(w))), (s, x, w) => Ints(Wide(s, x, w))),
        } : [],
        .. Avx512BW.IsSupported ? new (int, Dots, Dots)[]
        {
            (16, (s, x, w) => Ints(DotX16.Dot(Vector512.Create(s), Vector512.Create(x), Vector512.Create(w))),
                (s, x, w) => Ints(DotX16.DotAny(Vector512.Create(s), Vector512.Create(x), Vector512.Create(w)))),
        } : [],
    ];

    static Vector256<int> Wide(int[] s, byte[] x, sbyte[] w) => DotX8.DotWide(Vector256.Create(s),
        DotX8.Even(Vector256.Create(x)), DotX8.Odd(Vector256.Create(x)), DotX8.Even(Vector256.Create(w)), DotX8.Odd(Vector256.Create(w)));

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
    public void Broadcasts_and_gathers_shift_signed_activations()
    {
        sbyte[] bytes = [.. Enumerable.Range(-100, 200).Select(i => (sbyte)i)];
        var plain = MemoryMarshal.Cast<sbyte, byte>(bytes.AsSpan());
        Check(DotX4.Broadcast(ref bytes[0], 5).ToString(), DotX4.Broadcast(ref plain[0], 5).ToString(), [.. Enumerable.Repeat(new[] { 5, 6, 7, 8 }, 4).SelectMany(i => i)]);
        Check(DotX4.Quads(ref bytes[0], 1, 40, 7, 80).ToString(), DotX4.Quads(ref plain[0], 1, 40, 7, 80).ToString(), Gathered(4));
        if (Avx2.IsSupported) Check(DotX8.Quads(ref bytes[0], 1, 40, 7, 80).ToString(), DotX8.Quads(ref plain[0], 1, 40, 7, 80).ToString(), Gathered(8));
        if (Avx512BW.IsSupported) Check(DotX16.Quads(ref bytes[0], 1, 40, 7, 80).ToString(), DotX16.Quads(ref plain[0], 1, 40, 7, 80).ToString(), Gathered(16));

        void Check(string signed, string unsigned, int[] places)
        {
            Assert.Equal($"<{string.Join(", ", places.Select(i => bytes[i] + 128))}>", signed);
            Assert.Equal($"<{string.Join(", ", places.Select(i => (byte)bytes[i]))}>", unsigned);
        }

        static int[] Gathered(int lanes) => [.. Enumerable.Range(0, lanes).SelectMany(i => new[] { 1 + i, 40 + i, 7 + i, 80 + i })];
    }

    static int[] Expected(int[] sums, byte[] x, sbyte[] w) =>
        [.. sums.Select((sum, lane) => sum + Enumerable.Range(4 * lane, 4).Sum(i => x[i] * w[i]))];

    static int[] Ints<V>(V vector) where V : struct => MemoryMarshal.Cast<V, int>(new[] { vector }.AsSpan()).ToArray();
}
