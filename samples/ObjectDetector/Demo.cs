using System.Diagnostics;
using System.Globalization;
using EdgeCompile;
using Samples.Detector.Drawing;
using Samples.Detector.Pictures;

namespace Samples.Detector;

/// <summary>Detects on pictures, says what it found and how long it took, and writes each picture with the boxes drawn in.</summary>
static class Demo
{
    const int Ok = 0, SomePictureFailed = 2;
    const int MostDetections = 100;

    /// <summary>Runs on the files named, or on the pictures inside the program.</summary>
    /// <returns>0, or 2 if any picture could not be read or written.</returns>
    public static int Run(string[] paths, TextWriter output, TextWriter errors)
    {
        var pictures = paths.Length > 0 ? Array.ConvertAll(paths, PictureSource.File) : PictureSource.Embedded();
        var folder = Path.Combine(AppContext.BaseDirectory, "annotated");
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using var detector = new ObjectDetector();
        var result = Ok;

        foreach (var source in pictures)
        {
            try
            {
                var picture = source.Open();
                var found = Detect(detector, picture, out var median);
                output.WriteLine(Invariant($"{source.Name}: {picture.Width} x {picture.Height}, {found.Length} detections, {median:F2} ms per inference"));
                WriteTable(output, found);
                output.WriteLine($"  annotated: {Annotate(picture, found, folder, UniqueName(source.Name, taken))}");
                output.WriteLine();
            }
            catch (PictureException e)
            {
                errors.WriteLine($"{source.Name}: {e.Message}");
                result = SomePictureFailed;
            }
        }
        output.WriteLine(Invariant($"arena {ObjectDetector.ArenaBytes:N0} bytes, weights {ObjectDetector.WeightBytes:N0} bytes, {ObjectDetector.MultiplyAdds:N0} multiply-adds per inference"));
        return result;
    }

    /// <summary>The detections, and the median time of one call, resizing and suppression included, in milliseconds.</summary>
    static ReadOnlySpan<Detection> Detect(ObjectDetector detector, Picture picture, out double median)
    {
        const int WarmUp = 5, Timed = 25;
        var found = new Detection[MostDetections];
        var count = 0;
        for (var i = 0; i < WarmUp; i++) count = detector.Run(picture.View, found);
        var times = new double[Timed];
        for (var i = 0; i < Timed; i++)
        {
            var start = Stopwatch.GetTimestamp();
            count = detector.Run(picture.View, found);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        median = times[Timed / 2];
        return found.AsSpan(0, count);
    }

    static void WriteTable(TextWriter output, ReadOnlySpan<Detection> found)
    {
        if (found.Length == 0) return;
        var labels = 5;
        foreach (var label in ObjectDetector.Labels) labels = Math.Max(labels, label.Length);
        output.WriteLine($"  {"label".PadRight(labels)}  confidence     left      top    right   bottom");
        foreach (var one in found)
            output.WriteLine(Invariant($"  {one.Name?.PadRight(labels)}  {one.Confidence,10:F3} {one.Left,8:F1} {one.Top,8:F1} {one.Right,8:F1} {one.Bottom,8:F1}"));
    }

    static string Annotate(Picture picture, ReadOnlySpan<Detection> found, string folder, string name)
    {
        var canvas = new Canvas(picture);
        // The best last, so that it lies on top.
        for (var i = found.Length - 1; i >= 0; i--) canvas.Draw(found[i], Invariant($"{found[i].Name} {100 * found[i].Confidence:F0}%"));
        var path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(path, PngWriter.Write(canvas.Picture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PictureException($"cannot write {path}: {e.Message.TrimEnd('.')}");
        }
        return path;
    }

    // Two pictures of one name, from two folders, are written side by side.
    static string UniqueName(string source, HashSet<string> taken)
    {
        var name = Path.GetFileNameWithoutExtension(source);
        var candidate = name;
        for (var i = 2; !taken.Add(candidate); i++) candidate = Invariant($"{name}-{i}");
        return candidate + ".png";
    }

    static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
