using Samples.Detector;
using Samples.Detector.Pictures;

namespace EdgeCompile.Sample.Tests;

/// <summary>The sample as it is run.</summary>
public class DemoTests
{
    [Fact]
    public void OnItsOwnPicturesItPrintsATableEachAndNamesTheAnnotatedFile()
    {
        var (code, output, errors) = Run();
        Assert.Equal(0, code);
        Assert.Empty(errors);
        foreach (var picture in ExpectedPicture.All)
        {
            Assert.Contains($"{picture.File}: {picture.Width} x {picture.Height}, ", output);
            foreach (var detection in picture.Detections) Assert.Contains(detection.Name!, output);
        }
        Assert.Matches(@"\d+\.\d\d ms per inference", output);
        Assert.Matches(@"arena [\d,]+ bytes, weights [\d,]+ bytes", output);
        var annotated = output.Split('\n').Where(line => line.StartsWith("  annotated: ", StringComparison.Ordinal)).Select(line => line[13..].Trim())
            .ToArray();
        Assert.Equal(ExpectedPicture.All.Count, annotated.Length);
        var first = Picture.Read(File.ReadAllBytes(annotated[0]));
        Assert.Contains(ExpectedPicture.All, picture => (picture.Width, picture.Height) == (first.Width, first.Height));
    }

    [Fact]
    public void BadFilesGiveALineEachAndTheOthersStillRun()
    {
        var folder = Directory.CreateTempSubdirectory("edgecompile-sample").FullName;
        try
        {
            var good = ExpectedPicture.All[0].Location;
            var (text, cut, missing) = (Path.Combine(folder, "text.png"), Path.Combine(folder, "cut.png"), Path.Combine(folder, "missing.ppm"));
            File.WriteAllText(text, "no picture");
            File.WriteAllBytes(cut, File.ReadAllBytes(good)[..1000]);
            var (code, output, errors) = Run(missing, text, good, cut);
            Assert.Equal(2, code);
            Assert.Equal([$"{missing}: no such file", $"{text}: neither a PNG nor a PPM picture", $"{cut}: the PNG ends early"],
                errors.TrimEnd().Split('\n'));
            Assert.Contains($"{good}: ", output);
            Assert.Contains("annotated: ", output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static (int Code, string Output, string Errors) Run(params string[] paths)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var errors = new StringWriter { NewLine = "\n" };
        return (Demo.Run(paths, output, errors), output.ToString(), errors.ToString());
    }
}
