namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>Stores of integers that are cut to what bytes can hold, one vector or two at a time.</summary>
[Trait("Category", "Machine")]
public class SaturatedStoreTests
{
    // In each group of four another mixture of what fits and what does not.
    static readonly int[] numbers =
    [
        0, -1, 127, 128, -128, -129, 255, 256, int.MaxValue, int.MinValue, 32767, -32768, 32768, -32769, 65535, 1, 300, -300, 100, -100,
        int.MaxValue - 1, int.MinValue + 1, 254, -127, 2, 3, 70000, -70000, 126, 129, 257, -2,
    ];

    [Fact]
    public void One_vector_of_int8() => Check<sbyte>(sbyte.MinValue, sbyte.MaxValue, 1,
        (x, y) => I32x1.StoreSaturated(I32x1.Load(ref x[0], 0), ref y[0], 3),
        (x, y) => I32x4.StoreSaturated(I32x4.Load(ref x[0], 0), ref y[0], 3),
        (x, y) => I32x8.StoreSaturated(I32x8.Load(ref x[0], 0), ref y[0], 3),
        (x, y) => I32x16.StoreSaturated(I32x16.Load(ref x[0], 0), ref y[0], 3));

    [Fact]
    public void One_vector_of_uint8() => Check<byte>(byte.MinValue, byte.MaxValue, 1,
        (x, y) => I32x1.StoreSaturated(I32x1.Load(ref x[0], 0), ref y[0], 3),
        (x, y) => I32x4.StoreSaturated(I32x4.Load(ref x[0], 0), ref y[0], 3),
        (x, y) => I32x8.StoreSaturated(I32x8.Load(ref x[0], 0), ref y[0], 3),
        (x, y) => I32x16.StoreSaturated(I32x16.Load(ref x[0], 0), ref y[0], 3));

    [Fact]
    public void Two_vectors_of_int8() => Check<sbyte>(sbyte.MinValue, sbyte.MaxValue, 2,
        (x, y) => I32x1.StoreSaturated(I32x1.Load(ref x[0], 0), I32x1.Load(ref x[0], 1), ref y[0], 3),
        (x, y) => I32x4.StoreSaturated(I32x4.Load(ref x[0], 0), I32x4.Load(ref x[0], 4), ref y[0], 3),
        (x, y) => I32x8.StoreSaturated(I32x8.Load(ref x[0], 0), I32x8.Load(ref x[0], 8), ref y[0], 3),
        (x, y) => I32x16.StoreSaturated(I32x16.Load(ref x[0], 0), I32x16.Load(ref x[0], 16), ref y[0], 3));

    [Fact]
    public void Two_vectors_of_uint8() => Check<byte>(byte.MinValue, byte.MaxValue, 2,
        (x, y) => I32x1.StoreSaturated(I32x1.Load(ref x[0], 0), I32x1.Load(ref x[0], 1), ref y[0], 3),
        (x, y) => I32x4.StoreSaturated(I32x4.Load(ref x[0], 0), I32x4.Load(ref x[0], 4), ref y[0], 3),
        (x, y) => I32x8.StoreSaturated(I32x8.Load(ref x[0], 0), I32x8.Load(ref x[0], 8), ref y[0], 3),
        (x, y) => I32x16.StoreSaturated(I32x16.Load(ref x[0], 0), I32x16.Load(ref x[0], 16), ref y[0], 3));

    /// <summary>Each lane lands in its place, whatever the others are, and nothing beside them is touched.</summary>
    static void Check<T>(int low, int high, int vectors, params Action<int[], T[]>[] stores) where T : struct
    {
        foreach (var (store, i) in stores.Select((store, i) => (store, i)))
            for (var turn = 0; turn < numbers.Length; turn++)
            {
                int[] x = [.. numbers[turn..], .. numbers[..turn]];
                var (lanes, y) = (vectors * (i == 0 ? 1 : 2 << i), new T[40]);
                store(x, y);
                var expected = new int[40];
                for (var lane = 0; lane < lanes; lane++) expected[3 + lane] = Math.Clamp(x[lane], low, high);
                Assert.Equal(expected, y.Select(value => Convert.ToInt32(value)));
            }
    }
}
