using System.Numerics;

namespace EdgeCompile.Runtime.Tests.Simd;

/// <summary>Loads that widen and stores that narrow, of every element type and lane count, side by side and spread.</summary>
[Trait("Category", "Machine")]
public class IntegerMemoryTests
{
    const int HighBits = unchecked((int)0xA5A50000);

    [Fact]
    public void Widens_and_narrows_int() => Moves<int>(
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Load(ref x[0], 5); I32x1.Store(lanes[0] ^ HighBits, ref y[0], 5); }),
        (4, (x, lanes, y) => { var v = I32x4.Load(ref x[0], 5); v.CopyTo(lanes); I32x4.Store(v ^ I32x4.Create(HighBits), ref y[0], 5); }),
        (8, (x, lanes, y) => { var v = I32x8.Load(ref x[0], 5); v.CopyTo(lanes); I32x8.Store(v ^ I32x8.Create(HighBits), ref y[0], 5); }),
        (16, (x, lanes, y) => { var v = I32x16.Load(ref x[0], 5); v.CopyTo(lanes); I32x16.Store(v ^ I32x16.Create(HighBits), ref y[0], 5); }),
    ],
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Gather(ref x[0], 5, 3); I32x1.Scatter(lanes[0] ^ HighBits, ref y[0], 5, 3); }),
        (4, (x, lanes, y) => { var v = I32x4.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x4.Scatter(v ^ I32x4.Create(HighBits), ref y[0], 5, 3); }),
        (8, (x, lanes, y) => { var v = I32x8.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x8.Scatter(v ^ I32x8.Create(HighBits), ref y[0], 5, 3); }),
        (16, (x, lanes, y) => { var v = I32x16.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x16.Scatter(v ^ I32x16.Create(HighBits), ref y[0], 5, 3); }),
    ]);

    [Fact]
    public void Widens_and_narrows_short() => Moves<short>(
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Load(ref x[0], 5); I32x1.Store(lanes[0] ^ HighBits, ref y[0], 5); }),
        (4, (x, lanes, y) => { var v = I32x4.Load(ref x[0], 5); v.CopyTo(lanes); I32x4.Store(v ^ I32x4.Create(HighBits), ref y[0], 5); }),
        (8, (x, lanes, y) => { var v = I32x8.Load(ref x[0], 5); v.CopyTo(lanes); I32x8.Store(v ^ I32x8.Create(HighBits), ref y[0], 5); }),
        (16, (x, lanes, y) => { var v = I32x16.Load(ref x[0], 5); v.CopyTo(lanes); I32x16.Store(v ^ I32x16.Create(HighBits), ref y[0], 5); }),
    ],
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Gather(ref x[0], 5, 3); I32x1.Scatter(lanes[0] ^ HighBits, ref y[0], 5, 3); }),
        (4, (x, lanes, y) => { var v = I32x4.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x4.Scatter(v ^ I32x4.Create(HighBits), ref y[0], 5, 3); }),
        (8, (x, lanes, y) => { var v = I32x8.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x8.Scatter(v ^ I32x8.Create(HighBits), ref y[0], 5, 3); }),
        (16, (x, lanes, y) => { var v = I32x16.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x16.Scatter(v ^ I32x16.Create(HighBits), ref y[0], 5, 3); }),
    ]);

    [Fact]
    public void Widens_and_narrows_ushort() => Moves<ushort>(
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Load(ref x[0], 5); I32x1.Store(lanes[0] ^ HighBits, ref y[0], 5); }),
        (4, (x, lanes, y) => { var v = I32x4.Load(ref x[0], 5); v.CopyTo(lanes); I32x4.Store(v ^ I32x4.Create(HighBits), ref y[0], 5); }),
        (8, (x, lanes, y) => { var v = I32x8.Load(ref x[0], 5); v.CopyTo(lanes); I32x8.Store(v ^ I32x8.Create(HighBits), ref y[0], 5); }),
        (16, (x, lanes, y) => { var v = I32x16.Load(ref x[0], 5); v.CopyTo(lanes); I32x16.Store(v ^ I32x16.Create(HighBits), ref y[0], 5); }),
    ],
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Gather(ref x[0], 5, 3); I32x1.Scatter(lanes[0] ^ HighBits, ref y[0], 5, 3); }),
        (4, (x, lanes, y) => { var v = I32x4.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x4.Scatter(v ^ I32x4.Create(HighBits), ref y[0], 5, 3); }),
        (8, (x, lanes, y) => { var v = I32x8.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x8.Scatter(v ^ I32x8.Create(HighBits), ref y[0], 5, 3); }),
        (16, (x, lanes, y) => { var v = I32x16.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x16.Scatter(v ^ I32x16.Create(HighBits), ref y[0], 5, 3); }),
    ]);

    [Fact]
    public void Widens_and_narrows_sbyte() => Moves<sbyte>(
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Load(ref x[0], 5); I32x1.Store(lanes[0] ^ HighBits, ref y[0], 5); }),
        (4, (x, lanes, y) => { var v = I32x4.Load(ref x[0], 5); v.CopyTo(lanes); I32x4.Store(v ^ I32x4.Create(HighBits), ref y[0], 5); }),
        (8, (x, lanes, y) => { var v = I32x8.Load(ref x[0], 5); v.CopyTo(lanes); I32x8.Store(v ^ I32x8.Create(HighBits), ref y[0], 5); }),
        (16, (x, lanes, y) => { var v = I32x16.Load(ref x[0], 5); v.CopyTo(lanes); I32x16.Store(v ^ I32x16.Create(HighBits), ref y[0], 5); }),
    ],
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Gather(ref x[0], 5, 3); I32x1.Scatter(lanes[0] ^ HighBits, ref y[0], 5, 3); }),
        (4, (x, lanes, y) => { var v = I32x4.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x4.Scatter(v ^ I32x4.Create(HighBits), ref y[0], 5, 3); }),
        (8, (x, lanes, y) => { var v = I32x8.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x8.Scatter(v ^ I32x8.Create(HighBits), ref y[0], 5, 3); }),
        (16, (x, lanes, y) => { var v = I32x16.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x16.Scatter(v ^ I32x16.Create(HighBits), ref y[0], 5, 3); }),
    ]);

    [Fact]
    public void Widens_and_narrows_byte() => Moves<byte>(
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Load(ref x[0], 5); I32x1.Store(lanes[0] ^ HighBits, ref y[0], 5); }),
        (4, (x, lanes, y) => { var v = I32x4.Load(ref x[0], 5); v.CopyTo(lanes); I32x4.Store(v ^ I32x4.Create(HighBits), ref y[0], 5); }),
        (8, (x, lanes, y) => { var v = I32x8.Load(ref x[0], 5); v.CopyTo(lanes); I32x8.Store(v ^ I32x8.Create(HighBits), ref y[0], 5); }),
        (16, (x, lanes, y) => { var v = I32x16.Load(ref x[0], 5); v.CopyTo(lanes); I32x16.Store(v ^ I32x16.Create(HighBits), ref y[0], 5); }),
    ],
    [
        (1, (x, lanes, y) => { lanes[0] = I32x1.Gather(ref x[0], 5, 3); I32x1.Scatter(lanes[0] ^ HighBits, ref y[0], 5, 3); }),
        (4, (x, lanes, y) => { var v = I32x4.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x4.Scatter(v ^ I32x4.Create(HighBits), ref y[0], 5, 3); }),
        (8, (x, lanes, y) => { var v = I32x8.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x8.Scatter(v ^ I32x8.Create(HighBits), ref y[0], 5, 3); }),
        (16, (x, lanes, y) => { var v = I32x16.Gather(ref x[0], 5, 3); v.CopyTo(lanes); I32x16.Scatter(v ^ I32x16.Create(HighBits), ref y[0], 5, 3); }),
    ]);

    [Fact]
    public void Bools_are_masks()
    {
        var x = Enumerable.Range(0, 64).Select(i => i % 3 == 0 || i % 7 == 2).ToArray();
        var y = new bool[64];
        F32x1.Store(F32x1.Load(ref x[0], 1), ref y[0], 1);
        F32x4.Store(F32x4.Load(ref x[0], 2), ref y[0], 2);
        F32x8.Store(F32x8.Load(ref x[0], 6), ref y[0], 6);
        F32x16.Store(F32x16.Load(ref x[0], 14), ref y[0], 14);
        Assert.Equal(x[1..30], y[1..30]);
        Assert.True(y[30..].All(other => !other) && !y[0]);
        var z = new bool[64];
        F32x16.Scatter(F32x16.Gather(ref x[0], 1, 3), ref z[0], 1, 3);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => i % 3 == 1 && i < 49 && x[i]), z);
        Assert.Equal(-1, F32x16.Create(true).AsInt32().GetElement(15));
        Assert.Equal(0, F32x4.Create(false).AsInt32().GetElement(3));
    }

    [Fact]
    public void Looks_up_bytes()
    {
        var table = Enumerable.Range(0, 256).Select(i => (byte)(i * 37 + 5)).ToArray();
        int[] at = [0, 255, 1, 128, 127, 254, 7, 7, 9, 200, 201, 33, 64, 65, 66, 250];
        var expected = at.Select(i => (int)table[i]).ToArray();
        var lanes = new int[16];
        I32x16.Lookup(ref table[0], Vector512.Create(at)).CopyTo(lanes);
        Assert.Equal(expected, lanes);
        I32x8.Lookup(ref table[0], Vector256.Create(at)).CopyTo(lanes);
        Assert.Equal(expected, lanes);
        I32x4.Lookup(ref table[0], Vector128.Create(at)).CopyTo(lanes);
        Assert.Equal(expected, lanes);
        Assert.Equal(expected[1], I32x1.Lookup(ref table[0], at[1]));
    }

    static void Moves<T>((int Lanes, Action<T[], int[], T[]> Move)[] dense, (int Lanes, Action<T[], int[], T[]> Move)[] spread)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var random = new Random(3);
        var from = Enumerable.Range(0, 64).Select(i => i % 9 == 0 ? T.MinValue : i % 9 == 1 ? T.MaxValue : T.CreateTruncating(random.Next()))
            .ToArray();
        foreach (var (stride, moves) in new[] { (1, dense), (3, spread) })
        foreach (var (count, move) in moves)
        {
            var lanes = new int[count];
            var to = new T[64];
            move(from, lanes, to);
            for (var i = 0; i < 64; i++)
            {
                var lane = (i - 5) / stride;
                var written = i >= 5 && (i - 5) % stride == 0 && lane < count;
                if (written) Assert.Equal(int.CreateTruncating(from[i]), lanes[lane]);
                Assert.Equal(written ? T.CreateTruncating(int.CreateTruncating(from[i]) ^ HighBits) : T.Zero, to[i]);
            }
        }
    }
}
