using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Bench;

/// <summary>
/// A 3x3 convolution of stride 1 of bytes as F(2x2, 3x3), exact (Lavin and Gray, 2015): of each 4x4 tile 16 products for 36. Filters are
/// transformed by twice the matrix G, so that they stay whole (at most 9 * 128) and results are four times the sums. All is summed in int32 by
/// pmaddwd, which no form in bytes can serve: transformed activations have 11 bits and a sign. AVX-512, channels and sizes that fill vectors.
/// </summary>
sealed class IntegerWinograd
{
    const int Tiles = 4, Points = 16, Lanes = 16;

    readonly int _channels, _outputs, _size;
    readonly short[] _filters;                          // [point][output / 16][channel / 2][16][2]
    readonly short[] _v;                                // [point][tile][channel]
    readonly int[] _m;                                  // [point][tile][output]

    /// <param name="channels">Input channels, a multiple of 16.</param>
    /// <param name="outputs">Output channels, a multiple of 16.</param>
    /// <param name="size">Rows and columns, a multiple of 8.</param>
    /// <param name="weights">[output][channel][3][3].</param>
    public IntegerWinograd(int channels, int outputs, int size, ReadOnlySpan<sbyte> weights)
    {
        (_channels, _outputs, _size) = (channels, outputs, size);
        (_filters, _v, _m) = (new short[Points * channels * outputs], new short[Points * Tiles * channels], new int[Points * Tiles * outputs]);
        int[][] g = [[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]];
        for (var o = 0; o < outputs; o++)
            for (var c = 0; c < channels; c++)
                for (var point = 0; point < Points; point++)
                {
                    var sum = 0;
                    for (var tap = 0; tap < 9; tap++) sum += g[point / 4][tap / 3] * g[point % 4][tap % 3] * weights[(o * channels + c) * 9 + tap];
                    _filters[(((point * outputs + o / Lanes * Lanes) * channels / 2 + c / 2 * Lanes) + o % Lanes) * 2 + c % 2] = (short)sum;
                }
    }

    /// <summary>Sums of a picture of bytes with a border of one pixel, [row][column][channel], as [row][column][output].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(ref byte x, ref int y)
    {
        var row = (_size + 2) * _channels;
        for (var top = 0; top < _size; top += 2)
            for (var left = 0; left < _size; left += 2 * Tiles)
            {
                for (var tile = 0; tile < Tiles; tile++)
                    for (var c = 0; c < _channels; c += Lanes)
                        Transform(ref Unsafe.Add(ref x, top * row + (left + 2 * tile) * _channels + c), row, ref _v[tile * _channels + c]);
                for (var point = 0; point < Points; point++)
                    for (var o = 0; o < _outputs; o += Lanes)
                        Multiply(ref _v[point * Tiles * _channels], ref _filters[(point * _outputs + o) * _channels],
                            ref _m[point * Tiles * _outputs + o]);
                for (var tile = 0; tile < Tiles; tile++)
                    for (var o = 0; o < _outputs; o += Lanes)
                        Finish(ref _m[tile * _outputs + o], ref Unsafe.Add(ref y, (top * _size + left + 2 * tile) * _outputs + o));
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Transform(ref byte x, int row, ref short v)
    {
        var point = Tiles * _channels;
        Vector256<short> a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3;
        (a0, a1, a2, a3) = Row(ref x, 0, 2 * row);
        (c0, c1, c2, c3) = Row(ref x, 2 * row, row);
        (b0, b1, b2, b3) = (Load(ref x, row, 0) + Load(ref x, 2 * row, 0), Load(ref x, row, 1) + Load(ref x, 2 * row, 1),
            Load(ref x, row, 2) + Load(ref x, 2 * row, 2), Load(ref x, row, 3) + Load(ref x, 2 * row, 3));
        (d0, d1, d2, d3) = Row(ref x, row, 3 * row);
        Store(ref v, 0, a0, a1, a2, a3);
        Store(ref v, 4, b0, b1, b2, b3);
        Store(ref v, 8, c0, c1, c2, c3);
        Store(ref v, 12, d0, d1, d2, d3);

        (Vector256<short>, Vector256<short>, Vector256<short>, Vector256<short>) Row(ref byte x, int plus, int minus) =>
            (Load(ref x, plus, 0) - Load(ref x, minus, 0), Load(ref x, plus, 1) - Load(ref x, minus, 1), Load(ref x, plus, 2) - Load(ref x, minus, 2),
                Load(ref x, plus, 3) - Load(ref x, minus, 3));

        Vector256<short> Load(ref byte x, int from, int column) =>
            Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref Unsafe.Add(ref x, from + column * _channels)));

        void Store(ref short v, int first, Vector256<short> p, Vector256<short> q, Vector256<short> r, Vector256<short> s)
        {
            (p - r).StoreUnsafe(ref Unsafe.Add(ref v, first * point));
            (q + r).StoreUnsafe(ref Unsafe.Add(ref v, (first + 1) * point));
            (r - q).StoreUnsafe(ref Unsafe.Add(ref v, (first + 2) * point));
            (q - s).StoreUnsafe(ref Unsafe.Add(ref v, (first + 3) * point));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Multiply(ref short v, ref short w, ref int m)
    {
        Vector512<int> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var c = 0; c < _channels; c += 2)
        {
            var filter = Vector512.LoadUnsafe(ref Unsafe.Add(ref w, c * Lanes));
            s0 += Avx512BW.MultiplyAddAdjacent(Pair(ref v, c), filter);
            s1 += Avx512BW.MultiplyAddAdjacent(Pair(ref v, c + _channels), filter);
            s2 += Avx512BW.MultiplyAddAdjacent(Pair(ref v, c + 2 * _channels), filter);
            s3 += Avx512BW.MultiplyAddAdjacent(Pair(ref v, c + 3 * _channels), filter);
        }
        s0.StoreUnsafe(ref m);
        s1.StoreUnsafe(ref Unsafe.Add(ref m, _outputs));
        s2.StoreUnsafe(ref Unsafe.Add(ref m, 2 * _outputs));
        s3.StoreUnsafe(ref Unsafe.Add(ref m, 3 * _outputs));

        static Vector512<short> Pair(ref short v, int at) => Vector512.Create(Unsafe.As<short, int>(ref Unsafe.Add(ref v, at))).AsInt16();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void Finish(ref int m, ref int y)
    {
        var point = Tiles * _outputs;
        var (a0, b0) = Column(ref m, 0);
        var (a1, b1) = Column(ref m, 1);
        var (a2, b2) = Column(ref m, 2);
        var (a3, b3) = Column(ref m, 3);
        (a0 + a1 + a2 >> 2).StoreUnsafe(ref y);
        (a1 - a2 - a3 >> 2).StoreUnsafe(ref Unsafe.Add(ref y, _outputs));
        (b0 + b1 + b2 >> 2).StoreUnsafe(ref Unsafe.Add(ref y, _size * _outputs));
        (b1 - b2 - b3 >> 2).StoreUnsafe(ref Unsafe.Add(ref y, (_size + 1) * _outputs));

        (Vector512<int>, Vector512<int>) Column(ref int m, int column)
        {
            Vector512<int> p = Load(ref m, column), q = Load(ref m, 4 + column), r = Load(ref m, 8 + column), s = Load(ref m, 12 + column);
            return (p + q + r, q - r - s);
        }

        Vector512<int> Load(ref int m, int at) => Vector512.LoadUnsafe(ref Unsafe.Add(ref m, at * point));
    }
}
