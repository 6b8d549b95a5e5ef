using EdgeCompile.Ir;
using EdgeCompile.Ops;
using EdgeCompile.Tests.Lowering;

namespace EdgeCompile.Tests.Kernels;

/// <summary>The kernels for products of bytes: the same bits on every rung as the operators' evaluation.</summary>
public class IntegerKernelTests
{
    static readonly IntegerCase[] cases =
    [
        new("ConvInteger", [1, 16, 5, 7], [32, 16, 1, 1]) { XZero = 3 },
        new("ConvInteger", [1, 16, 5, 7], [32, 16, 1, 1]) { SignedX = true, XZero = -5, Requantise = true, Largest = 60 },
        new("ConvInteger", [2, 17, 4, 3], [21, 17, 1, 1]) { SignedX = true, XZero = 100, SignedW = false, WZero = [7], Requantise = true },
        new("ConvInteger", [1, 3, 9, 11], [8, 3, 3, 3]) { XZero = 128,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 3, 8, 8], [8, 3, 3, 3]) { SignedX = true, XZero = -128,
            Attributes = new { pads = new long[] { 0, 0, 1, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 1, 12, 10], [64, 1, 10, 4]) { SignedX = true, XZero = 83,
            Attributes = new { pads = new long[] { 4, 1, 5, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 1, 6, 9], [5, 1, 3, 3]) { XZero = 9, Attributes = new { dilations = new long[] { 1, 2 } } },
        new("ConvInteger", [1, 2, 6, 6], [4, 2, 2, 2]) { XZero = 255, Extreme = true },
        new("ConvInteger", [1, 64, 6, 6], [24, 64, 3, 3]) { Extreme = true, SignedX = true, Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 8, 7, 9], [17, 8, 3, 2]) { XZero = 12,
            Attributes = new { pads = new long[] { 2, 0, 1, 1 }, strides = new long[] { 1, 2 }, dilations = new long[] { 1, 2 } } },
        new("ConvInteger", [1, 32, 8, 8], [48, 32, 1, 1]) { XZero = 77, Attributes = new { strides = new long[] { 2, 2 } }, Requantise = true },
        new("ConvInteger", [1, 12, 6, 6], [8, 3, 3, 3]) { XZero = 1, Attributes = new { group = 4L, pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 8, 5, 6], [40, 4, 3, 3]) { SignedX = true, WZero = [.. Enumerable.Range(0, 40).Select(i => i - 20)],
            Attributes = new { group = 2L, pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 20, 5, 6], [13, 20, 3, 3]) { SignedW = false, WZero = [.. Enumerable.Range(0, 13).Select(i => i * 20)], XZero = 130,
            Extreme = true, Requantise = true },
        new("ConvInteger", [2, 5, 20], [7, 5, 4]) { XZero = 130, Attributes = new { pads = new long[] { 1, 2 }, strides = new long[] { 2 } } },
        new("ConvInteger", [1, 4, 5, 6, 7], [20, 4, 3, 3, 3]) { SignedX = true, XZero = 4,
            Attributes = new { pads = new long[] { 1, 1, 1, 1, 1, 1 }, strides = new long[] { 1, 2, 1 } } },
        new("ConvInteger", [1, 6, 30, 1], [12, 6, 5, 1]) { XZero = 4, Attributes = new { pads = new long[] { 2, 0, 2, 0 } }, Requantise = true },
        new("ConvInteger", [1, 16, 7, 15], [16, 1, 3, 3]) { XZero = 4, Attributes = new { group = 16L, pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 40, 9, 26], [40, 1, 3, 3]) { SignedX = true, XZero = -4,
            Attributes = new { group = 40L, pads = new long[] { 1, 1, 1, 1 }, strides = new long[] { 2, 2 } }, Requantise = true },
        new("ConvInteger", [2, 31, 9, 13], [31, 1, 5, 5]) { XZero = 200, Extreme = true,
            Attributes = new { group = 31L, pads = new long[] { 2, 2, 2, 2 } } },
        new("ConvInteger", [1, 5, 6, 6], [5, 1, 3, 3]) { SignedX = true, XZero = 7, SignedW = false, WZero = [100],
            Attributes = new { group = 5L, pads = new long[] { 0, 0, 1, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 20, 30], [20, 1, 9]) { XZero = 1, Attributes = new { group = 20L, pads = new long[] { 4, 4 } }, Requantise = true },
        new("ConvInteger", [1, 8, 12, 12], [8, 1, 3, 3]) { XZero = 99,
            Attributes = new { group = 8L, pads = new long[] { 2, 2, 2, 2 }, dilations = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 3, 12, 12], [3, 1, 7, 7]) { SignedX = true, XZero = 99,
            Attributes = new { group = 3L, pads = new long[] { 3, 3, 3, 3 } } },
        new("ConvInteger", [1, 64, 25, 5], [64, 1, 3, 3]) { SignedX = true, XZero = -128, Largest = 40,
            Attributes = new { group = 64L, pads = new long[] { 1, 1, 1, 1 } }, Requantise = true },
        new("MatMulInteger", [1, 640], [640, 128]) { SignedX = true, XZero = 3, Requantise = true },
        new("MatMulInteger", [1, 640], [640, 128]) { Largest = 30 },
        new("MatMulInteger", [7, 13], [13, 29]) { XZero = 250, WZero = [.. Enumerable.Range(0, 29).Select(i => i * 3 - 40)] },
        new("MatMulInteger", [3, 4, 64], [64, 10]) { SignedX = true, XZero = -128, SignedW = false, WZero = [255], Extreme = true,
            Requantise = true },
        new("MatMulInteger", [9], [9, 4]) { XZero = 2 },
        new("MatMulInteger", [5, 1], [1, 3]) { XZero = 2 },
        new("ConvInteger", [1, 64, 5, 7], [40, 64, 1, 1]) { XZero = 3, Pruned = true, Requantise = true },
        new("ConvInteger", [1, 64, 6, 6], [24, 64, 3, 3]) { Pruned = true, Largest = 60, SignedX = true, XZero = -5,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 24, 7, 9], [17, 24, 3, 2]) { Pruned = true, SignedW = false, WZero = [100], XZero = 12,
            Attributes = new { pads = new long[] { 2, 0, 1, 1 }, strides = new long[] { 1, 2 }, dilations = new long[] { 1, 2 } } },
        new("MatMulInteger", [1, 640], [640, 128]) { Pruned = true, SignedX = true, XZero = 3, Requantise = true },
        new("MatMulInteger", [7, 93], [93, 29]) { Pruned = true, XZero = 250 },
        new("MatMulInteger", [1, 80], [80, 1]) { Pruned = true, XZero = 250, Requantise = true },
        new("ConvInteger", [1, 24, 30, 40], [20, 24, 3, 3]) { SignedX = true, XZero = 9, Attributes = new { pads = new long[] { 1, 1, 1, 1 } },
            Requantise = true },
        new("ConvInteger", [1, 64, 20, 45], [40, 64, 1, 1]) { XZero = 9 },
        new("ConvInteger", [2, 32, 33, 33], [16, 16, 2, 2]) { SignedX = true, Largest = 50,
            Attributes = new { group = 2L, strides = new long[] { 2, 2 } } },
        new("MatMulInteger", [2, 50, 200], [200, 24]) { SignedX = true, XZero = 3, Requantise = true },
        new("ConvInteger", [1, 64, 40, 40], [24, 64, 3, 3]) { Pruned = true, XZero = 12, Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("MatMulInteger", [1, 6], [6, 1]) { SignedX = true, XZero = -7 },
        new("ConvInteger", [1, 64, 6, 6], [24, 64, 3, 3]) { Extreme = true, Largest = 31, XZero = 255,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 36, 5, 7], [40, 36, 1, 1]) { Extreme = true, Largest = 31, SignedX = true, XZero = -128, Requantise = true },
        new("ConvInteger", [1, 3, 9, 11], [8, 3, 3, 3]) { Largest = 31, XZero = 128,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 64, 9, 9], [24, 64, 3, 3]) { Largest = 31, Loud = true, SignedX = true, XZero = 7,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 40, 9, 9], [10, 20, 3, 2]) { Largest = 40, XZero = 7, Attributes = new { group = 2L } },
        new("ConvInteger", [1, 64, 40, 40], [24, 64, 3, 3]) { Pruned = true, Largest = 31, XZero = 12,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("MatMulInteger", [1, 640], [640, 128]) { Extreme = true, Largest = 31 },
        new("MatMulInteger", [1, 641], [641, 121]) { Loud = true, Largest = 31, SignedX = true, XZero = 5 },
        new("MatMulInteger", [7, 93], [93, 29]) { Loud = true, Pruned = true, Largest = 31, XZero = 250 },
        new("MatMulInteger", [3, 7], [7, 20]) { Largest = 31, SignedX = true, XZero = 5 },
        new("ConvInteger", [1, 16, 5, 7], [32, 16, 1, 1]) { AtRunTime = true, XZero = 3, Requantise = true },
        new("ConvInteger", [2, 17, 4, 3], [21, 17, 1, 1]) { AtRunTime = true, SignedX = true, XZero = -128, SignedW = false, WZero = [7] },
        new("ConvInteger", [1, 3, 9, 11], [8, 3, 3, 3]) { AtRunTime = true, XZero = 255, Extreme = true,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 64, 6, 6], [24, 64, 3, 3]) { AtRunTime = true, SignedX = true, XZero = 127, Extreme = true,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 1, 12, 10], [64, 1, 10, 4]) { AtRunTime = true, SignedX = true, XZero = 83,
            Attributes = new { pads = new long[] { 4, 1, 5, 1 }, strides = new long[] { 2, 2 } } },
        new("ConvInteger", [1, 8, 5, 6], [40, 4, 3, 3]) { AtRunTime = true, XZero = 200,
            Attributes = new { group = 2L, pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [1, 64, 40, 40], [24, 64, 3, 3]) { AtRunTime = true, Pruned = true, XZero = 12,
            Attributes = new { pads = new long[] { 1, 1, 1, 1 } } },
        new("ConvInteger", [2, 31, 9, 13], [31, 1, 5, 5]) { AtRunTime = true, XZero = 200, Extreme = true,
            Attributes = new { group = 31L, pads = new long[] { 2, 2, 2, 2 } } },
        new("ConvInteger", [1, 40, 9, 26], [40, 1, 3, 3]) { AtRunTime = true, SignedX = true, XZero = -4,
            Attributes = new { group = 40L, pads = new long[] { 1, 1, 1, 1 }, strides = new long[] { 2, 2 } }, Requantise = true },
        new("MatMulInteger", [7, 13], [13, 29]) { AtRunTime = true, XZero = 250, WZero = [.. Enumerable.Range(0, 29).Select(i => i * 3 - 40)] },
        new("MatMulInteger", [3, 4, 64], [64, 10]) { AtRunTime = true, SignedX = true, XZero = -128, SignedW = false, WZero = [255], Extreme = true,
            Requantise = true },
    ];

    [Fact]
    public void EveryRungSumsAsTheOperatorSays()
    {
        var made = cases.Select(test => test.Make()).ToList();
        Assert.All(made.Where((_, i) => cases[i].Pruned), test => Assert.Matches("-(sparse|unrolled)$", test.Case.Kernel.Name));
        // With and without vpdpbusd: the machine's answer first, then the other ways.
        foreach (var edit in (Func<string, string>[])[text => text, WithoutDots, WithSignedDots])
        {
            var kernels = new EmittedKernels(made.Select(test => test.Case), edit);
            // Quads that meet their neighbours everywhere, and where a proof says so, in the lanes that this machine has.
            Assert.All(["""if \(!DotX\d+\.IsExact\)""", """if \(!DotX\d+\.IsExact && RefMath\.Add\(ref proof, 0\) == 2\)"""],
                text => Assert.Matches(text, kernels.Source));
            Check(made, kernels);
        }
    }

    static string WithoutDots(string text) => text.Replace("DotX8.IsExact", "DotX16.IsExact").Replace("DotX8.Dot(", "DotX8.DotPairs(");

    /// <summary>The baseline as on Arm with dot products, by what sdot is defined as.</summary>
    static string WithSignedDots(string text) => !text.Contains("static class Vector128") ? text : text.Replace("DotX4.", "SignedDots.") + """

        file static class SignedDots
        {
            public const int Signed = 1;
            public static bool IsExact => DotX4.Signed >= 0;
            public static Vector128<int> Zero => DotX4.Zero;
            public static Vector128<int> Load(ref int p, nint i) => DotX4.Load(ref p, i);
            public static void Store(Vector128<int> v, ref int p, nint i) => DotX4.Store(v, ref p, i);
            public static Vector128<sbyte> Weights(ref sbyte p, nint i) => DotX4.Weights(ref p, i);
            public static Vector128<byte> Broadcast(ref byte p, nint i) => DotX4.Broadcast(ref p, i) ^ Vector128.Create((byte)0x80);
            public static Vector128<byte> Same(ref byte p, nint i) => DotX4.Same(ref p, i);
            public static Vector128<short> Pair(ref short p, nint i) => DotX4.Pair(ref p, i);
            public static void Widen(ref byte x, ref short wide, int count) => DotX4.Widen(ref x, ref wide, count);
            public static void Starts(ref int weights, int zero, ref int starts, int channels) =>
                DotX4.Starts(ref weights, zero, ref starts, channels);
            public static void Prepare(ref sbyte x, ref byte ready, int count)
            {
                for (var i = 0; i < count; i++) Unsafe.Add(ref ready, i) = (byte)Unsafe.Add(ref x, i);
            }
            public static int SignedTaps => 1;
            public static Vector128<short> FirstTaps(ref byte p, nint a, nint b, nint c, nint d) =>
                (DotX4.Quads(ref p, a, b, c, d) ^ Vector128.Create((byte)0x80)).AsInt16();
            public static Vector128<short> FirstTaps(ref sbyte p, nint a, nint b, nint c, nint d) =>
                DotX4.Quads(ref Unsafe.As<sbyte, byte>(ref p), a, b, c, d).AsInt16();
            public static Vector128<short> LastTaps(ref byte p, nint c, nint d) => default;
            public static Vector128<short> LastTaps(ref sbyte p, nint c, nint d) => default;
            public static Vector128<short> LastTap(ref byte p, nint c) => default;
            public static Vector128<short> LastTap(ref sbyte p, nint c) => default;
            public static Vector128<int> DotTaps(Vector128<int> sum, Vector128<short> first, Vector128<short> last, Vector128<sbyte> w) =>
                Dot(sum, first.AsByte(), w);
            public static Vector128<short> First(Vector128<sbyte> w) => DotX4.First(w);
            public static Vector128<short> Last(Vector128<sbyte> w) => DotX4.Last(w);
            public static Vector128<int> DotWide(Vector128<int> sum, Vector128<short> a, Vector128<short> b, Vector128<short> c,
                Vector128<short> d) => DotX4.DotWide(sum, a, b, c, d);
            public static Vector128<int> DotFours(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w, Vector128<byte> y, Vector128<sbyte> u) =>
                Dot(Dot(sum, x, w), y, u);
            public static Vector128<int> Dot(Vector128<int> sum, Vector128<byte> x, Vector128<sbyte> w) =>
                DotX4.DotWide(sum, DotX4.First(x.AsSByte()), DotX4.Last(x.AsSByte()), DotX4.First(w), DotX4.Last(w));
        }
        """;

    static void Check(List<(KernelCase Case, Tensor Expected)> made, EmittedKernels kernels)
    {
        var problems = EmittedKernels.Rungs.SelectMany(isa => made.Select((test, i) => test.Expected.Equals(kernels.Run(i, isa)[0]) ? null : $"{test.Case.Name} on {isa.Name}"));
        var text = string.Join("\n", problems.OfType<string>());
        Assert.True(text.Length == 0, text);
    }

    [Fact]
    public void SaturationIsImpossibleWhereTheProofSaysSo()
    {
        int[] corners = [0, 1, 254, 255];
        for (var w0 = -128; w0 <= 127; w0++)
            for (var w1 = -128; w1 <= 127; w1++)
            {
                var fits = corners.All(x0 => corners.All(x1 => x0 * w0 + x1 * w1 is >= short.MinValue and <= short.MaxValue));
                Assert.Equal(fits, Saturation.IsImpossible(w0, w1));
            }
    }

    [Fact]
    public void FourProductsStayInInt16WhereTheProofSaysSo()
    {
        int[] corners = [0, 255], weights = [-128, -127, -64, -43, -42, -32, -1, 0, 1, 32, 42, 43, 64, 127];
        foreach (var a in weights)
            foreach (var b in weights)
                foreach (var c in weights)
                    foreach (var d in weights)
                    {
                        int[] four = [a, b, c, d];
                        var fits = Enumerable.Range(0, 16)
                            .All(x => four.Select((w, i) => w * corners[x >> i & 1]).Sum() is >= short.MinValue and <= short.MaxValue);
                        Assert.Equal(fits, Saturation.IsImpossible([(sbyte)a, (sbyte)b], [(sbyte)c, (sbyte)d]));
                    }
    }

    [Fact]
    public void OnlyWeightsThatMightSaturateKeepAProof()
    {
        Assert.Equal((null, true, false), Proof(32));
        Assert.Equal((null, false, false), Proof(33));
        Assert.Equal((null, false, false), Proof(64));
        Assert.Equal((0, false, true), Proof(65));

        static (int? First, bool HasFours, bool HasWide) Proof(int weight)
        {
            var proof = PackedBytes.Pack(1, 1, 8, 3, (_, _, _, _) => weight).Proof;
            return (proof.OfQuads?.Bytes[0], proof.HasFours, proof.HasWide);
        }
    }
}
