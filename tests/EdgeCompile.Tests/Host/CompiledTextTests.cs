using EdgeCompile.Diagnostics;
using EdgeCompile.Host;
using EdgeCompile.Onnx;
using EdgeCompile.Support;
using Google.Protobuf;
using Microsoft.CodeAnalysis;

namespace EdgeCompile.Tests.Host;

/// <summary>
/// Code that the build left for the generator is taken, with what there is to say of the model, if it is that of the model, its options and
/// the compiler; else it is made.
/// </summary>
public class CompiledTextTests
{
    static readonly SourceFile Api = new("Tiny.g.cs", "partial class Tiny\n{\n}\n"),
        Body = new("Tiny.Body.g.cs", "partial class Tiny { /* \u00e9 */ }");

    static readonly EquatableArray<ModelDiagnostic> Said =
    [
        new("EC0009", Severity.Info, -1, "input 'x\n12 Other.g.cs\n' has \"no\" size\r\n"),
        new("EC0015", Severity.Warning, 0, ""),
        new("EC0027", Severity.Info, 17, "node 17 'm\u00fcl' (Conv): 3 \ud83d\udca9"),
    ];

    static readonly string Whole = new CompiledText("0123", [Api, Body, Body with { HintName = "Tiny.Avx2.g.cs" }], Said).ToString();

    [Fact]
    public void WhatIsWrittenIsRead()
    {
        var silent = new CompiledText("0123", [Api, Body], []);
        Assert.Equal(silent, CompiledText.Parse(silent.ToString()));
        var text = CompiledText.Parse(Whole);
        Assert.NotNull(text);
        Assert.Equal(Said, text.Diagnostics);
        Assert.Equal(3, text.Sources.Count);
        Assert.Equal(Whole, text.ToString());
    }

    [Fact]
    public void WhatIsCutShortIsNoCode()
    {
        for (var length = 0; length < Whole.Length; length++) Assert.Null(CompiledText.Parse(Whole[..length]));
        Assert.Null(CompiledText.Parse("Other" + Whole));
        Assert.Null(CompiledText.Parse(Whole + "0 "));
        Assert.Null(CompiledText.Parse(Whole.Replace("Tiny.Body", "\n")));
    }

    [Theory]
    [InlineData("0123 3 3", "0123 3 2")]
    [InlineData("0123 3 3", "0123 3 4")]
    [InlineData("0123 3 3", "0123 -1 6")]
    [InlineData("0123 3 3", "0123 3")]
    [InlineData("EC0009 -1", "EC0009 -2")]
    [InlineData("EC0009 -1", "EC0009")]
    [InlineData("EC0009 -1", "EC9999 -1")]
    [InlineData("EC0009 -1", "EC0001 -1")]
    public void WhatIsDamagedIsNoCode(string part, string other)
    {
        Assert.Contains(part, Whole);
        Assert.Null(CompiledText.Parse(Whole.Replace(part, other)));
    }

    [Fact]
    public void CodeOfTheModelIsTaken()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Text("tiny.compiled", new CompiledText(KeyOf(project), [Api, Body], Said).ToString());
        var run = project.Generate();
        Assert.Equal([Api, Body], run.Sources.Select(source => new SourceFile(source.Key, source.Value)));
        Assert.Equal(Said.Select(said => said.Message), run.Result.Diagnostics.Select(said => said.GetMessage()));
    }

    [Fact]
    public void ThenTheSameIsSaidAtTheSamePlacesAsWithoutIt()
    {
        var talkative = Talkative();
        using var plain = new Project().Model("tiny.onnx", talkative);
        using var built = new Project().Model("tiny.onnx", talkative);
        var made = Stages.Place(Read(built), new NeighbourFiles(built.Folder), default).Emit();
        built.Text("tiny.compiled", new CompiledText(KeyOf(built), made.Sources, made.Diagnostics).ToString());

        var (wanted, run) = (plain.Generate(), built.Generate());
        Assert.Equal(["EC0009", "EC0015", "EC0027"], wanted.Ids.Order());
        Assert.Equal(Of(wanted, plain), Of(run, built));
        Assert.Equal(wanted.Sources, run.Sources);

        static string[] Of(Run run, Project project) =>
            [.. run.Result.Diagnostics.Select(said => $"{said.Severity} {said}".Replace(project.Folder, ""))];
    }

    /// <summary>As where the build goes on to the C# compiler while the code is still being written.</summary>
    [Fact]
    public async Task TheGeneratorWaitsForCodeThatIsBeingWritten()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary()).Text("tiny.compiled");
        var held = new FileStream(Path.Combine(project.Folder, "tiny.compiled"), FileMode.Create, FileAccess.Write, FileShare.None);
        var run = Task.Run(project.Generate);
        await Task.Delay(100);
        Assert.False(run.IsCompleted);
        using (var text = new StreamWriter(held)) text.Write(new CompiledText(KeyOf(project), [Api, Body], Said));
        Assert.Equal([Api, Body], (await run).Sources.Select(source => new SourceFile(source.Key, source.Value)));
    }

    /// <summary>As where a build has been stopped, or could make no code.</summary>
    [Fact]
    public void WhereNoneWasWrittenItCompilesTheModel()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        var wanted = project.Generate().Sources;
        File.WriteAllText(Path.Combine(project.Folder, "tiny.compiled"), "");
        Assert.Equal(wanted, project.Text("tiny.compiled").Generate().Sources);
    }

    [Fact]
    public void AnEditorIsToldOfThePublicPartAlone()
    {
        using var project = new Project().Model("tiny.onnx", Talkative()).Property("DesignTimeBuild", "true");
        var wanted = project.Generate();
        project.Text("tiny.compiled", new CompiledText(KeyOf(project), [Api, Body], Said).ToString());
        var run = project.Generate();
        Assert.Equal(wanted.Sources, run.Sources);
        Assert.Equal(wanted.Ids, run.Ids);
    }

    [Fact]
    public void CodeOfAnotherModelIsNot()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        var wanted = project.Generate().Sources;
        var key = KeyOf(project);
        project.Model("tiny.onnx", TinyModel.Unary(length: 8)).Text("tiny.compiled", new CompiledText(key, [Api, Body], Said).ToString());
        var run = project.Generate();
        Assert.Equal(wanted.Keys, run.Sources.Keys);
        Assert.DoesNotContain(run.Sources.Values, text => text == Body.Text || wanted.Values.Contains(text));
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void CodeForOtherOptionsIsNot()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Text("tiny.compiled", new CompiledText(KeyOf(project), [Api, Body], Said).ToString()).Property("EdgeCompileInstructionSets", "Avx2");
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

    static string KeyOf(Project project) => Read(project).Key;

    static ModelFile Read(Project project)
    {
        var path = Path.Combine(project.Folder, "tiny.onnx");
        return ProjectOptions.Read(path, FileContent.OfModel(path, default), _ => "", _ => "");
    }

    /// <summary>y = x W on any number of rows, with a weight that counts as zero and an attribute that nobody knows.</summary>
    static byte[] Talkative()
    {
        var model = ModelProto.Parser.ParseFrom(TinyModel.Unary("MatMul"));
        var graph = model.Graph;
        graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam = "batch";
        graph.Output[0].Type.TensorType.Shape.Dim[0].DimParam = "batch";
        graph.Node[0].Input.Add("w");
        graph.Node[0].Attribute.Add(new AttributeProto { Name = "strange", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        graph.Initializer.Add(new TensorProto
        {
            Name = "w",
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { 4, 4 },
            FloatData = { Enumerable.Range(0, 16).Select(i => i == 3 ? 1e-40f : i + 1) },
        });
        return model.ToByteArray();
    }
}
