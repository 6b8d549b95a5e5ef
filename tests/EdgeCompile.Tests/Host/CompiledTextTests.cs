using EdgeCompile.Host;
using EdgeCompile.Support;

namespace EdgeCompile.Tests.Host;

/// <summary>Code that the build left for the generator is taken if it is that of the model, its options and the compiler; else it is made.</summary>
public class CompiledTextTests
{
    static readonly SourceFile Api = new("Tiny.g.cs", "partial class Tiny\n{\n}\n"),
        Body = new("Tiny.Body.g.cs", "partial class Tiny { /* \u00e9 */ }");

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var text = new CompiledText("0123", [Api, Body]);
        Assert.Equal(text, CompiledText.Parse(text.ToString()));
    }

    [Fact]
    public void WhatIsCutShortIsNoCode()
    {
        var text = new CompiledText("0123", [Api, Body]).ToString();
        for (var length = 0; length < text.Length; length++) Assert.Null(CompiledText.Parse(text[..length]));
        Assert.Null(CompiledText.Parse("Other" + text));
        Assert.Null(CompiledText.Parse(text.Replace("Tiny.Body", "\n")));
    }

    [Fact]
    public void CodeOfTheModelIsTaken()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Text("tiny.compiled", new CompiledText(Key(project), [Api, Body]).ToString());
        var run = project.Generate();
        Assert.Equal([Api, Body], run.Sources.Select(source => new SourceFile(source.Key, source.Value)));
        Assert.Empty(run.Ids);
    }

    [Fact]
    public void CodeOfAnotherModelIsNot()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        var wanted = project.Generate().Sources;
        var key = Key(project);
        project.Model("tiny.onnx", TinyModel.Unary(length: 8)).Text("tiny.compiled", new CompiledText(key, [Api, Body]).ToString());
        var run = project.Generate();
        Assert.Equal(wanted.Keys, run.Sources.Keys);
        Assert.DoesNotContain(run.Sources.Values, text => text == Body.Text || wanted.Values.Contains(text));
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void CodeForOtherOptionsIsNot()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Text("tiny.compiled", new CompiledText(Key(project), [Api, Body]).ToString()).Property("EdgeCompileInstructionSets", "Avx2");
        Assert.DoesNotContain(project.Generate().Sources.Values, text => text == Body.Text);
    }

    [Fact]
    public void EveryOptionIsInTheKey()
    {
        var options = new CompileOptions { ClassName = "Tiny" };
        foreach (var option in typeof(CompileOptions).GetProperties().Where(property => property.CanWrite))
        {
            var other = options with { };
            option.SetValue(other, Another(option.GetValue(options)!));
            Assert.True(other.Key != options.Key, option.Name);
        }

        static object Another(object value) => value switch
        {
            string text => text + "x",
            bool flag => !flag,
            int number => number + 1,
            EquatableArray<string> => new[] { "x" }.ToEquatableArray(),
            _ => throw new NotSupportedException(value.GetType().Name),
        };
    }

    static string Key(Project project)
    {
        var path = Path.Combine(project.Folder, "tiny.onnx");
        return ProjectOptions.Read(path, FileContent.OfModel(path, default), _ => "", _ => "").Key;
    }
}
