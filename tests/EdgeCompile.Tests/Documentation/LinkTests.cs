using EdgeCompile.Harness;

namespace EdgeCompile.Tests.Documentation;

public class LinkTests
{
    public static TheoryData<string> Pages => [.. Page.All];

    /// <summary>What a page links to within the repository is there.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void LinksLeadSomewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var lost = new Page(page).Links.Where(link => !link.Contains("://") && !link.StartsWith('#'))
            .Where(link => !Path.Exists(Path.Combine(folder, link.Split('#')[0])));
        Assert.Equal([], lost);
    }
}
