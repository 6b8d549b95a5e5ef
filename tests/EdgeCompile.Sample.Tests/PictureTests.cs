using System.Text;
using Samples.Detector.Drawing;
using Samples.Detector.Pictures;

namespace EdgeCompile.Sample.Tests;

/// <summary>The sample's own picture files.</summary>
public class PictureTests
{
    static Picture Gradient(int width, int height)
    {
        var picture = Picture.Empty(width, height);
        for (var i = 0; i < picture.Rgb.Length; i++) picture.Rgb[i] = (byte)(i * 37 + i / 7);
        return picture;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(17, 5)]
    [InlineData(640, 3)]
    public void WhatIsWrittenIsReadAgain(int width, int height)
    {
        var picture = Gradient(width, height);
        var again = Picture.Read(PngWriter.Write(picture));
        Assert.Equal((width, height), (again.Width, again.Height));
        Assert.Equal(picture.Rgb, again.Rgb);
    }

    [Fact]
    public void APictureCutAnywhereIsRefused()
    {
        var file = PngWriter.Write(Gradient(9, 4));
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<PictureException>(() => Picture.Read(file[..length]));
    }

    [Fact]
    public void AFlippedBitIsRefused()
    {
        var file = PngWriter.Write(Gradient(9, 4));
        for (var i = 0; i < file.Length; i++)
        {
            var damaged = (byte[])file.Clone();
            damaged[i] ^= 0x10;
            Assert.Throws<PictureException>(() => Picture.Read(damaged));
        }
    }

    [Theory]
    [InlineData("P6\n2 1\n255\n\u0001\u0002\u0003\u0004\u0005\u0006", new byte[] { 1, 2, 3, 4, 5, 6 })]
    [InlineData("P6 # comment\n#another\n1 1 15\nÿ\u0000\u0007", new byte[] { 255, 0, 119 })]
    [InlineData("P5\n2 1\n255\n\u0009\u00c8", new byte[] { 9, 9, 9, 200, 200, 200 })]
    [InlineData("P5\n1 1\n65535\n\u0080\u0000", new byte[] { 128, 128, 128 })]
    public void PnmIsRead(string file, byte[] rgb) => Assert.Equal(rgb, Picture.Read(Encoding.Latin1.GetBytes(file)).Rgb);

    [Theory]
    [InlineData("")]
    [InlineData("GIF89a")]
    [InlineData("P6\n2 2\n255\n123")]
    [InlineData("P6\n0 2\n255\n")]
    [InlineData("P6\n99999 99999\n255\n")]
    [InlineData("P6\n1 1\n0\n123")]
    [InlineData("P6\n12345678901 1\n255\n")]
    public void WhatIsNoPictureIsRefused(string file) => Assert.Throws<PictureException>(() => Picture.Read(Encoding.Latin1.GetBytes(file)));

    // Pictures of every colour type and depth, 2 x 2 and interlaced or not, made by hand: the stored rows, and the pixels they mean.
    [Theory]
    [InlineData(0, 1, 0, "00 40 00 80", "000000 FFFFFF FFFFFF 000000")]
    [InlineData(0, 8, 0, "00 10 20 01 30 10", "101010 202020 303030 404040")]
    [InlineData(0, 16, 0, "00 10 FF 20 FF 02 10 00 10 00", "101010 202020 202020 303030")]
    [InlineData(4, 8, 0, "00 00 FF 00 00 00 00 80 FF FF", "000000 FFFFFF 7F7F7F FFFFFF")]
    [InlineData(6, 8, 0, "00 01 02 03 FF 00 00 00 00 00 04 05 06 FF 07 08 09 FF", "010203 FFFFFF 040506 070809")]
    [InlineData(2, 8, 0, "03 02 04 06 05 06 07 04 01 01 01 02 02 02", "020406 06080A 030507 080A0C")]
    [InlineData(2, 8, 1, "00 01 02 03 00 04 05 06 00 07 08 09 0A 0B 0C", "010203 040506 070809 0A0B0C")]
    public void EveryKindOfPngIsRead(int type, int depth, int interlace, string rows, string pixels)
    {
        var file = PngFile.Of(2, 2, depth, type, interlace, Convert.FromHexString(rows.Replace(" ", "")));
        Assert.Equal(pixels.Replace(" ", ""), Convert.ToHexString(Picture.Read(file).Rgb));
    }

    [Fact]
    public void APaletteWithTransparencyIsRead()
    {
        var file = PngFile.Of(2, 1, 2, 3, 0, [0, 0b01_00_0000], ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [0]));
        Assert.Equal(new byte[] { 4, 5, 6, 255, 255, 255 }, Picture.Read(file).Rgb);
        Assert.Throws<PictureException>(() => Picture.Read(PngFile.Of(1, 1, 8, 3, 0, [0, 2], ("PLTE", [1, 2, 3]))));
    }

    [Fact]
    public void BoxesAndLettersAreDrawnInsideThePictureOnly()
    {
        var white = Picture.Empty(60, 40);
        Array.Fill(white.Rgb, (byte)255);
        var canvas = new Canvas(white);
        canvas.Draw(new Detection(0, 0.5f, -5, 20, 200, 39), "I");
        Assert.All(white.Rgb, value => Assert.Equal(255, value));
        Assert.Equal(0xC6, canvas.Picture.Rgb[3 * (20 * 60 + 30)]);
        Assert.Equal(0xFF, canvas.Picture.Rgb[3 * (30 * 60 + 30)]);
        Assert.True(Font.HasDot('i', 2, 3) && !Font.HasDot('i', 0, 3) && !Font.HasDot(' ', 2, 3));
        Assert.All("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%.-?", letter =>
            Assert.Contains(Enumerable.Range(0, 35), dot => Font.HasDot(letter, dot % 5, dot / 5)));
    }
}
