using Microsoft.CodeAnalysis;

namespace EdgeCompile.Tests.Host;

/// <summary>Models and options that are wrong give one error that names the cause, and no error of the C# compiler.</summary>
public class FaultTests
{
    [Theory]
    [InlineData("a/tiny.onnx", "b/tiny.onnx")]
    [InlineData("a/tiny.onnx", "b/TINY.onnx")]
    public void TwoModelsOfOneClassAreAnErrorAtTheSecond(string first, string second)
    {
        using var project = new Project().Model(second, TinyModel.Unary()).Model(first, TinyModel.Unary());
        var run = project.Generate();
        var error = Assert.Single(run.Result.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Equal("EC0019", error.Id);
        Assert.Equal(Path.Combine(project.Folder, second), error.Location.GetLineSpan().Path);
        Assert.Null(run.Result.Exception);
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void OfOneClassInTwoNamespacesBothAreMade()
    {
        using var project = new Project().Model("a/tiny.onnx", TinyModel.Unary(), ("EdgeCompileNamespace", "A"))
            .Model("b/tiny.onnx", TinyModel.Unary());
        var run = project.Generate();
        Assert.Empty(run.Ids);
        Assert.Contains("A.Tiny.g.cs", run.Sources.Keys);
        Assert.Contains("Tiny.g.cs", run.Sources.Keys);
        Assert.Empty(run.CompilerFaults);
    }

    /// <summary>Where the package's targets are missing, nobody would make a resource of the weights.</summary>
    [Fact]
    public void WeightsAboveTheLimitNeedABuildThatEmbedsThem()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.WithExternal("w.bin")).Property("EdgeCompileInlineWeightLimit", "1");
        File.WriteAllBytes(Path.Combine(project.Folder, "w.bin"), new byte[16]);
        Assert.Equal(["EC0018"], project.Generate().Ids);
        var run = project.Property("EdgeCompileEmbedsWeights", "true").Generate();
        Assert.Empty(run.Ids);
        Assert.Contains("FromResource(typeof(Tiny).Assembly, \"EdgeCompile.Tiny.weights\"", run.Sources["Tiny.Body.g.cs"]);
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void AMissingFileIsAnError()
    {
        using var project = new Project().Listed("nowhere.onnx");
        project.Source = "static class User { static void Call(float[] a) => Nowhere.Predict(a, a); }";
        var run = project.Generate();
        Assert.Equal(["EC0002"], run.Ids);
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void AnUnreadableFileGivesAClassThatTakesAnyCall()
    {
        using var project = new Project().Model("broken.onnx", [0x0a, 0xff, 0xff, 0xff, 0xff]);
        project.Source = """
            using System;
            static class User
            {
                static void Call(float[] a, ReadOnlySpan<byte> b, EdgeCompile.ImageView view, Span<EdgeCompile.Detection> found)
                {
                    Broken.Predict(a, b, stackalloc int[4]);
                    int count = Broken.Predict(view, found, 0.5f);
                    foreach (EdgeCompile.Detection one in Broken.Predict(view, confidence: 0.5f)) GC.KeepAlive(one);
                    using var broken = new Broken();
                    broken.Run(a, a);
                    Console.WriteLine(Broken.ArenaBytes + Broken.Labels.Length);
                }
            }
            """;
        var run = project.Generate();
        Assert.Equal(["EC0002"], run.Ids);
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void AnUnsupportedOperatorKeepsThePublicPart()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary("NoSuchOperator"));
        project.Source = "static class User { static void Call(float[] a) => Tiny.Predict(x: a, y: a); }";
        var run = project.Generate();
        Assert.Equal(["EC0004"], run.Ids);
        Assert.Equal(["Tiny.g.cs"], run.Sources.Keys);
        Assert.Empty(run.CompilerFaults);

        var thrown = Assert.Throws<System.Reflection.TargetInvocationException>(() => Activator.CreateInstance(run.Load().GetType("Tiny")!));
        Assert.Contains("tiny.onnx", Assert.IsType<ModelNotCompiledException>(thrown.InnerException).Message);
    }

    [Theory]
    [InlineData("EdgeCompileClass", "1st")]
    [InlineData("EdgeCompileClass", "class")]
    [InlineData("EdgeCompileClass", "A.B")]
    [InlineData("EdgeCompileClass", "Run")]
    [InlineData("EdgeCompileClass", "A { } class B")]
    [InlineData("EdgeCompileNamespace", "A..B")]
    [InlineData("EdgeCompileNamespace", "A;B")]
    public void AnInvalidNameIsAnError(string option, string value)
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary(), (option, value));
        var run = project.Generate();
        Assert.Contains("EC0020", run.Ids);
        Assert.Empty(run.CompilerFaults);
    }

    [Theory]
    [InlineData("true", "linux-x64", "", true)]
    [InlineData("true", "", "", true)]
    [InlineData("true", "linux-x64", "x86-x64-v3", false)]
    [InlineData("true", "linux-arm64", "", false)]
    [InlineData("false", "linux-x64", "", false)]
    public void NativeAotWithoutVectorInstructionsIsAWarning(string aot, string runtime, string instructions, bool warns)
    {
        using var project = new Project().Model("a.onnx", TinyModel.Unary()).Model("b.onnx", TinyModel.Unary())
            .Property("PublishAot", aot).Property("RuntimeIdentifier", runtime).Property("IlcInstructionSet", instructions)
            .Property("NETCoreSdkRuntimeIdentifier", "linux-x64");
        Assert.Equal(warns ? 1 : 0, project.Generate().Ids.Count(id => id == "EC0017"));
    }
}
