using Samples.Detector.Pictures;

namespace Samples.Detector;

/// <summary>A file to look at, from disk or from inside the program.</summary>
sealed record PictureSource(string Name, Func<byte[]> Read)
{
    const string Prefix = "pictures/";

    /// <summary>The pictures that the program carries, by name.</summary>
    public static IEnumerable<PictureSource> Embedded()
    {
        var assembly = typeof(PictureSource).Assembly;
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => new PictureSource(name[Prefix.Length..], () =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                var bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes;
            }));
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
}
