namespace EdgeCompile.Runtime.Tests.Vision;

public class ImageViewTests
{
    [Theory]
    [InlineData(PixelFormat.Rgb24, 5, 3, 15, 45)]
    [InlineData(PixelFormat.Bgr24, 5, 3, 16, 47)] // the last row ends without padding
    [InlineData(PixelFormat.Rgba32, 5, 3, 20, 60)]
    [InlineData(PixelFormat.Bgra32, 5, 3, 20, 60)]
    [InlineData(PixelFormat.Gray8, 5, 3, 8, 21)]
    [InlineData(PixelFormat.Nv12, 5, 3, 6, 30)] // 3 rows of luma, 2 of chroma
    [InlineData(PixelFormat.Yuyv, 5, 3, 12, 36)]
    public void Takes_the_bytes_it_needs_and_no_fewer(PixelFormat format, int width, int height, int stride, int bytes)
    {
        var view = new ImageView(new byte[bytes], width, height, stride, format);
        Assert.Equal((width, height, stride, format), (view.Width, view.Height, view.Stride, view.Format));
        Assert.False(view.IsEmpty);
        var error = Assert.Throws<ArgumentException>(() => { _ = new ImageView(new byte[bytes - 1], width, height, stride, format); });
        Assert.Contains($" {bytes} bytes", error.Message);
        Assert.Contains($" {bytes - 1} was given", error.Message);
    }

    [Theory]
    [InlineData(PixelFormat.Rgb24, 9)]
    [InlineData(PixelFormat.Bgra32, 12)]
    [InlineData(PixelFormat.Gray8, 3)]
    [InlineData(PixelFormat.Nv12, 4)]
    [InlineData(PixelFormat.Yuyv, 8)]
    public void Packs_rows_where_no_stride_is_given(PixelFormat format, int stride) =>
        Assert.Equal(stride, new ImageView(new byte[100], 3, 2, format).Stride);

    [Fact]
    public void Refuses_a_short_stride()
    {
        var error = Assert.Throws<ArgumentException>(() => { _ = new ImageView(new byte[100], 3, 2, 8, PixelFormat.Rgb24); });
        Assert.Equal("stride", error.ParamName);
        Assert.Contains("9 bytes", error.Message);
        Assert.Contains("8", error.Message);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(-1, 1)]
    [InlineData(1, int.MinValue)]
    public void Refuses_sizes_that_are_not_positive(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new ImageView(new byte[100], width, height, 100, PixelFormat.Gray8); });

    [Theory]
    [InlineData(PixelFormat.Rgb24)]
    [InlineData(PixelFormat.Rgba32)]
    [InlineData(PixelFormat.Gray8)]
    [InlineData(PixelFormat.Nv12)]
    [InlineData(PixelFormat.Yuyv)]
    public void Refuses_absurd_sizes_without_overflow(PixelFormat format)
    {
        Assert.ThrowsAny<ArgumentException>(() => { _ = new ImageView(new byte[100], int.MaxValue, int.MaxValue, int.MaxValue, format); });
        Assert.ThrowsAny<ArgumentException>(() => { _ = new ImageView(new byte[100], int.MaxValue, int.MaxValue, format); });
        Assert.ThrowsAny<ArgumentException>(() => { _ = new ImageView(new byte[100], 1, int.MaxValue, int.MaxValue, format); });
    }

    [Fact]
    public void Refuses_an_unknown_format() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = new ImageView(new byte[100], 1, 1, 100, (PixelFormat)77); });

    [Fact]
    public void Knows_the_default_view() => Assert.True(default(ImageView).IsEmpty);
}
