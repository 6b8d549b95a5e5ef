namespace EdgeCompile.Runtime.Tests.Vision;

public class LetterboxTests
{
    static float[] Fill(ImageView picture, int width, int height, float scale = 1f, bool bgr = false)
    {
        var target = new float[3 * width * height];
        Array.Fill(target, float.NaN);
        Letterbox.Fill(picture, new LetterboxScratch(width, height), target, scale, bgr);
        return target;
    }

    // Two pixels: (1, 2, 3) and (4, 5, 6).
    [Theory]
    [InlineData(PixelFormat.Rgb24, new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData(PixelFormat.Bgr24, new byte[] { 3, 2, 1, 6, 5, 4 })]
    [InlineData(PixelFormat.Rgba32, new byte[] { 1, 2, 3, 99, 4, 5, 6, 99 })]
    [InlineData(PixelFormat.Bgra32, new byte[] { 3, 2, 1, 99, 6, 5, 4, 99 })]
    public void Sorts_bytes_into_planes(PixelFormat format, byte[] bytes)
    {
        Assert.Equal([1, 4, 2, 5, 3, 6], Fill(new(bytes, 2, 1, format), 2, 1));
        Assert.Equal([3, 6, 2, 5, 1, 4], Fill(new(bytes, 2, 1, format), 2, 1, bgr: true));
    }

    [Fact]
    public void Gray_goes_into_all_planes() =>
        Assert.Equal([7, 9, 7, 9, 7, 9], Fill(new([7, 9], 2, 1, PixelFormat.Gray8), 2, 1));

    // Black, white and grey have no chroma; 81, 90, 240 is pure red (254.4, -0.5, -1.0 before clamping).
    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]
    [InlineData(235, 128, 128, 255, 255, 255)]
    [InlineData(126, 128, 128, 128.0822, 128.0822, 128.0822)]
    [InlineData(81, 90, 240, 254.43993, 0, 0)]
    [InlineData(255, 128, 128, 255, 255, 255)]
    [InlineData(0, 128, 128, 0, 0, 0)]
    public void Yuv_is_limited_range_bt601(byte y, byte u, byte v, double red, double green, double blue)
    {
        byte[] nv12 = [y, y, y, y, u, v];
        byte[] yuyv = [y, u, y, v];
        Near([red, red, red, red, green, green, green, green, blue, blue, blue, blue], Fill(new(nv12, 2, 2, PixelFormat.Nv12), 2, 2));
        Near([red, red, green, green, blue, blue], Fill(new(yuyv, 2, 1, PixelFormat.Yuyv), 2, 1));
    }

    [Fact]
    public void Odd_pictures_share_the_last_chroma()
    {
        // 3x3 luma of 126, stride 5; chroma quads: neutral, V 138 / U 138, U and V 138.
        byte[] nv12 = [126, 126, 126, 0, 0, 126, 126, 126, 0, 0, 126, 126, 126, 0, 0, 128, 128, 128, 138, 0, 138, 128, 138, 138];
        const double Grey = 128.0822, Red = 15.96027, Blue = 20.17232;
        var filled = Fill(new(nv12, 3, 3, 5, PixelFormat.Nv12), 3, 3);
        Near([Grey, Grey, Grey + Red, Grey, Grey, Grey + Red, Grey, Grey, Grey + Red], filled[..9]);
        Near([Grey, Grey, Grey, Grey, Grey, Grey, Grey + Blue, Grey + Blue, Grey + Blue], filled[18..]);

        byte[] yuyv = [126, 128, 126, 128, 126, 138, 0, 128];
        filled = Fill(new(yuyv, 3, 1, PixelFormat.Yuyv), 3, 1);
        Near([Grey, Grey, Grey], filled[..3]);
        Near([Grey, Grey, Grey + Blue], filled[6..]);
    }

    [Fact]
    public void Strides_may_be_longer_than_rows()
    {
        byte[] gray = [1, 2, 99, 3, 4];
        Assert.Equal([1, 2, 3, 4], Fill(new(gray, 2, 2, 3, PixelFormat.Gray8), 2, 2)[..4]);
        byte[] rgb = [1, 2, 3, 99, 4, 5, 6];
        Assert.Equal([1, 4, 2, 5, 3, 6], Fill(new(rgb, 1, 2, 4, PixelFormat.Rgb24), 1, 2));
    }

    [Fact]
    public void One_pixel_fills_the_box()
    {
        var filled = Fill(new([10, 20, 30], 1, 1, PixelFormat.Rgb24), 5, 5);
        Assert.All(filled[..25], value => Assert.Equal(10, value));
        Assert.All(filled[50..], value => Assert.Equal(30, value));
    }

    // 0 40 / 80 120, sampled at -1/4, 1/4, 3/4 and 5/4 of a pixel both ways, the ends clamped.
    [Fact]
    public void Enlarges_about_half_pixel_centres() => Assert.Equal(
        [0, 10, 30, 40, 20, 30, 50, 60, 60, 70, 90, 100, 80, 90, 110, 120],
        Fill(new([0, 40, 80, 120], 2, 2, PixelFormat.Gray8), 4, 4)[..16]);

    [Fact]
    public void Reduces_between_the_two_nearest() =>
        Assert.Equal([15, 35], Fill(new([10, 20, 30, 40], 4, 1, PixelFormat.Gray8), 2, 1)[..2]);

    [Fact]
    public void Pads_with_grey()
    {
        var filled = Fill(new([10, 20], 2, 1, PixelFormat.Gray8), 2, 4, scale: 1 / 255f);
        Near([114 / 255.0, 114 / 255.0, 10 / 255.0, 20 / 255.0, 114 / 255.0, 114 / 255.0, 114 / 255.0, 114 / 255.0], filled[..8]);
        filled = Fill(new([10, 20], 1, 2, PixelFormat.Gray8), 5, 2);
        Assert.Equal([114, 114, 10, 114, 114, 114, 114, 20, 114, 114], filled[..10]);
    }

    [Fact]
    public void A_very_thin_picture_keeps_one_row()
    {
        var box = LetterboxTransform.Fit(10_000, 3, 64, 64);
        Assert.Equal((64, 1, 0, 31), (box.Width, box.Height, box.Left, box.Top));
        Assert.Equal(64 * 3, Fill(new(Enumerable.Repeat((byte)9, 30_000).ToArray(), 10_000, 3, PixelFormat.Gray8), 64, 64).Count(v => v == 9));
    }

    [Theory]
    [InlineData(480, 360, 192, 192)]
    [InlineData(333, 500, 192, 128)]
    [InlineData(37, 11, 64, 96)]
    [InlineData(3, 3, 33, 65)]
    [InlineData(200, 199, 200, 200)]
    public void Agrees_with_the_rule_in_double_precision(int width, int height, int networkWidth, int networkHeight)
    {
        var pixels = new byte[3 * width * height];
        new Random(width).NextBytes(pixels);
        var expected = LetterboxReference.Fill(pixels, width, height, networkWidth, networkHeight);
        var filled = Fill(new(pixels, width, height, PixelFormat.Rgb24), networkWidth, networkHeight, 1 / 255f);
        for (var i = 0; i < filled.Length; i++)
            Assert.InRange(filled[i], expected[i] - 5e-7, expected[i] + 5e-7);
    }

    // The last rows are read pixel by pixel unless bytes follow them; with AVX2 the others are read eight at a time.
    [Theory]
    [InlineData(PixelFormat.Rgb24)]
    [InlineData(PixelFormat.Bgra32)]
    [InlineData(PixelFormat.Gray8)]
    [InlineData(PixelFormat.Nv12)]
    [InlineData(PixelFormat.Yuyv)]
    public void Bytes_after_the_picture_change_nothing(PixelFormat format)
    {
        var pixels = new byte[16 * 4 * 3 + 3];
        new Random(3).NextBytes(pixels);
        for (var height = 1; height <= 2; height++)
        {
            var stride = new ImageView(pixels, 16, height, format).Stride;
            var bytes = stride * (format == PixelFormat.Nv12 ? height + 1 : height);
            var exact = Fill(new(pixels.AsSpan(0, bytes), 16, height, format), 21, 21);
            Assert.Equal(exact, Fill(new(pixels.AsSpan(0, bytes + 3), 16, height, format), 21, 21));
        }
    }

    [Fact]
    public void Refuses_an_empty_picture_and_a_wrong_target()
    {
        var scratch = new LetterboxScratch(4, 4);
        Assert.Equal("picture", Assert.Throws<ArgumentException>(() => Letterbox.Fill(default, scratch, new float[48], 1)).ParamName);
        var error = Assert.Throws<ArgumentException>(() => Letterbox.Fill(new(new byte[4], 2, 2, PixelFormat.Gray8), scratch, new float[47], 1));
        Assert.Contains("48", error.Message);
        Assert.Contains("47", error.Message);
    }

    [Fact]
    public void Allocates_nothing_whatever_the_picture()
    {
        var scratch = new LetterboxScratch(32, 32);
        var (target, pixels) = (new float[3 * 32 * 32], new byte[300 * 200 * 4]);
        Letterbox.Fill(new(pixels, 40, 30, PixelFormat.Yuyv), scratch, target, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var format in (ReadOnlySpan<PixelFormat>)[PixelFormat.Rgb24, PixelFormat.Bgra32, PixelFormat.Gray8, PixelFormat.Nv12,
            PixelFormat.Yuyv])
            Letterbox.Fill(new(pixels, 300, 200, format), scratch, target, 1);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    static void Near(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-4 * Math.Max(1e-2, Math.Abs(expected[i])));
    }
}
