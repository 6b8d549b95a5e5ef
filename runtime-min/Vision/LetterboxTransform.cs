namespace EdgeCompile;

/// <summary>Where a picture lies in a network's input: scaled to fit, centred, its proportions kept.</summary>
/// <param name="Scale">Network pixels per picture pixel.</param>
/// <param name="Left">The columns of padding to the left of the picture.</param>
/// <param name="Top">The rows of padding above the picture.</param>
/// <param name="Width">The width of the scaled picture in network pixels.</param>
/// <param name="Height">The height of the scaled picture in network pixels.</param>
/// <param name="PictureWidth">The width of the picture in its own pixels.</param>
/// <param name="PictureHeight">The height of the picture in its own pixels.</param>
public readonly record struct LetterboxTransform(double Scale, int Left, int Top, int Width, int Height, int PictureWidth, int PictureHeight)
{
    /// <summary>Fits a picture into a network's input; a very thin picture keeps one pixel.</summary>
    public static LetterboxTransform Fit(int pictureWidth, int pictureHeight, int networkWidth, int networkHeight)
    {
        var scale = Math.Min((double)networkWidth / pictureWidth, (double)networkHeight / pictureHeight);
        var width = Math.Clamp((int)Math.Floor(pictureWidth * scale + 0.5), 1, networkWidth);
        var height = Math.Clamp((int)Math.Floor(pictureHeight * scale + 0.5), 1, networkHeight);
        return new(scale, (networkWidth - width) / 2, (networkHeight - height) / 2, width, height, pictureWidth, pictureHeight);
    }

    /// <summary>A column of the network's input in the picture's pixels, clamped to the picture.</summary>
    public float ToPictureX(float networkX) => (float)Math.Clamp((networkX - Left) / Scale, 0, PictureWidth);

    /// <summary>A row of the network's input in the picture's pixels, clamped to the picture.</summary>
    public float ToPictureY(float networkY) => (float)Math.Clamp((networkY - Top) / Scale, 0, PictureHeight);
}
