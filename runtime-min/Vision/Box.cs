namespace EdgeCompile.Runtime;

/// <summary>A proposed box in network pixels.</summary>
readonly record struct Box(float Left, float Top, float Right, float Bottom, float Label)
{
    /// <summary>The box of a column: rows 0 to 3 are its centre x, centre y, width and height.</summary>
    public static Box Read(ReadOnlySpan<float> output, int columns, int column, float label)
    {
        var (x, y) = (output[column], output[columns + column]);
        var (halfWidth, halfHeight) = (output[2 * columns + column] / 2, output[3 * columns + column] / 2);
        return new(x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, label);
    }

    /// <summary>Whether intersection over union is above the limit; two boxes without area do not overlap.</summary>
    public bool Overlaps(in Box other, float limit)
    {
        var width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        var height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        var intersection = Math.Max(width, 0) * Math.Max(height, 0);
        return intersection > limit * (Area + other.Area - intersection);
    }

    float Area => (Right - Left) * (Bottom - Top);
}
