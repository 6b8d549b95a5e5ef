namespace EdgeCompile.Package.Tests;

/// <summary>What NativeAOT links with.</summary>
static class Linker
{
    public static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
