namespace EdgeCompile.Runtime.Tests.Memory;

public class PaddedWindowTests
{
    /// <summary>Rectangles inside, across each edge and corner, wider than the picture, and wholly outside it.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OutsideThePictureAreZeros(bool planar)
    {
        const int channels = 3, height = 5, width = 7;
        var picture = Enumerable.Range(1, channels * height * width).Select(i => (float)i).ToArray();
        var (planes, planeStep, rowStep, columnSize) = planar ? (channels, height * width, width, 1) : (1, 0, width * channels, channels);
        for (var top = -4; top <= height + 1; top++)
            for (var left = -4; left <= width + 1; left++)
                foreach (var (rows, columns) in new[] { (1, 1), (3, 2), (2, 6), (9, 13) })
                {
                    var window = Enumerable.Repeat(-1f, channels * rows * columns + 1).ToArray();
                    PaddedWindow.Read(ref picture[0], ref window[0], top, left, planes, planeStep, height, width, rowStep, columnSize, rows, columns);
                    var expected =
                        from plane in Enumerable.Range(0, planes)
                        from row in Enumerable.Range(top, rows)
                        from column in Enumerable.Range(left, columns)
                        from channel in Enumerable.Range(0, columnSize)
                        select row is >= 0 and < height && column is >= 0 and < width
                            ? picture[plane * planeStep + row * rowStep + column * columnSize + channel] : 0;
                    Assert.Equal(expected.Append(-1), window);
                }
    }
}
