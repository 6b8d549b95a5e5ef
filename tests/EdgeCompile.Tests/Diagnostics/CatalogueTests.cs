using System.Reflection;
using EdgeCompile.Diagnostics;
using EdgeCompile.Harness;

namespace EdgeCompile.Tests.Diagnostics;

/// <summary>The catalogue of diagnostics, its pages and the analyzer's release notes say the same.</summary>
public class CatalogueTests
{
    static readonly string Pages = Path.Combine(Repository.Root, "docs", "diagnostics");

    [Fact]
    public void Rules_are_numbered_without_gaps_and_all_are_listed()
    {
        Assert.Equal(Enumerable.Range(1, Rules.All.Count).Select(n => $"EC{n:0000}"), Rules.All.Select(rule => rule.Id));
        var fields = typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Where(field => field.FieldType == typeof(Rule));
        Assert.Equal(fields.Select(field => field.GetValue(null)), Rules.All);
    }

    [Fact]
    public void Each_rule_has_a_page_with_its_title_and_severity_and_each_page_a_rule()
    {
        Assert.Equal(Rules.All.Select(rule => rule.Id + ".md"), Directory.GetFiles(Pages).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var rule in Rules.All)
        {
            var page = File.ReadAllText(Path.Combine(Repository.Root, rule.HelpPage));
            Assert.StartsWith($"# {rule.Id}: {rule.Title}\n\nSeverity: {rule.Severity.ToString().ToLowerInvariant()}\n\n## What it means\n", page);
            Assert.Contains("\n## Why\n", page);
            Assert.Contains("\n## What to do\n", page);
        }
    }

    [Fact]
    public void Analyzer_releases_list_each_rule_with_its_severity_and_title()
    {
        var files = new[] { "Shipped", "Unshipped" }.Select(kind => Path.Combine(Repository.Root, "generator", $"AnalyzerReleases.{kind}.md"));
        var rows = files.SelectMany(File.ReadLines).Where(line => line.StartsWith("EC", StringComparison.Ordinal));
        Assert.Equal(Rules.All.Select(rule => $"{rule.Id} | EdgeCompile | {rule.Severity} | {rule.Title}"), rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Messages_are_shortened_and_hold_one_line()
    {
        var bag = new DiagnosticBag();
        bag.Report(Rules.UnsupportedOperator, 3, "'x'\r\n\u2028" + new string('a', 9999), "b");
        var diagnostic = Assert.Single(bag.All);
        Assert.Equal(3, diagnostic.Node);
        Assert.InRange(diagnostic.Message.Length, 1000, 2000);
        Assert.DoesNotContain('\n', diagnostic.Message);
        Assert.DoesNotContain('\u2028', diagnostic.Message);
    }

    [Fact]
    public void A_flood_is_counted_and_its_errors_still_count()
    {
        var bag = new DiagnosticBag();
        for (var i = 0; i < 5000; i++) bag.Report(Rules.UnsupportedOperator, i, "'x'", "y");
        Assert.Equal(1001, bag.All.Count);
        Assert.Equal("4000 more diagnostics of this model are not shown.", bag.All[^1].Message);
        Assert.Equal(5000, bag.Errors);
    }
}
