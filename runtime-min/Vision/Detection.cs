namespace EdgeCompile;

/// <summary>An object found in a picture.</summary>
/// <param name="Label">The index of its class.</param>
/// <param name="Confidence">Its score, from 0 to 1.</param>
/// <param name="Left">The left edge of its box in the picture's pixels.</param>
/// <param name="Top">The top edge of its box in the picture's pixels.</param>
/// <param name="Right">The right edge of its box in the picture's pixels.</param>
/// <param name="Bottom">The bottom edge of its box in the picture's pixels.</param>
public readonly record struct Detection(int Label, float Confidence, float Left, float Top, float Right, float Bottom)
{
    /// <summary>The name of its class; null where only the index is known.</summary>
    public string? Name { get; init; }

    /// <summary>The width of the box in the picture's pixels.</summary>
    public float Width => Right - Left;

    /// <summary>The height of the box in the picture's pixels.</summary>
    public float Height => Bottom - Top;
}
