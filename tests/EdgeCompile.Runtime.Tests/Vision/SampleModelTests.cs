using System.Text.Json;
using EdgeCompile.Harness;
using EdgeCompile.Runtime.Tests.Shared;
using EdgeCompile.Tests;

namespace EdgeCompile.Runtime.Tests.Vision;

/// <summary>
/// Before and after the network: the sample model's first picture, its saved input and output, and the detections expected of them.
/// </summary>
public class SampleModelTests
{
    const int Size = 192, Classes = 8, Columns = 756;

    readonly Lazy<(byte[] Rgb, int Width, int Height)> picture = new(() => Png.Read(SharedFile("sample-model/pictures/meadow.png")));

    static string SharedFile(string name) => Path.Combine(Repository.Shared!, name);

    [SharedFact]
    public void The_letterbox_gives_the_saved_input()
    {
        var saved = FloatTensor.Read(SharedFile("sample-model/test_data_set_0/input_0.pb"));
        var filled = new float[3 * Size * Size];
        var (rgb, width, height) = picture.Value;
        Letterbox.Fill(new(rgb, width, height, PixelFormat.Rgb24), new(Size, Size), filled, 1 / 255f);
        Assert.Equal(saved.Length, filled.Length);
        for (var i = 0; i < saved.Length; i++)
            Assert.InRange(filled[i], saved[i] - 5e-7f, saved[i] + 5e-7f);
    }

    [SharedFact]
    public void The_saved_output_gives_the_expected_detections()
    {
        var output = FloatTensor.Read(SharedFile("sample-model/test_data_set_0/output_0.pb"));
        var results = new Detection[100];
        var box = LetterboxTransform.Fit(picture.Value.Width, picture.Value.Height, Size, Size);
        var count = new Detections(Classes, Columns).Decode(output, box, 0.25f, 0.45f, results);

        using var report = JsonDocument.Parse(File.ReadAllText(SharedFile("sample-model/pictures/pictures.json")));
        var expected = report.RootElement.GetProperty("pictures")[0].GetProperty("detections").EnumerateArray().ToArray();
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Length, count);
        foreach (var (found, wanted) in results[..count].Zip(expected))
        {
            Assert.Equal(wanted.GetProperty("class_id").GetInt32(), found.Label);
            Assert.Equal(wanted.GetProperty("score").GetDouble(), found.Confidence, 1e-5);
            var edges = wanted.GetProperty("box").EnumerateArray().Select(edge => edge.GetDouble()).ToArray();
            Assert.Equal(edges[0], found.Left, 1e-2);
            Assert.Equal(edges[1], found.Top, 1e-2);
            Assert.Equal(edges[2], found.Right, 1e-2);
            Assert.Equal(edges[3], found.Bottom, 1e-2);
        }
    }
}
