using EdgeCompile.Diagnostics;

namespace EdgeCompile.Tool;

/// <summary>
/// Diagnostics in the form of a compiler's, which build systems and editors understand; a node's place in the file stands for the line.
/// </summary>
static class DiagnosticText
{
    public static void Write(TextWriter error, string model, IEnumerable<ModelDiagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
        {
            var place = diagnostic.Node < 0 ? model : FormattableString.Invariant($"{model}({diagnostic.Node + 1},1)");
            error.WriteLine($"{place}: {diagnostic.Severity.ToString().ToLowerInvariant()} {diagnostic.Id}: {diagnostic.Message}");
        }
    }
}
