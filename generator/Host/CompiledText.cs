using System.Globalization;
using EdgeCompile.Diagnostics;
using EdgeCompile.Support;
using Microsoft.CodeAnalysis;

namespace EdgeCompile.Host;

/// <summary>
/// The code of a model and what there is to say of it, as the build task left them, which compiles the model for its weights before the C#
/// compiler runs, and writes the code while that begins: one file, so that it is there as a whole or not. The generator takes it where its key
/// is that of the model at hand, and compiles the model itself elsewhere.
/// </summary>
/// <param name="Key"><see cref="ModelFile.Key"/> of what was compiled.</param>
/// <param name="Sources">The class's public part, then the files of its body.</param>
/// <param name="Diagnostics">All that was found out about the model; no errors, with which there is no code.</param>
sealed record CompiledText(string Key, EquatableArray<SourceFile> Sources, EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>How the names of such files end.</summary>
    public const string Extension = ".compiled";

    const string Magic = "EdgeCompile ";

    public CompiledModel PublicPart => new([Sources[0]], []);
    public CompiledModel Body => new(Sources.Skip(1).ToEquatableArray(), Diagnostics);

    /// <summary>
    /// The file's text: a line with the key and how many diagnostics and sources follow, then for each a line with its length and name, and
    /// its text. A diagnostic's name is its rule and its node; how bad it is stands in the catalogue.
    /// </summary>
    public override string ToString() => $"{Magic}{Key} {CSharpText.Number(Diagnostics.Count)} {CSharpText.Number(Sources.Count)}\n"
        + string.Concat(Diagnostics.Select(said => Part($"{said.Id} {CSharpText.Number(said.Node)}", said.Message)))
        + string.Concat(Sources.Select(source => Part(source.HintName, source.Text)));

    static string Part(string name, string text) => $"{CSharpText.Number(text.Length)} {name}\n{text}";

    /// <summary>Reads an additional file, once it is written; null where it is none of these, or was cut short.</summary>
    public static CompiledText? Read(AdditionalText file, CancellationToken cancel)
    {
        FileContent.AwaitWriter(file.Path, cancel);
        return file.GetText(cancel)?.ToString() is { } text ? Parse(text) : null;
    }

    public static CompiledText? Parse(string text)
    {
        var at = 0;
        if (Line() is not { } first || !first.StartsWith(Magic, StringComparison.Ordinal)
            || first.Substring(Magic.Length).Split(' ') is not [var key, var said, var files]
            || Number(said) is not { } diagnosticCount || Number(files) is not (>= 2 and var sourceCount)) return null;

        var diagnostics = new List<ModelDiagnostic>();
        while (diagnostics.Count < diagnosticCount)
        {
            if (Next() is not var (name, message) || DiagnosticOf(name, message) is not { } diagnostic) return null;
            diagnostics.Add(diagnostic);
        }
        var sources = new List<SourceFile>();
        while (sources.Count < sourceCount)
        {
            if (Next() is not var (name, code)) return null;
            sources.Add(new(name, code));
        }
        return at < text.Length ? null : new(key, sources.ToEquatableArray(), diagnostics.ToEquatableArray());

        (string Name, string Text)? Next()
        {
            if (Line() is not { } head || head.IndexOf(' ') is not (> 0 and var space)) return null;
            if (Number(head.Substring(0, space)) is not { } length || length > text.Length - at) return null;
            at += length;
            return (head.Substring(space + 1), text.Substring(at - length, length));
        }

        string? Line()
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) return null;
            var line = text.Substring(at, end - at);
            at = end + 1;
            return line;
        }
    }

    static ModelDiagnostic? DiagnosticOf(string name, string message) =>
        name.Split(' ') is [var id, var node]
        && Rules.All.FirstOrDefault(rule => rule.Id == id) is { Severity: not Severity.Error } rule
        && Number(node, NumberStyles.AllowLeadingSign) is >= -1 and var index
        ? new(id, rule.Severity, index, message) : null;

    static int? Number(string text, NumberStyles styles = NumberStyles.None) =>
        int.TryParse(text, styles, CultureInfo.InvariantCulture, out var number) ? number : null;
}
