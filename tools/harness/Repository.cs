namespace EdgeCompile.Harness;

/// <summary>Where this repository and the data beside it lie.</summary>
static class Repository
{
    /// <summary>The folder that holds EdgeCompile.sln, found from the running assembly upwards.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The shared models and data, <c>../shared</c> or EDGECOMPILE_SHARED; null where there are none.</summary>
    public static string? Shared { get; } = FindShared();

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "EdgeCompile.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException($"no folder above {AppContext.BaseDirectory} holds EdgeCompile.sln");
    }

    static string? FindShared()
    {
        var folder = Environment.GetEnvironmentVariable("EDGECOMPILE_SHARED") is { Length: > 0 } set ? set : Path.Combine(Root, "..", "shared");
        return Directory.Exists(folder) ? Path.GetFullPath(folder) : null;
    }
}
