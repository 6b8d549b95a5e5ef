namespace EdgeCompile.Runtime.Tests.Shared;

/// <summary>The folder of models and pictures beside the repository, or where EDGECOMPILE_SHARED says.</summary>
static class SharedFolder
{
    public static string? Path { get; } = Find();

    public static string File(string name) => System.IO.Path.Combine(Path!, name);

    static string? Find()
    {
        if (Environment.GetEnvironmentVariable("EDGECOMPILE_SHARED") is { Length: > 0 } set)
            return Directory.Exists(set) ? set : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "EdgeCompile.sln")))
            {
                var shared = System.IO.Path.Combine(folder.FullName, "..", "shared");
                return Directory.Exists(shared) ? shared : null;
            }
        return null;
    }
}
