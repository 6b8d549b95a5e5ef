namespace EdgeCompile.Sample.Tests;

/// <summary>What a generated class promises its callers.</summary>
public class ContractTests
{
    const int Images = 3 * 192 * 192, Output = 12 * 756;

    [Fact]
    public void AWrongLengthNamesTheTensorAndBothSizesAndWritesNothing()
    {
        using var detector = new ObjectDetector();
        var output = new float[Output - 1];
        Array.Fill(output, 7f);
        var thrown = Assert.Throws<ArgumentException>(() => detector.Run(new float[Images], output));
        Assert.Equal("output0", thrown.ParamName);
        Assert.Contains("1 x 12 x 756", thrown.Message);
        Assert.Contains("9072", thrown.Message);
        Assert.Contains("9071", thrown.Message);
        Assert.All(output, value => Assert.Equal(7f, value));
        Assert.Equal("images", Assert.Throws<ArgumentException>(() => detector.Run(default, new float[Output])).ParamName);
        detector.Run(new float[Images], new float[Output]);
    }

    [Fact]
    public void AnOutputThatOverlapsAnInputIsRefusedBeforeAnythingIsWritten()
    {
        using var detector = new ObjectDetector();
        var shared = new float[Images];
        Array.Fill(shared, 0.25f);
        var thrown = Assert.Throws<ArgumentException>(() => detector.Run(shared, shared.AsSpan(100, Output)));
        Assert.Equal("output0", thrown.ParamName);
        Assert.Contains("images", thrown.Message);
        Assert.All(shared, value => Assert.Equal(0.25f, value));
        detector.Run(shared, new float[Output]);
    }

    [Fact]
    public void ADisposedInstanceThrowsAndDisposingTwiceDoesNot()
    {
        var detector = new ObjectDetector();
        detector.Dispose();
        detector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => detector.Run(new float[Images], new float[Output]));
        Assert.Throws<ObjectDisposedException>(() => detector.Run(Grey(), new Detection[1]));
    }

    [Fact]
    public void AnEmptyPictureOrAnImpossibleThresholdThrowsAndTheInstanceStaysUsable()
    {
        using var detector = new ObjectDetector();
        Assert.Throws<ArgumentException>(() => detector.Run(default(ImageView), new Detection[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.Run(Grey(), new Detection[1], confidence: float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => detector.Run(Grey(), new Detection[1], iou: 1.5f));
        detector.Run(Grey(), new Detection[1]);
    }

    [Fact]
    public void TwoThreadsOnOneInstanceAreDetectedOrGiveTheRightResult()
    {
        using var detector = new ObjectDetector();
        var images = new float[Images];
        for (var i = 0; i < images.Length; i++) images[i] = i % 251 / 251f;
        var expected = new float[Output];
        ObjectDetector.Predict(images, expected);

        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            var output = new float[Output];
            for (var i = 0; i < 20; i++)
            {
                try
                {
                    detector.Run(images, output);
                    Assert.Equal(expected, output);
                }
                catch (InvalidOperationException refusal)
                {
                    Assert.Contains("ObjectDetector.Predict", refusal.Message);
                }
            }
        });
        detector.Run(images, new float[Output]);
    }

    [Fact]
    public void TheStaticFormIsSafeFromAnyThread()
    {
        var images = new float[Images];
        for (var i = 0; i < images.Length; i++) images[i] = i % 241 / 241f;
        var expected = new float[Output];
        ObjectDetector.Predict(images, expected);
        Parallel.For(0, 16, _ =>
        {
            var output = new float[Output];
            ObjectDetector.Predict(images, output);
            Assert.Equal(expected, output);
        });
    }

    [Fact]
    public void ACallAllocatesNothing()
    {
        using var detector = new ObjectDetector();
        var (images, output, found) = (new float[Images], new float[Output], new Detection[100]);
        detector.Run(images, output);
        detector.Run(Grey(), found);
        ObjectDetector.Predict(images, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 3; i++)
        {
            detector.Run(images, output);
            detector.Run(Picture(), found);
            ObjectDetector.Predict(images, output);
            ObjectDetector.Predict(Picture(), found);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ShapesAndSizesAreThoseOfTheModel()
    {
        Assert.Equal([1, 3, 192, 192], ObjectDetector.InputShapeImages.ToArray());
        Assert.Equal([1, 12, 756], ObjectDetector.OutputShapeOutput0.ToArray());
        Assert.Equal(["bird", "mammal", "bug", "flower", "fruit", "vehicle", "house", "hat"], ObjectDetector.Labels.ToArray());
        Assert.InRange(ObjectDetector.ArenaBytes, 100_000, 50_000_000);
        Assert.InRange(ObjectDetector.WeightBytes, 1_000_000, 3_000_000);
        Assert.InRange(ObjectDetector.MultiplyAdds, 10_000_000, 1_000_000_000);
    }

    static readonly byte[] grey = new byte[64 * 48];
    static ImageView Grey() => new(grey, 64, 48, PixelFormat.Gray8);
    static ImageView Picture() => new(grey, 48, 64, PixelFormat.Gray8);
}
