namespace EdgeCompile.Tests.Host;

/// <summary>For which instruction sets code is written.</summary>
public class InstructionSetTests
{
    const string All = "Vector128 Avx2 Avx512";

    [Theory]
    [InlineData("", "", "", All)]
    [InlineData("Avx2", "", "", "Vector128 Avx2")]
    [InlineData("vector128, AVX512", "", "", "Vector128 Avx512")]
    [InlineData("Vector128", "", "", "Vector128")]
    [InlineData("", "true", "", All)]
    [InlineData("", "True", "x86-x64-v3", "Vector128 Avx2")]
    [InlineData("", "true", "x86-x64-v4", "Vector128 Avx512")]
    [InlineData("", "true", "native", All)]
    [InlineData("", "false", "x86-x64-v3", All)]
    [InlineData("Avx512", "true", "x86-x64-v3", "Vector128 Avx512")]
    public void CodeIsWrittenForWhatCanRun(string option, string aot, string ilc, string written)
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary())
            .Property("EdgeCompileInstructionSets", option).Property("PublishAot", aot).Property("IlcInstructionSet", ilc);
        var run = project.Generate();
        Assert.Empty(run.Ids);
        Assert.Empty(run.CompilerFaults);
        var rungs = written.Split(' ');
        Assert.Equal(["Tiny.g.cs", "Tiny.Body.g.cs", .. rungs.Select(rung => $"Tiny.{rung}.g.cs")], run.Sources.Keys);
        foreach (var rung in All.Split(' ')) Assert.Equal(rungs.Contains(rung), run.Sources["Tiny.Body.g.cs"].Contains($"On{rung}.Run("));
    }

    [Fact]
    public void AnUnknownNameIsAnError()
    {
        using var project = new Project().Model("tiny.onnx", TinyModel.Unary()).Property("EdgeCompileInstructionSets", "Avx2,Sse9");
        var error = Assert.Single(project.Generate().Result.Diagnostics);
        Assert.Equal("EC0020", error.Id);
        Assert.Contains("Vector128, Avx2, Avx512", error.GetMessage());
    }
}
