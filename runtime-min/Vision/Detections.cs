using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EdgeCompile.Runtime;

/// <summary>Reads an Ultralytics detector's output [1, 4 + classes, columns]: threshold, then class-aware non-maximum suppression.</summary>
/// <remarks>
/// Rows 0 to 3 are a box's centre x, centre y, width and height in network pixels, the others the scores of the classes.
/// The buffers are sized for the worst case at construction, so decoding allocates nothing. One decoding at a time.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Detections
{
    readonly int classes;
    readonly int columns;
    readonly float[] scores;
    readonly float[] labels;
    readonly ulong[] order;
    readonly Box[] kept;

    /// <summary>Makes the buffers.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="columns">The number of boxes that the network proposes.</param>
    public Detections(int classes, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(classes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        this.classes = classes;
        this.columns = columns;
        scores = new float[columns];
        labels = new float[columns];
        order = new ulong[columns];
        kept = new Box[columns];
    }

    /// <summary>Writes the detections, best first; equal scores in the order of the columns.</summary>
    /// <param name="output">The network's output, (4 + classes)·columns elements.</param>
    /// <param name="box">Where the picture lies in the network's input.</param>
    /// <param name="minConfidence">A box counts if its greatest class score is above this.</param>
    /// <param name="maxOverlap">A box is dropped if its IoU with a better one of its class is above this.</param>
    /// <param name="results">Where the detections go; if it is too small, the best ones.</param>
    /// <returns>The number of detections written.</returns>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public int Decode(ReadOnlySpan<float> output, LetterboxTransform box, float minConfidence, float maxOverlap, Span<Detection> results)
    {
        if (output.Length != (4L + classes) * columns)
            throw new ArgumentException(
                $"{classes} classes and {columns} columns make {(4L + classes) * columns} elements; a span of {output.Length} was given.",
                nameof(output));
        FindClasses(output[(4 * columns)..]);
        var candidates = Sort(minConfidence);

        var count = 0;
        foreach (var key in candidates)
        {
            if (count == results.Length)
                break;
            var column = (int)(uint)key;
            var found = Box.Read(output, columns, column, labels[column]);
            if (IsCovered(found, kept.AsSpan(0, count), maxOverlap))
                continue;
            kept[count] = found;
            results[count++] = new((int)found.Label, scores[column],
                box.ToPictureX(found.Left), box.ToPictureY(found.Top), box.ToPictureX(found.Right), box.ToPictureY(found.Bottom));
        }
        return count;
    }

    /// <summary>Per column the greatest class score and the first class that has it.</summary>
    void FindClasses(ReadOnlySpan<float> classScores)
    {
        ref var from = ref MemoryMarshal.GetReference(classScores);
        nint column = 0;
        for (; column <= columns - F32x4.Lanes; column += F32x4.Lanes)
        {
            var best = F32x4.Load(ref from, column);
            var label = F32x4.Zero;
            for (var c = 1; c < classes; c++)
            {
                var score = F32x4.Load(ref from, (nint)c * columns + column);
                var better = F32x4.Greater(score, best);
                best = F32x4.Select(better, score, best);
                label = F32x4.Select(better, F32x4.Create(c), label);
            }
            F32x4.Store(best, ref scores[0], column);
            F32x4.Store(label, ref labels[0], column);
        }
        for (; column < columns; column++)
        {
            var (best, label) = (F32x1.Load(ref from, column), 0);
            for (var c = 1; c < classes; c++)
            {
                var score = F32x1.Load(ref from, (nint)c * columns + column);
                if (score > best)
                    (best, label) = (score, c);
            }
            scores[column] = best;
            labels[column] = label;
        }
    }

    /// <summary>The columns above the threshold, by falling score, then by column: the low half of each key is the column.</summary>
    ReadOnlySpan<ulong> Sort(float minConfidence)
    {
        var count = 0;
        for (var column = 0; column < columns; column++)
            if (scores[column] > minConfidence)
                order[count++] = (ulong)~Ordered(scores[column]) << 32 | (uint)column;
        var candidates = order.AsSpan(0, count);
        candidates.Sort();
        return candidates;
    }

    // An unsigned integer that orders like the float.
    static uint Ordered(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    static bool IsCovered(in Box found, ReadOnlySpan<Box> kept, float maxOverlap)
    {
        foreach (ref readonly var better in kept)
            if (better.Label == found.Label && better.Overlaps(found, maxOverlap))
                return true;
        return false;
    }
}
