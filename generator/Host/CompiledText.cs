using System.Globalization;
using EdgeCompile.Support;
using Microsoft.CodeAnalysis;

namespace EdgeCompile.Host;

/// <summary>
/// The code of a model as the build task left it, which compiles the model for its weights before the C# compiler runs: one file, so that it
/// is there as a whole or not. The generator takes it where its key is that of the model at hand, and compiles the model itself elsewhere.
/// </summary>
/// <param name="Key"><see cref="ModelFile.Key"/> of what was compiled.</param>
/// <param name="Sources">The class's public part, then the files of its body.</param>
sealed record CompiledText(string Key, EquatableArray<SourceFile> Sources)
{
    /// <summary>How the names of such files end.</summary>
    public const string Extension = ".compiled";

    const string Magic = "EdgeCompile ";

    public CompiledModel PublicPart => new([Sources[0]], []);
    public CompiledModel Body => new(Sources.Skip(1).ToEquatableArray(), []);

    /// <summary>The file's text: a line with the key, then for each source a line with its length and name, and the source.</summary>
    public override string ToString() =>
        $"{Magic}{Key}\n" + string.Concat(Sources.Select(source => $"{CSharpText.Number(source.Text.Length)} {source.HintName}\n{source.Text}"));

    /// <summary>Reads an additional file; null where it is none of these, or was cut short.</summary>
    public static CompiledText? Read(AdditionalText file, CancellationToken cancel) =>
        file.GetText(cancel)?.ToString() is { } text ? Parse(text) : null;

    public static CompiledText? Parse(string text)
    {
        var at = 0;
        if (Line() is not { } first || !first.StartsWith(Magic, StringComparison.Ordinal)) return null;
        var sources = new List<SourceFile>();
        while (at < text.Length)
        {
            if (Line() is not { } head || head.IndexOf(' ') is not (> 0 and var space)) return null;
            if (!int.TryParse(head.Substring(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > text.Length - at) return null;
            sources.Add(new(head.Substring(space + 1), text.Substring(at, length)));
            at += length;
        }
        return sources.Count < 2 ? null : new(first.Substring(Magic.Length), sources.ToEquatableArray());

        string? Line()
        {
            var end = text.IndexOf('\n', at);
            if (end < 0) return null;
            var line = text.Substring(at, end - at);
            at = end + 1;
            return line;
        }
    }
}
