using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace EdgeCompile.Runtime;

/// <summary>Resizes one row of a picture across, into [3, columns] of 0 to 255: eight columns at a time with AVX2's gather, else one.</summary>
static unsafe class RowResizer
{
    public static void Resize<P>(PixelRow row, LetterboxScratch scratch, int columns, Span<float> resized) where P : struct, IPixel
    {
        var x = Avx2.IsSupported && row.CanReadPast ? ResizeEights<P>(row, scratch, columns, resized) : 0;
        var first = resized[..columns];
        var second = resized.Slice(columns, columns);
        var third = resized.Slice(2 * columns, columns);
        for (; x < columns; x++)
        {
            var left = P.Read(row, scratch.First[x]);
            var mixed = F32x4.Fma(P.Read(row, scratch.Second[x]) - left, Vector128.Create(scratch.Fraction[x]), left);
            first[x] = mixed.GetElement(0);
            second[x] = mixed.GetElement(1);
            third[x] = mixed.GetElement(2);
        }
    }

    /// <summary>The whole eights; returns their number of columns.</summary>
    static int ResizeEights<P>(PixelRow row, LetterboxScratch scratch, int columns, Span<float> resized) where P : struct, IPixel
    {
        ref var target = ref resized[0];
        ref var fractions = ref scratch.Fraction[0];
        var x = 0;
        ref readonly var firstPixel = ref row.Pixels;
        ref readonly var firstChroma = ref row.Chroma;
        fixed (byte* pixels = &firstPixel, chroma = &firstChroma)
            for (; x <= columns - F32x8.Lanes; x += F32x8.Lanes)
            {
                var left = P.ReadEight(pixels, chroma, Vector256.LoadUnsafe(ref scratch.First[0], (nuint)x));
                var right = P.ReadEight(pixels, chroma, Vector256.LoadUnsafe(ref scratch.Second[0], (nuint)x));
                var fraction = F32x8.Load(ref fractions, x);
                F32x8.Store(F32x8.Fma(right.First - left.First, fraction, left.First), ref target, x);
                F32x8.Store(F32x8.Fma(right.Second - left.Second, fraction, left.Second), ref target, columns + x);
                F32x8.Store(F32x8.Fma(right.Third - left.Third, fraction, left.Third), ref target, 2 * columns + x);
            }
        return x;
    }
}
