namespace EdgeCompile.Tests.Host;

/// <summary>What runs again after which change.</summary>
public class StepTests
{
    static readonly string[] Steps = [StepNames.Hash, StepNames.Options, StepNames.Model, StepNames.Api, StepNames.Body];

    static string[] Reasons(Run run) => [.. Steps.Select(run.Reasons)];

    [Fact]
    public void FirstRunMakesEverything()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        Assert.Equal(["New", "New", "New", "New", "New"], Reasons(project.Generate()));
    }

    [Fact]
    public void AnEditInUserCodeRunsNothing()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Generate();
        project.Source = "class Edited { }";
        Assert.Equal(["Cached", "Cached", "Cached", "Cached", "Cached"], Reasons(project.Generate()));
    }

    [Fact]
    public void TheSameBytesAgainAreHashedAndNothingElse()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Generate();
        project.Model("tiny.onnx", TinyModel.Unary());
        Assert.Equal(["Modified", "Unchanged", "Cached", "Cached", "Cached"], Reasons(project.Generate()));
    }

    [Fact]
    public void AChangedModelIsCompiledAgain()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Generate();
        project.Model("tiny.onnx", TinyModel.Unary(length: 8));
        Assert.Equal(["Modified", "Modified", "Modified", "Modified", "Modified"], Reasons(project.Generate()));
    }

    [Fact]
    public void AChangedFileBesideTheModelIsAChangedModel()
    {
        using var project = new Project();
        var weights = Path.Combine(project.Folder, "weights.bin");
        File.WriteAllBytes(weights, new byte[16]);
        project.Model("tiny.onnx", TinyModel.WithExternal("weights.bin"));
        Assert.Empty(project.Generate().CompilerFaults);
        project.Listed("tiny.onnx");
        Assert.Equal(["Modified", "Unchanged", "Cached", "Cached", "Cached"], Reasons(project.Generate()));
        File.WriteAllBytes(weights, [1, .. new byte[15]]);
        project.Listed("tiny.onnx");
        Assert.Equal(["Modified", "Modified", "Modified", "Unchanged", "Modified"], Reasons(project.Generate()));
    }

    [Fact]
    public void AChangedOptionIsCompiledAgainWithoutHashing()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Generate();
        project.Property("EdgeCompileNamespace", "Other");
        Assert.Equal(["Cached", "Modified", "Modified", "Modified", "Modified"], Reasons(project.Generate()));
    }

    [Fact]
    public void AnOptionOfNoConcernRunsNothing()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary());
        project.Generate();
        project.Property("SomethingElse", "1");
        Assert.Equal(["Cached", "Unchanged", "Cached", "Cached", "Cached"], Reasons(project.Generate()));
    }

    [Fact]
    public void ADesignTimeBuildMakesThePublicPartOnly()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary()).Property("DesignTimeBuild", "true");
        project.Source = "static class User { static void Call(float[] a) => Tiny.Predict(a, a); }";
        var run = project.Generate();
        Assert.Equal(["New", "New", "New", "New", "not run"], Reasons(run));
        Assert.Equal(["Tiny.g.cs"], run.Sources.Keys);
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void OneOfTwoModelsChanges()
    {
        using var project = new Project().Model("a.onnx", TinyModel.Unary()).Model("b.onnx", TinyModel.Unary());
        Assert.Empty(project.Generate().CompilerFaults);
        project.Model("b.onnx", TinyModel.Unary(length: 8));
        var run = project.Generate();
        Assert.Equal("Cached, Modified", run.Reasons(StepNames.Hash));
        Assert.Equal("Cached, Modified", run.Reasons(StepNames.Body));
        Assert.Empty(run.CompilerFaults);
    }

    [Fact]
    public void AnotherModelLeavesTheFirstAlone()
    {
        using var project = new Project().Model("a.onnx", TinyModel.Unary());
        project.Generate();
        project.Model("b.onnx", TinyModel.Unary());
        Assert.Equal("Cached, New", project.Generate().Reasons(StepNames.Body));
    }
}
