namespace EdgeCompile;

/// <summary>A picture in the caller's memory: its bytes, size, stride and format. Nothing is copied.</summary>
public readonly ref struct ImageView
{
    /// <summary>A view of a picture whose rows follow each other without a gap.</summary>
    /// <param name="data">The pixels, from the top row down.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="format">How the bytes lie.</param>
    /// <exception cref="ArgumentException">The span is shorter than the picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the format is unknown.</exception>
    public ImageView(ReadOnlySpan<byte> data, int width, int height, PixelFormat format)
        : this(data, width, height, (int)Math.Min(RowBytes(width, format), int.MaxValue), format)
    {
    }

    /// <summary>A view of a picture whose rows begin <paramref name="stride"/> bytes apart.</summary>
    /// <param name="data">The pixels, from the top row down.</param>
    /// <param name="width">The width in pixels.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="stride">The bytes from one row to the next; at least a row's bytes.</param>
    /// <param name="format">How the bytes lie.</param>
    /// <exception cref="ArgumentException">The stride is shorter than a row, or the span than the picture.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the format is unknown.</exception>
    public ImageView(ReadOnlySpan<byte> data, int width, int height, int stride, PixelFormat format)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var rowBytes = RowBytes(width, format);
        if (stride < rowBytes)
            throw new ArgumentException($"A row of {width} {format} pixels has {rowBytes} bytes; the stride is {stride}.", nameof(stride));
        // The last row need not be padded to the stride. 64 bits hold it: stride and rows are below 2³¹ and 3·2³⁰.
        var rows = format == PixelFormat.Nv12 ? height + (height + 1L) / 2 : height;
        var wanted = stride * (rows - 1) + rowBytes;
        if (data.Length < wanted)
            throw new ArgumentException(
                $"A {format} picture of {width}x{height} pixels with stride {stride} has {wanted} bytes; a span of {data.Length} was given.",
                nameof(data));
        Data = data;
        Width = width;
        Height = height;
        Stride = stride;
        Format = format;
    }

    /// <summary>The pixels, from the top row down.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; }

    /// <summary>The bytes from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>How the bytes lie.</summary>
    public PixelFormat Format { get; }

    /// <summary>Whether this is the default view, which has no pixels.</summary>
    public bool IsEmpty => Width == 0;

    static long RowBytes(int width, PixelFormat format) => format switch
    {
        PixelFormat.Rgb24 or PixelFormat.Bgr24 => 3L * width,
        PixelFormat.Rgba32 or PixelFormat.Bgra32 => 4L * width,
        PixelFormat.Gray8 => width,
        PixelFormat.Nv12 => (width + 1L) / 2 * 2,
        PixelFormat.Yuyv => (width + 1L) / 2 * 4,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Unknown pixel format."),
    };
}
