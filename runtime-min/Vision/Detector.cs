using System.ComponentModel;

namespace EdgeCompile.Runtime;

/// <summary>What a compiled detector does around its network: the picture in, detections out. Owns the buffers between; one call at a time.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Detector
{
    readonly string[] labels;
    readonly LetterboxScratch scratch;
    readonly Detections detections;
    readonly float[] picture;
    readonly float[] output;
    readonly Detection[] found;
    LetterboxTransform box;

    /// <summary>Makes the buffers, so that no call has to.</summary>
    /// <param name="labels">The names of the classes.</param>
    /// <param name="width">The width of the network's input in pixels.</param>
    /// <param name="height">The height of the network's input in pixels.</param>
    /// <param name="candidates">The number of boxes that the network proposes.</param>
    public Detector(string[] labels, int width, int height, int candidates)
    {
        ArgumentNullException.ThrowIfNull(labels);
        this.labels = labels;
        scratch = new(width, height);
        detections = new(labels.Length, candidates);
        picture = new float[3 * width * height];
        output = new float[(4 + labels.Length) * candidates];
        found = new Detection[candidates];
    }

    /// <summary>The network's input [1, 3, height, width].</summary>
    public ReadOnlySpan<float> Picture => picture;

    /// <summary>The network's output [1, 4 + classes, candidates].</summary>
    public Span<float> Output => output;

    /// <summary>Room for as many detections as there can be.</summary>
    public Span<Detection> Found => found;

    /// <summary>Checks a call's arguments before anything is written.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="confidence">The least score, 0 to 1.</param>
    /// <param name="iou">The greatest overlap, 0 to 1.</param>
    /// <exception cref="ArgumentException">The picture is empty, or a threshold is outside 0 to 1.</exception>
    public static void Check(ImageView image, float confidence, float iou)
    {
        if (image.IsEmpty) throw new ArgumentException("The picture is empty: a default ImageView has no pixels.", nameof(image));
        if (confidence is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "A score is from 0 to 1.");
        if (iou is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(iou), iou, "An overlap is from 0 to 1.");
    }

    /// <summary>Fits a picture into the network's input.</summary>
    /// <param name="image">The picture.</param>
    public void Load(ImageView image) => box = Letterbox.Fill(image, scratch, picture, 1f / 255);

    /// <summary>Reads the network's output; returns how many detections were written, best first.</summary>
    /// <param name="confidence">The least score.</param>
    /// <param name="iou">The greatest overlap of two detections of one class.</param>
    /// <param name="results">Where they go; if it is too small, the best ones.</param>
    public int Find(float confidence, float iou, Span<Detection> results)
    {
        var count = detections.Decode(output, box, confidence, iou, results);
        foreach (ref var result in results[..count]) result = result with { Name = labels[result.Label] };
        return count;
    }
}
