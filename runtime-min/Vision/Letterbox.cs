using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>Turns a picture into a detector's input in one pass: bilinear resize, colour conversion, layout and grey padding.</summary>
/// <remarks>Half-pixel centres, no antialiasing, mixed in float: nothing is rounded to 8 bits. Allocates nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Letterbox
{
    const float Grey = 114f;

    /// <summary>Fills a planar [3, height, width] tensor.</summary>
    /// <param name="picture">The picture; not the default view.</param>
    /// <param name="scratch">Buffers that fix the network's width and height; one fill at a time.</param>
    /// <param name="target">The tensor: three planes of network height by network width.</param>
    /// <param name="scale">The factor from 0..255 to the network's values, as in 1/255.</param>
    /// <param name="bgr">Whether the planes are blue, green, red; else red, green, blue.</param>
    /// <returns>Where the picture lies in the tensor.</returns>
    /// <exception cref="ArgumentException">The picture is empty, or the target has another length than three planes.</exception>
    public static LetterboxTransform Fill(ImageView picture, LetterboxScratch scratch, Span<float> target, float scale, bool bgr = false)
    {
        if (picture.IsEmpty)
            throw new ArgumentException("The picture is empty: a default ImageView has no pixels.", nameof(picture));
        var (width, height) = (scratch.NetworkWidth, scratch.NetworkHeight);
        if (target.Length != 3L * height * width)
            throw new ArgumentException(
                $"Three planes of {height}x{width} have {3L * height * width} elements; a span of {target.Length} was given.", nameof(target));

        var box = LetterboxTransform.Fit(picture.Width, picture.Height, width, height);
        for (var x = 0; x < box.Width; x++)
            (scratch.First[x], scratch.Second[x], scratch.Fraction[x]) = Tap.At(x, box.Width, picture.Width);

        var blueFirst = picture.Format is PixelFormat.Bgr24 or PixelFormat.Bgra32;
        var firstPlane = blueFirst == bgr ? 0 : 2;
        switch (picture.Format)
        {
            case PixelFormat.Rgb24 or PixelFormat.Bgr24: FillBox<ThreeBytes>(picture, box, scratch, target, scale, firstPlane); break;
            case PixelFormat.Rgba32 or PixelFormat.Bgra32: FillBox<FourBytes>(picture, box, scratch, target, scale, firstPlane); break;
            case PixelFormat.Gray8: FillBox<OneByte>(picture, box, scratch, target, scale, firstPlane); break;
            case PixelFormat.Nv12: FillBox<LumaAndChromaPlanes>(picture, box, scratch, target, scale, firstPlane); break;
            case PixelFormat.Yuyv: FillBox<LumaAndChromaPairs>(picture, box, scratch, target, scale, firstPlane); break;
        }
        Pad(box, scratch, target, Grey * scale);
        return box;
    }

    static void FillBox<P>(ImageView picture, LetterboxTransform box, LetterboxScratch scratch, Span<float> target, float scale, int firstPlane)
        where P : struct, IPixel
    {
        var plane = scratch.NetworkHeight * scratch.NetworkWidth;
        int upper = -1, lower = -1;
        for (var y = 0; y < box.Height; y++)
        {
            var tap = Tap.At(y, box.Height, picture.Height);
            if (tap.First == lower)
            {
                (scratch.Upper, scratch.Lower) = (scratch.Lower, scratch.Upper);
                (upper, lower) = (lower, upper);
            }
            if (tap.First != upper)
                RowResizer.Resize<P>(new PixelRow(picture, upper = tap.First), scratch, box.Width, scratch.Upper);
            if (tap.Second != lower)
                RowResizer.Resize<P>(new PixelRow(picture, lower = tap.Second), scratch, box.Width, scratch.Lower);
            for (var channel = 0; channel < 3; channel++)
            {
                var at = (channel == 1 ? 1 : channel ^ firstPlane) * plane + (box.Top + y) * scratch.NetworkWidth + box.Left;
                var row = channel * box.Width;
                Mix(scratch.Upper.AsSpan(row, box.Width), scratch.Lower.AsSpan(row, box.Width), tap.Fraction, scale, target.Slice(at, box.Width));
            }
        }
    }

    /// <summary>(upper + fraction·(lower - upper))·scale.</summary>
    static void Mix(Span<float> upper, Span<float> lower, float fraction, float scale, Span<float> target)
    {
        var x = 0;
        for (; x <= target.Length - F32x4.Lanes; x += F32x4.Lanes)
        {
            var a = F32x4.Load(ref upper[0], x);
            var mixed = F32x4.Fma(F32x4.Load(ref lower[0], x) - a, F32x4.Create(fraction), a) * F32x4.Create(scale);
            F32x4.Store(mixed, ref target[0], x);
        }
        for (; x < target.Length; x++)
            target[x] = F32x1.Fma(lower[x] - upper[x], fraction, upper[x]) * scale;
    }

    static void Pad(LetterboxTransform box, LetterboxScratch scratch, Span<float> target, float grey)
    {
        var width = scratch.NetworkWidth;
        for (var plane = 0; plane < 3; plane++)
        {
            var rows = target.Slice(plane * scratch.NetworkHeight * width, scratch.NetworkHeight * width);
            rows[..(box.Top * width)].Fill(grey);
            rows[((box.Top + box.Height) * width)..].Fill(grey);
            if (box.Width == width)
                continue;
            for (var y = box.Top; y < box.Top + box.Height; y++)
            {
                rows.Slice(y * width, box.Left).Fill(grey);
                rows[(y * width + box.Left + box.Width)..((y + 1) * width)].Fill(grey);
            }
        }
    }
}
