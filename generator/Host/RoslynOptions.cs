using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace EdgeCompile.Host;

/// <summary>MSBuild's properties and metadata as Roslyn passes them on: those that the package's props make visible.</summary>
static class RoslynOptions
{
    public static ModelFile Read(AdditionalText text, FileContent content, AnalyzerConfigOptionsProvider project)
    {
        var item = project.GetOptions(text);
        return ProjectOptions.Read(text.Path, content, key => Get(item, "build_metadata.AdditionalFiles." + key), key => Property(project, key));
    }

    /// <summary>A property of the project; "" where it is not set.</summary>
    public static string Property(AnalyzerConfigOptionsProvider project, string key) => Get(project.GlobalOptions, "build_property." + key);

    static string Get(AnalyzerConfigOptions options, string key) => options.TryGetValue(key, out var value) ? value.Trim() : "";
}
