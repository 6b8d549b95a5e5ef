using EdgeCompile.Harness;

namespace EdgeCompile.Tests.Harness;

public class InMemoryCompilerTests
{
    [Fact]
    public void SourcesAndResourcesBecomeOneAssembly()
    {
        using var loaded = InMemoryCompiler.Compile(
            [new("A.cs", "static class A { public static int Value => B.Value + 1; }"),
                new("B.cs", "static class B { public const int Value = 2; }")],
            [new("weights", "", [1, 2, 3])]);
        Assert.Equal(3, loaded.Assembly.GetType("A")!.GetProperty("Value")!.GetValue(null));
        Assert.Equal(3, loaded.Assembly.GetManifestResourceStream("weights")!.Length);
    }

    [Theory]
    [InlineData("CS0169", "class A { int unused; }")]
    [InlineData("CS8618", "#nullable enable\nclass A { public string Name; }")]
    [InlineData("CS1591", "public class A { }")]
    [InlineData("CS0227", "class A { unsafe int* pointer() => null; }")]
    public void WarningsAndUnsafeCodeAreErrorsThatShowTheLine(string id, string source)
    {
        var exception = Assert.Throws<CompilationException>(() => InMemoryCompiler.Compile([new("A.cs", source)], []));
        Assert.Contains(exception.Errors, error => error.Id == id);
        Assert.Contains(source.Split('\n')[^1], exception.Message);
    }
}
