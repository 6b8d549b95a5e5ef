using EdgeCompile.Harness;

namespace EdgeCompile.Tests.Backend;

/// <summary>Where ONNX's backend tests lie: what eng/onnx-testdata.sh fetched, and the newer cases of the shared data.</summary>
static class BackendData
{
    static readonly string root = Environment.GetEnvironmentVariable("EDGECOMPILE_ONNX_TESTDATA") is { Length: > 0 } set
        ? set
        : Path.Combine(Repository.Root, "artifacts", "onnx-testdata", "usr", "share", "libonnx-testdata", "data");

    /// <summary>The folder of a suite, or null where it has not been fetched.</summary>
    public static string? Folder(string suite) =>
        new[] { Path.Combine(root, suite), Path.Combine(Repository.Shared ?? "", suite) }.FirstOrDefault(Directory.Exists);
}

/// <summary>A theory over suites, skipped where they have not been fetched.</summary>
sealed class BackendTheoryAttribute : TheoryAttribute
{
    public BackendTheoryAttribute() =>
        Skip = BackendData.Folder("node") is null ? "skipped: no ONNX backend tests; eng/onnx-testdata.sh fetches them" : null;
}

/// <summary>A fact over the suites, skipped where they have not been fetched.</summary>
sealed class BackendFactAttribute : FactAttribute
{
    public BackendFactAttribute() => Skip = new BackendTheoryAttribute().Skip;
}
