using System.Text.Json;
using EdgeCompile;

namespace EdgeCompile.Sample.Tests;

/// <summary>A sample picture and what ONNX Runtime found on it, from pictures.json.</summary>
sealed record ExpectedPicture(string File, int Width, int Height, IReadOnlyList<Detection> Detections)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "pictures");

    public static IReadOnlyList<ExpectedPicture> All { get; } = Read();

    public string Location => Path.Combine(Folder, File);

    static ExpectedPicture[] Read()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder, "pictures.json")));
        return [.. json.RootElement.GetProperty("pictures").EnumerateArray().Select(picture => new ExpectedPicture(
            picture.GetProperty("file").GetString()!, picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32(),
            [.. picture.GetProperty("detections").EnumerateArray().Select(Read)]))];
    }

    static Detection Read(JsonElement detection)
    {
        var box = detection.GetProperty("box").EnumerateArray().Select(edge => edge.GetSingle()).ToArray();
        return new(detection.GetProperty("class_id").GetInt32(), detection.GetProperty("score").GetSingle(), box[0], box[1], box[2], box[3])
        {
            Name = detection.GetProperty("name").GetString(),
        };
    }
}
