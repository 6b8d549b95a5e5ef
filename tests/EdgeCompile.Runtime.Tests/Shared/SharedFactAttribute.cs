namespace EdgeCompile.Runtime.Tests.Shared;

/// <summary>A test that needs the data beside the repository; skipped where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute() => Skip = SharedFolder.Path is null ? "skipped: no ../shared" : null;
}
