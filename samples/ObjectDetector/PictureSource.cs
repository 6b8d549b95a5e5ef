using Samples.Detector.Pictures;

namespace Samples.Detector;

/// <summary>A file to look at, from disk or from inside the program.</summary>
sealed record PictureSource(string Name, Func<byte[]> Read)
{
    const string Prefix = "pictures/";

    /// <summary>The pictures that the program carries, by name.</summary>
    public static IReadOnlyList<PictureSource> Embedded()
    {
        var names = Array.FindAll(typeof(PictureSource).Assembly.GetManifestResourceNames(),
            name => name.StartsWith(Prefix, StringComparison.Ordinal));
        Array.Sort(names, StringComparer.Ordinal);
        return Array.ConvertAll(names, name => new PictureSource(name[Prefix.Length..], () => ReadResource(name)));
    }

    public static PictureSource File(string path) => new(path, () => System.IO.File.ReadAllBytes(path));

    /// <summary>The picture.</summary>
    /// <exception cref="PictureException">The file is missing, cannot be read, or is no picture.</exception>
    public Picture Open()
    {
        try
        {
            return Picture.Read(Read());
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PictureException("no such file");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PictureException(e.Message.TrimEnd('.'));
        }
    }

    static byte[] ReadResource(string name)
    {
        using var stream = typeof(PictureSource).Assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
