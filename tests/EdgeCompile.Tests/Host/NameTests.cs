using EdgeCompile.Emit;
using EdgeCompile.Host;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace EdgeCompile.Tests.Host;

/// <summary>What a model's and a file's names become in C#.</summary>
public class NameTests
{
    [Theory]
    [InlineData("object_detector.onnx", "", "ObjectDetector")]
    [InlineData("yolox-nano.416.onnx", "", "YoloxNano416")]
    [InlineData("8bit.onnx", "", "T8bit")]
    [InlineData("run.onnx", "", "RunModel")]
    [InlineData("system.onnx", "", "SystemModel")]
    [InlineData("system.onnx", "Mine", "System")]
    [InlineData(".onnx", "", "Tensor")]
    public void TheFileNamesTheClass(string file, string space, string name) => Assert.Equal(name, ProjectOptions.ClassNameOf(file, space));

    [Theory]
    [InlineData("class", "static")]
    [InlineData("arena", "iou")]
    [InlineData("a", "A")]
    [InlineData("", "\u00e9")]
    [InlineData("*/ } class Evil { /*", "\"; throw null; //")]
    [InlineData("\n#error oops\n", "\u2028</summary>\u2029")]
    [InlineData("System", "global::System")]
    [InlineData("value", "field")]
    [InlineData("x.y/z:0", "x_y_z_0")]
    [InlineData("record", "await")]
    [InlineData("workers", "nameof")]
    [InlineData("strings", "lap")]
    public void HostileNamesCompileWithoutWarnings(string input, string output)
    {
        foreach (var nullable in new[] { NullableContextOptions.Enable, NullableContextOptions.Disable })
        {
            using var project = new Project(language: LanguageVersion.CSharp12, nullable: nullable)
                .Model("evil */ name.onnx", TinyModel.Unary(input: input, output: output == input ? output + "2" : output));
            var run = project.Generate();
            Assert.Null(run.Result.Exception);
            Assert.DoesNotContain("EC0001", run.Ids);
            Assert.Empty(run.CompilerFaults);
        }
    }

    [Theory]
    [InlineData("{0: 'cat', 1: 'dog'}", "cat|dog")]
    [InlineData("{0: \"dog's\", 1: 'a\\'b\\\\c\\n\\x41\\u00e9'}", "dog's|a'b\\c\nA\u00e9")]
    [InlineData(" { 0 : 'a' , } ", "a")]
    [InlineData("{}", "")]
    [InlineData("{1: 'a'}", null)]
    [InlineData("{0: 'a' 1: 'b'}", null)]
    [InlineData("{0: 'a'}; import os", null)]
    [InlineData("{0: 'a", null)]
    [InlineData("{0: 'a\\", null)]
    [InlineData("{0: 'a\\x4'}", null)]
    [InlineData("{0: '\\ud800'}", null)]
    [InlineData("{0: f'a'}", null)]
    [InlineData("['a']", null)]
    [InlineData("", null)]
    public void LabelNamesAreReadStrictly(string text, string? names) =>
        Assert.Equal(names, LabelNames.Parse(text) is { } parsed ? string.Join("|", parsed) : null);
}
