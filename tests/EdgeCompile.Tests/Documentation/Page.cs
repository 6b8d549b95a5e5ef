using System.Text.RegularExpressions;
using EdgeCompile.Harness;

namespace EdgeCompile.Tests.Documentation;

/// <summary>
/// A Markdown page of the repository. Parts of it that follow from the code stand between <c>&lt;!-- made: NAME --&gt;</c> and
/// <c>&lt;!-- end --&gt;</c>; a test compares them, and writes them anew where EDGECOMPILE_UPDATE is set.
/// </summary>
sealed partial class Page(string path)
{
    static readonly bool updates = Environment.GetEnvironmentVariable("EDGECOMPILE_UPDATE") is { Length: > 0 };

    readonly string _file = Path.Combine(Repository.Root, path);

    public string Text => File.ReadAllText(_file);

    /// <summary>All pages that people write: those beside the solution, in docs/ and in package/.</summary>
    public static IEnumerable<string> All => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(new[] { "docs", "package" }.Select(folder => Path.Combine(Repository.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories)))
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    /// <summary>The first fenced block of a language under a heading.</summary>
    public string Block(string heading, string language)
    {
        var section = Text[(Text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal) + 1)..];
        var start = section.IndexOf($"```{language}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{path} has no {language} under '{heading}'");
        return section[(start + language.Length + 4)..section.IndexOf("\n```", start, StringComparison.Ordinal)] + "\n";
    }

    /// <summary>The targets of links and pictures, in order.</summary>
    public IEnumerable<string> Links => LinkPattern().Matches(Text).Select(link => link.Groups[1].Value);

    /// <summary>Checks that the made parts are exactly these.</summary>
    public void IsMadeOf(params (string Name, string Text)[] parts)
    {
        var before = Text;
        Assert.Equal(parts.Select(part => part.Name), PartPattern().Matches(before).Select(part => part.Groups[1].Value));
        var texts = parts.ToDictionary(part => part.Name, part => part.Text);
        var after = PartPattern().Replace(before, part => $"<!-- made: {part.Groups[1].Value} -->\n{texts[part.Groups[1].Value]}\n<!-- end -->");
        if (updates) File.WriteAllText(_file, after);
        else
            Assert.True(before == after, $"{path} is not what the code makes: {FirstDifference(before, after)}\n"
                + "EDGECOMPILE_UPDATE=1 in the environment of this test writes it anew.");
    }

    static string FirstDifference(string before, string after)
    {
        var (old, now) = (before.Split('\n'), after.Split('\n'));
        var at = Enumerable.Range(0, Math.Min(old.Length, now.Length)).FirstOrDefault(i => old[i] != now[i], Math.Min(old.Length, now.Length) - 1);
        return $"line {at + 1}\nhas    {old[at]}\nshould {now[at]}";
    }

    [GeneratedRegex(@"<!-- made: (.+?) -->\n.*?<!-- end -->", RegexOptions.Singleline)]
    private static partial Regex PartPattern();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();
}
