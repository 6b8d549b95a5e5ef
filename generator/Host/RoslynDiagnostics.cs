using System.Collections.Immutable;
using System.Text;
using EdgeCompile.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace EdgeCompile.Host;

/// <summary>Hands results to Roslyn: files of C#, and diagnostics that point into the model (a node's place in the file is the line).</summary>
static class RoslynDiagnostics
{
    static readonly ImmutableDictionary<string, DiagnosticDescriptor> descriptors =
        Rules.All.ToImmutableDictionary(rule => rule.Id, rule => new DiagnosticDescriptor(
        rule.Id, rule.Title, "{0}", "EdgeCompile", Level(rule.Severity), isEnabledByDefault: true, helpLinkUri: rule.HelpPage));

    public static void Add(this SourceProductionContext output, Located<CompiledModel> result)
    {
        foreach (var diagnostic in result.Value.Diagnostics) output.ReportDiagnostic(ToRoslyn(diagnostic, result.Path));
        foreach (var source in result.Value.Sources) output.AddSource(source.HintName, SourceText.From(source.Text, Encoding.UTF8));
    }

    static Diagnostic ToRoslyn(ModelDiagnostic diagnostic, string path)
    {
        var line = new LinePosition(Math.Max(diagnostic.Node, 0), 0);
        return Diagnostic.Create(descriptors[diagnostic.Id], Location.Create(path, default, new LinePositionSpan(line, line)), diagnostic.Message);
    }

    static DiagnosticSeverity Level(Severity severity) => severity switch
    {
        Severity.Error => DiagnosticSeverity.Error,
        Severity.Warning => DiagnosticSeverity.Warning,
        _ => DiagnosticSeverity.Info,
    };
}

/// <summary>A result and the path of the model it is of.</summary>
sealed record Located<T>(string Path, T Value);
