using Samples.Detector.Pictures;

namespace EdgeCompile.Sample.Tests;

/// <summary>The compiled detector finds what ONNX Runtime finds, on the best rung of the machine; eng/test.sh runs it on lesser ones too.</summary>
[Trait("Category", "Machine")]
public class DetectionTests
{
    const float Threshold = 0.25f, ScoreTolerance = 0.01f;

    public static TheoryData<string> Pictures => [.. ExpectedPicture.All.Select(picture => picture.File)];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void DetectionsEqualThoseOfOnnxRuntime(string file)
    {
        var expected = ExpectedPicture.All.Single(picture => picture.File == file);
        var found = Detect(expected.Location).ToList();

        // One whose score is that close to the threshold may be there or not.
        foreach (var wanted in expected.Detections)
        {
            var index = found.FindIndex(one => one.Label == wanted.Label && Overlap(one, wanted) >= 0.95f && Math.Abs(one.Confidence - wanted.Confidence) <= ScoreTolerance);
            if (index >= 0)
            {
                Assert.Equal(wanted.Name, found[index].Name);
                found.RemoveAt(index);
            }
            else Assert.True(wanted.Confidence < Threshold + ScoreTolerance, $"not found: {wanted}");
        }
        Assert.All(found, extra => Assert.True(extra.Confidence < Threshold + ScoreTolerance, $"not expected: {extra}"));
    }

    [Fact]
    public void TheSampleHasPicturesAndDetections()
    {
        Assert.True(ExpectedPicture.All.Count >= 5);
        Assert.True(ExpectedPicture.All.Sum(picture => picture.Detections.Count) >= 10);
    }

    [Fact]
    public void TheSpanKeepsTheBestWhereItIsShort()
    {
        var picture = Picture.Read(File.ReadAllBytes(ExpectedPicture.All.First(picture => picture.Detections.Count > 1).Location));
        var all = ObjectDetector.Predict(picture.View);
        var best = new Detection[1];
        Assert.Equal(1, ObjectDetector.Predict(picture.View, best));
        Assert.Equal(all[0], best[0]);
    }

    [Fact]
    public void EveryPixelFormatOfOnePictureGivesTheSame()
    {
        var picture = Picture.Read(File.ReadAllBytes(ExpectedPicture.All[0].Location));
        var bgr = new byte[picture.Rgb.Length];
        for (var i = 0; i < bgr.Length; i++) bgr[i] = picture.Rgb[i / 3 * 3 + 2 - i % 3];
        Assert.Equal(ObjectDetector.Predict(picture.View),
            ObjectDetector.Predict(new ImageView(bgr, picture.Width, picture.Height, PixelFormat.Bgr24)));
    }

    [Fact]
    public void TheSpanApiAgreesWithTheTypedOne()
    {
        // A grey square needs no resizing: the network's input is known without the letterbox.
        var images = new float[3 * 192 * 192];
        var output0 = new float[12 * 756];
        Array.Fill(images, 114f / 255);
        ObjectDetector.Predict(images, output0);
        var scores = output0.AsSpan(4 * 756);
        var best = 0f;
        foreach (var score in scores) best = Math.Max(best, score);
        var grey = new byte[192 * 192];
        Array.Fill(grey, (byte)114);
        var found = ObjectDetector.Predict(new ImageView(grey, 192, 192, PixelFormat.Gray8), confidence: Math.Max(0, best - 1e-4f), iou: 1);
        Assert.Contains(found, one => Math.Abs(one.Confidence - best) < 1e-5f);
    }

    static Detection[] Detect(string path) => ObjectDetector.Predict(Picture.Read(File.ReadAllBytes(path)).View);

    static float Overlap(Detection a, Detection b)
    {
        var width = Math.Max(0, Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left));
        var height = Math.Max(0, Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top));
        return width * height / (a.Width * a.Height + b.Width * b.Height - width * height);
    }
}
