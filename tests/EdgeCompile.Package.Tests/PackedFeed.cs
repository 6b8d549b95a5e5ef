using System.IO.Compression;

namespace EdgeCompile.Package.Tests;

/// <summary>The package, packed once into a folder that serves as a feed, with a package cache of its own.</summary>
public sealed class PackedFeed : IDisposable
{
    public PackedFeed()
    {
        Folder = Directory.CreateTempSubdirectory("edgecompile-package-").FullName;
        Dotnet.Succeed(Root, "dotnet", "pack", "package", "-c", "Release", "-v", "q", "-o", Path.Combine(Folder, "feed"));
        Package = Assert.Single(Directory.GetFiles(Path.Combine(Folder, "feed"), "EdgeCompile.*.nupkg"));
    }

    public string Folder { get; }
    public string Package { get; }

    public string Version => Path.GetFileNameWithoutExtension(Package)["EdgeCompile.".Length..];

    /// <summary>The repository, found upwards from the tests.</summary>
    public static string Root { get; } = FindRoot();

    public IReadOnlyList<string> Entries
    {
        get
        {
            using var archive = ZipFile.OpenRead(Package);
            return [.. archive.Entries.Select(entry => entry.FullName)];
        }
    }

    public string Text(string entry)
    {
        using var archive = ZipFile.OpenRead(Package);
        using var reader = new StreamReader(archive.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EdgeCompile.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds EdgeCompile.sln");
    }
}
