using EdgeCompile.Harness;

namespace EdgeCompile.Tests;

/// <summary>
/// A fact about the shared models and data beside the repository. Skipped where there are none, unless EDGECOMPILE_REQUIRE_SHARED is set,
/// as in continuous integration: then the test runs and fails.
/// </summary>
sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedData.SkipReason;
}

/// <summary>The same for a theory.</summary>
sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute() => Skip = SharedData.SkipReason;
}

static class SharedData
{
    public static string? SkipReason { get; } =
        Repository.Shared is null && Environment.GetEnvironmentVariable("EDGECOMPILE_REQUIRE_SHARED") is not { Length: > 0 } ? "skipped: no ../shared"
            : null;
}
