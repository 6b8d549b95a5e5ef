using System.Collections.Immutable;
using EdgeCompile.Diagnostics;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EdgeCompile.Host;

/// <summary>Warns where NativeAOT for x64 is left at its default instruction set, which has no AVX at all.</summary>
static class AotAdvice
{
    /// <summary>Whether the project publishes with NativeAOT for x64 and does not say for which instruction set.</summary>
    public static bool Read(AnalyzerConfigOptionsProvider project, CancellationToken cancel)
    {
        if (Get("PublishAot") != "true" || Get("IlcInstructionSet").Length > 0) return false;
        var platform = Get("PlatformTarget");
        // Without a runtime identifier, publishing is for the machine that builds.
        var runtime = Get("RuntimeIdentifier") is { Length: > 0 } set ? set : Get("NETCoreSdkRuntimeIdentifier");
        return platform == "x64" || runtime.EndsWith("-x64", StringComparison.Ordinal);

        string Get(string key) => RoslynOptions.Property(project, key).ToLowerInvariant();
    }

    /// <summary>Says it once, at the project's first model.</summary>
    public static Located<CompiledModel> For((ImmutableArray<ModelFile> Models, bool IsSlow) project, CancellationToken cancel)
    {
        var first = project.Models.Select(model => model.Path).OrderBy(path => path, StringComparer.Ordinal).FirstOrDefault();
        return new(first ?? "", new([], project.IsSlow && first is not null ? [Rules.SlowAot.At(-1)] : []));
    }
}
